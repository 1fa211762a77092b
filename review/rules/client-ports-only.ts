import type { TargetGroup } from "../aws/elb/load-balancer";
import { groupsInUse, listenersInUse } from "../facts/in-use";
import type { Rule, Violation } from "./rule";

/** Ports of a node that are nobody's but the cluster's and its administrators'. */
const NOT_FOR_CLIENTS: ReadonlyMap<number, string> = new Map([
  [444, "replication"],
  [9000, "the administration console"],
  [22, "SSH"],
  [161, "SNMP"],
]);

/** Behind the load balancer stand the ports that clients use, and no other. */
export const clientPortsOnly: Rule = {
  id: "SEMS-LB-6",
  level: "error",
  source: "KB 154069",
  violations: (subject) => {
    const listeners = listenersInUse(subject).filter(({ port }) => NOT_FOR_CLIENTS.has(port));
    const reported = new Set(
      listeners.flatMap(({ forwards }) => forwards.flatMap(({ group }) => group ?? [])),
    );
    return [
      ...listeners.map(({ resource, port }) => ({
        address: resource.address,
        message:
          `The load balancer offers clients port ${port}, which is ${nameOf(port)} of the nodes. Remove the ` +
          `listener: who needs that port connects to the node itself.`,
      })),
      ...groupsInUse(subject).flatMap((group) => [
        ...(reported.has(group) ? [] : targetViolations(group)),
        ...probeViolation(group),
      ]),
    ];
  },
};

const nameOf = (port: number): string => NOT_FOR_CLIENTS.get(port) ?? "no client's";

/** One violation per port: at the group, or at the first registration that has a port of its own. */
function targetViolations({ resource, targets }: TargetGroup): Violation[] {
  const common = resource.number("port");
  const found = targets.map((target) => {
    const own = target.resource.number("port");
    return { port: own ?? common, address: own === undefined ? resource.address : target.resource.address };
  });
  const byPort = new Map(found.map(({ port, address }) => [port, address] as const).reverse());
  return [...byPort].flatMap(([port, address]) => {
    if (port === undefined || !NOT_FOR_CLIENTS.has(port)) return [];
    return [
      {
        address,
        message:
          `Clients are led to port ${port} of the nodes, which is ${nameOf(port)}. Lead them to the port of the ` +
          `service that they ask for.`,
      },
    ];
  });
}

function probeViolation({ resource }: TargetGroup): Violation[] {
  const port = resource.blocks("health_check")[0]?.number("port");
  if (port === undefined || !NOT_FOR_CLIENTS.has(port)) return [];
  return [
    {
      address: resource.address,
      level: "warning",
      message:
        `The load balancer probes port ${port} of the nodes, which is ${nameOf(port)}: it has to be opened to the ` +
        `load balancer, and does not tell whether clients are served. Probe the service's own port.`,
    },
  ];
}
