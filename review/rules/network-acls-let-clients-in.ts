import ipaddr from "ipaddr.js";
import { EVERY_ZONE, type LoadBalancerZone } from "../aws/elb/load-balancer-zone";
import type { LoadBalancer } from "../aws/elb/load-balancer";
import type { Target } from "../aws/elb/target";
import { keepsSource, type TargetGroup } from "../aws/elb/target-group";
import { networkOfSubnet, subnetKey, subnetOf } from "../aws/network/subnets";
import { EPHEMERAL_PORTS, type Verdict } from "../aws/network/network-acls";
import { CHECKERS_NETWORK, type Direction } from "../aws/network/security-groups";
import type { Routing } from "../aws/routing";
import { groupBy, type NonEmpty } from "../collections";
import { hasAllRules } from "../facts/all-rules";
import { balancersInUse } from "../facts/in-use";
import type { Subject } from "../facts/subject";
import type { Resource } from "../terraform/resource-graph";
import type { Text } from "../terraform/value";
import { listed } from "../wording";
import type { Rule, Violation } from "./rule";

/** Network ACLs let connections pass on the whole path from the clients to the nodes, and the answers on the way back. */
export const networkAclsLetClientsIn: Rule = {
  id: "AWS-SEC-4",
  level: "error",
  source: "VPC guide, network ACLs",
  violations: (subject) => {
    const { networkAcls } = subject.routing;
    if (networkAcls.isEmpty) return [];
    const closed = balancersInUse(subject).flatMap((balancer) => [
      ...closedToClients(subject, balancer),
      ...closedToNodes(subject.routing, balancer),
    ]);
    const same = groupBy(closed, ({ what, acl, direction, ports, verdict }) =>
      JSON.stringify([what, acl.address, direction, ports, verdict]),
    );
    return [...same.values()].map((found) => violationOf(subject.routing, found));
  },
};

/** A connection that a network ACL lets not pass, or whose answers it lets not pass. */
interface Closed extends Passage {
  readonly verdict: NonNullable<Verdict>;
  /** What does not arrive, such as `connections of clients to port 443`. */
  readonly what: string;
  /** Where it does not arrive. */
  readonly where: string;
}

/** Packets through a network ACL. */
interface Passage {
  readonly acl: Resource;
  readonly direction: Direction;
  readonly ports: readonly [number, number];
  /** The network at the other end. */
  readonly peer: string;
}

/** A connection through the network ACL of a subnet: from the peer into it, or from it to the peer. */
interface Connection {
  readonly subnet: string | undefined;
  readonly direction: Direction;
  readonly port: number;
  readonly peer: string | undefined;
  readonly what: string;
  readonly where: string;
}

/** Clients may be anywhere: what a network ACL denies only to some of them is meant so. */
const ANYWHERE = "0.0.0.0/0";

/** What the network ACL of a subnet does not let pass of a connection: the way there, or the answers. */
function closedAt({ networkAcls }: Routing, connection: Connection): Closed[] {
  const { subnet, direction, port, peer, what, where } = connection;
  const acl = subnet === undefined ? undefined : networkAcls.of(subnet);
  if (acl === undefined || peer === undefined) return [];
  const back = direction === "ingress" ? "egress" : "ingress";
  const passages: readonly Passage[] = [
    { acl, direction, ports: [port, port], peer },
    { acl, direction: back, ports: EPHEMERAL_PORTS, peer },
  ];
  return passages.flatMap((passage) => {
    const verdict = networkAcls.verdictOf(acl, passage.direction, peer, passage.ports);
    return verdict === undefined ? [] : [{ ...passage, verdict, what, where }];
  });
}

function closedToClients({ routing, trees }: Subject, balancer: LoadBalancer): Closed[] {
  const probed = new Set(
    trees
      .flatMap(({ records }) => records.flatMap(({ entry }) => entry.check ?? []))
      .flatMap((check) => routing.checks.behind(check))
      .map(({ check }) => ("port" in check ? check.port : undefined)),
  );
  return balancer.zones.flatMap((zone) =>
    balancer.listeners.flatMap(({ port }) => {
      const subnet = keyOfSubnet(routing, zone);
      const common = { subnet, direction: "ingress", port, where: balancer.resource.address } as const;
      const ofClients = closedAt(routing, {
        ...common,
        peer: ANYWHERE,
        what: `connections of clients to port ${port}`,
      });
      // Internal load balancers have no checkers; where no client passes, none of them does.
      if (ofClients.length > 0 || balancer.isInternal || !probed.has(port)) return ofClients;
      const what = `probes of Route 53's checkers to port ${port}`;
      return closedAt(routing, { ...common, peer: CHECKERS_NETWORK, what });
    }),
  );
}

const closedToNodes = (routing: Routing, { zones, groups }: LoadBalancer): Closed[] =>
  groups.flatMap((group) =>
    // Another load balancer is in subnets of its own.
    group.targetType === "alb"
      ? []
      : group.targets.flatMap((target) =>
          zones
            .filter((zone) => reaches(zone, group, target))
            .flatMap((zone) => closedBetween(routing, zone, group, target)),
        ),
  );

/** Whether the document specifies that the load balancer connects from a zone to a target. */
const reaches = (zone: LoadBalancerZone, { crossZone }: TargetGroup, target: Target): boolean =>
  crossZone || target.zone === EVERY_ZONE || (zone.isSpecified && target.zone === zone.name);

function closedBetween(
  routing: Routing,
  zone: LoadBalancerZone,
  group: TargetGroup,
  target: Target,
): Closed[] {
  const [subnet, own] = [keyOfSubnet(routing, zone), subnetOf(routing, target)];
  // Network ACLs are at the border of a subnet: what stays inside passes none.
  if (subnet === undefined || subnet === own) return [];
  const where = typeof target.address === "string" ? target.address : target.resource.address;
  const ports = [...new Set([target.port, group.probePort])].filter((port) => port !== undefined);
  return ports.flatMap((port) => {
    const isProbe = port !== target.port;
    const what = `${isProbe ? "probes" : "connections"} of the load balancer to port ${port}`;
    const common = { port, what, where };
    const keeps = !isProbe && keepsSource(group);
    return [
      // AWS does not document which network ACLs of the load balancer see a connection with the client's address.
      ...(keeps
        ? []
        : closedAt(routing, { ...common, subnet, direction: "egress", peer: networkOf(target.address) })),
      ...closedAt(routing, {
        ...common,
        subnet: own,
        direction: "ingress",
        peer: keeps ? ANYWHERE : networkOfSubnet(routing.graph, subnet),
      }),
    ];
  });
}

const keyOfSubnet = ({ graph }: Routing, { subnet }: LoadBalancerZone): string | undefined =>
  subnet === undefined ? undefined : subnetKey(graph, subnet);

const networkOf = (address: Text): string | undefined =>
  typeof address === "string" && ipaddr.IPv4.isValidFourPartDecimal(address) ? `${address}/32` : undefined;

function violationOf({ graph, networkAcls }: Routing, found: Readonly<NonEmpty<Closed>>): Violation {
  const [{ acl, direction, ports, verdict, what }] = found;
  const [from, to] = ports;
  const isAnswer = from !== to;
  const adjective = direction === "ingress" ? "inbound" : "outbound";
  const to_from = direction === "ingress" ? "from" : "to";
  const peers = listed([...new Set(found.map(({ peer }) => peer))]);
  const which = isAnswer
    ? `${verdict === "refused" ? "the" : "some of the"} ephemeral ports ${from}-${to}`
    : `port ${from}`;
  const where = listed([...new Set(found.map((one) => one.where))]);
  const effect = isAnswer
    ? `network ACLs are stateless, and the answers to ${what} of ${where} are lost`
    : `${what} of ${where} are lost`;
  const isSure =
    verdict === "refused" && hasAllRules(graph, acl, direction, networkAcls.rulesIn(acl, direction));
  return {
    address: acl.address,
    ...(isSure ? {} : { level: "warning" }),
    message:
      `${acl.address} lets no ${adjective} packets pass on ${which} ${to_from} ${peers}: ${effect}. Allow them by a rule ` +
      `with a lower number than those that deny them.`,
  };
}
