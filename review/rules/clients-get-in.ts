import type { Resource } from "../terraform/resource-graph";
import type { LoadBalancer } from "../aws/elb/load-balancer";
import type { Target } from "../aws/elb/target";
import { keepsSource, type TargetGroup } from "../aws/elb/target-group";
import { refusalOf, type ConnectionEnd, type Refusal } from "../aws/network/connection";
import { hasSecurityGroup, type SecurityGroups } from "../aws/network/security-groups";
import { groupBy, type NonEmpty } from "../collections";
import { hasAllRules } from "../facts/all-rules";
import { balancersInUse } from "../facts/in-use";
import { listed } from "../wording";
import type { Rule, Violation } from "./rule";
import type { Subject } from "../facts/subject";

/** Security groups let clients reach the load balancer, and its connections and probes reach the nodes. */
export const clientsGetIn: Rule = {
  id: "AWS-SEC-3",
  level: "error",
  source: "NLB guide, security groups",
  violations: (subject) => {
    const closed = balancersInUse(subject).flatMap((balancer) => [
      ...closedListeners(subject, balancer),
      ...closedNodes(subject, balancer),
    ]);
    const same = groupBy(closed, ({ kind, refusal, port }) =>
      JSON.stringify([kind, refusal.groups.map(({ address }) => address), refusal.direction, port]),
    );
    return [...same.values()].map((found) => violationOf(subject, found));
  },
};

/** A connection that security groups let not pass. */
interface Closed {
  readonly kind: "clients" | "connections" | "probes";
  readonly refusal: Refusal;
  readonly port: number;
  readonly balancer: LoadBalancer;
  /** Name of the node, or of the load balancer, that is not reached. */
  readonly unreached: string;
}

/** Clients may be anywhere. */
const ANYWHERE: ConnectionEnd = { groups: undefined, networks: undefined };

const closedListeners = ({ routing }: Subject, balancer: LoadBalancer): Closed[] =>
  balancer.listeners.flatMap(({ port }): Closed[] => {
    const own = endOfBalancer(balancer.resource);
    const refusal = refusalOf(routing.securityGroups, "ingress", own, ANYWHERE, port);
    const unreached = balancer.resource.address;
    return refusal === undefined ? [] : [{ kind: "clients", refusal, port, balancer, unreached }];
  });

const closedNodes = (subject: Subject, balancer: LoadBalancer): Closed[] =>
  balancer.groups.flatMap((group) =>
    // Another load balancer has security groups of its own.
    group.targetType === "alb"
      ? []
      : group.targets.flatMap((target) => closedPorts(subject, balancer, group, target)),
  );

/** The port that clients are routed to, and the one that is probed, as far as they are closed. */
function closedPorts(
  { routing: { securityGroups } }: Subject,
  balancer: LoadBalancer,
  group: TargetGroup,
  target: Target,
): Closed[] {
  if (target.isUnlisted) return [];
  const [from, to] = [endOfBalancer(balancer.resource), endOfTarget(target, securityGroups)];
  const ports = [...new Set([target.port, group.probePort])].filter((port) => port !== undefined);
  return ports.flatMap((port) => {
    const isProbe = port !== target.port;
    const source = !isProbe && keepsSource(group) ? { ...from, networks: undefined } : from;
    return [
      refusalOf(securityGroups, "egress", from, to, port),
      refusalOf(securityGroups, "ingress", to, source, port),
    ].flatMap((refusal): Closed[] =>
      refusal === undefined
        ? []
        : [{ kind: isProbe ? "probes" : "connections", refusal, port, balancer, unreached: nameOf(target) }],
    );
  });
}

function endOfBalancer(resource: Resource): ConnectionEnd {
  const subnets = subnetsOf(resource);
  const networks = subnets.flatMap((subnet) => subnet?.text("cidr_block") ?? []);
  return {
    groups: hasSecurityGroup(resource) ? allGroups(resource, "security_groups") : [],
    networks: networks.length > 0 && networks.length === subnets.length ? networks : undefined,
  };
}

function subnetsOf(resource: Resource): (Resource | undefined)[] {
  const mappings = resource.blocks("subnet_mapping");
  if (mappings.length > 0)
    return mappings.map(
      (mapping) => mapping.link("subnet_id", "aws_subnet") ?? mapping.link("subnet_id", "data.aws_subnet"),
    );
  const subnets = resource.links("subnets", "aws_subnet");
  return subnets.length === resource.texts("subnets").length ? subnets : [];
}

const endOfTarget = ({ address, holder }: Target, securityGroups: SecurityGroups): ConnectionEnd => ({
  groups: holder === undefined ? undefined : groupsOf(holder, securityGroups.groupsOf(holder)),
  // What is no address, an instance's id say, is anywhere.
  networks: [address],
});

/** The groups of a node, where the document holds all that the node names. */
function groupsOf(node: Resource, attached: readonly Resource[]): readonly Resource[] | undefined {
  const names = ["security_groups", "vpc_security_group_ids"].filter((name) => node.has(name));
  const isWhole = names.every((name) => allGroups(node, name) !== undefined);
  return names.length > 0 && isWhole ? attached : undefined;
}

/** The groups that an argument names; undefined where it names none, or one that the document does not hold. */
function allGroups(resource: Resource, name: string): readonly Resource[] | undefined {
  const ids = resource.texts(name);
  const groups = ["aws_security_group", "aws_default_security_group"].flatMap((type) =>
    resource.links(name, type),
  );
  return ids.length > 0 && groups.length >= ids.length ? groups : undefined;
}

const nameOf = ({ address, holder }: Target): string =>
  typeof address === "string" ? address : (holder?.address ?? address.expression);

function violationOf({ graph, routing }: Subject, found: NonEmpty<Closed>): Violation {
  const [{ refusal, kind, port }] = found;
  const { groups, direction, hasRules } = refusal;
  const names = listed(groups.map(({ address }) => address));
  const { securityGroups } = routing;
  const isWhole = groups.every((group) =>
    hasAllRules(graph, group, direction, securityGroups.of(group, direction)),
  );
  const adjective = direction === "ingress" ? "inbound" : "outbound";
  const which = hasRules ? `no ${adjective} rule for it` : `no ${adjective} rule at all in this document`;
  const balancers = listed([...new Set(found.map(({ balancer }) => balancer.resource.address))]);
  const unreached = listed([...new Set(found.map((one) => one.unreached))]);
  const removed =
    direction === "egress" && !hasRules ? ", and Terraform removes the rule that AWS makes of itself" : "";
  return {
    address: groups[0].address,
    ...(isWhole ? {} : { level: "warning" }),
    message:
      `${names} ${groups.length === 1 ? "has" : "have"} ${which}${removed}: ` +
      `${EFFECTS[kind](balancers, port, unreached)}. ${remedyFor(kind, direction)}.`,
  };
}

const EFFECTS: Readonly<
  Record<Closed["kind"], (balancers: string, port: number, unreached: string) => string>
> = {
  clients: (_balancers, port, balancers) => `no client reaches port ${port} of ${balancers}`,
  connections: (balancers, port, nodes) =>
    `connections of ${balancers} do not reach port ${port} of ${nodes}`,
  probes: (balancers, port, nodes) =>
    `probes of ${balancers} do not reach port ${port} of ${nodes}, which count as unhealthy`,
};

function remedyFor(kind: Closed["kind"], direction: Refusal["direction"]): string {
  if (kind === "clients") return "Allow the clients' networks on this port";
  return direction === "egress"
    ? "Allow connections to the nodes on this port"
    : "Allow the load balancer's security group, or its subnets, on this port";
}
