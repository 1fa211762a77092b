import type { TargetGroup } from "../aws/elb/target-group";
import { groupsInUse, listenersInUse } from "../facts/in-use";
import { isNodeOnly, NODE_ONLY_PORTS } from "../ports";
import type { Rule, Violation } from "./rule";

/** The load balancer exposes the ports that clients use, and no other. */
export const clientPortsOnly: Rule = {
  id: "SEMS-LB-6",
  level: "error",
  source: "KB 154069",
  violations: (subject) => {
    const listeners = listenersInUse(subject).filter(({ port }) => isNodeOnly(port));
    const reported = new Set(listeners.flatMap(({ forwards }) => forwards.map(({ group }) => group)));
    return [
      ...listeners.map(({ resource, port }) => ({
        address: resource.address,
        message:
          `The load balancer exposes port ${named(port)} of the nodes to clients. Remove the listener: ` +
          `administrators and members connect to the node itself.`,
      })),
      ...groupsInUse(subject).flatMap((group) => [
        ...(reported.has(group) ? [] : targetViolations(group)),
        ...probeViolation(group),
      ]),
    ];
  },
};

/** A port with its use, such as `22 (SSH)`. */
const named = (port: number): string => `${port} (${NODE_ONLY_PORTS.get(port) ?? "not for clients"})`;

/** One violation per port: at the group, or at the first registration that has a port of its own. */
function targetViolations({ resource, targets }: TargetGroup): Violation[] {
  const common = resource.number("port");
  const found = targets.map((target) => {
    const own = target.resource.number("port");
    return { port: own ?? common, address: own === undefined ? resource.address : target.resource.address };
  });
  const byPort = new Map(found.map(({ port, address }) => [port, address] as const).reverse());
  return [...byPort].flatMap(([port, address]) => {
    if (!isNodeOnly(port)) return [];
    return [
      {
        address,
        message:
          `Clients are routed to port ${named(port)} of the nodes. Route them to the port of the service that ` +
          `they request.`,
      },
    ];
  });
}

function probeViolation({ resource, probePort: port }: TargetGroup): Violation[] {
  if (!isNodeOnly(port)) return [];
  return [
    {
      address: resource.address,
      level: "warning",
      message:
        `The load balancer probes port ${named(port)} of the nodes: the port has to be opened to the load ` +
        `balancer, and its health does not show whether clients are served. Probe the service's own port.`,
    },
  ];
}
