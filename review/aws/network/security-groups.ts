import ipaddr from "ipaddr.js";
import { append } from "../../collections";
import type { Block, Graph, Resource } from "../../terraform/resource-graph";
import { keyOf, Template, textOf, Unknown, type Text } from "../../terraform/value";
import { holdsNetwork } from "./cidr";

/** A rule of a security group, wherever it is written. */
export interface SecurityRule {
  readonly group: Resource;
  readonly block: Block;
  /** Address of the resource that holds it: its own, or the group's. */
  readonly address: string;
}

/** The direction of the connections that a rule is about. */
export type Direction = "ingress" | "egress";

/** What a rule lets in, or out to. */
export type Peer =
  | { readonly kind: "network"; readonly network: Text }
  | { readonly kind: "group"; readonly id: Text; readonly group: Resource | undefined }
  | { readonly kind: "self" }
  | { readonly kind: "list"; readonly id: Text };

const GROUP_TYPES = ["aws_security_group", "aws_default_security_group"] as const;

/** Arguments by which things name their security groups. */
const ATTACHED_BY = [
  ["aws_network_interface", "security_groups"],
  ["aws_instance", "vpc_security_group_ids"],
  ["aws_instance", "security_groups"],
  ["aws_lb", "security_groups"],
] as const;

/** The security groups of a document, their rules, and what they are attached to. */
export class SecurityGroups {
  public readonly all: readonly Resource[];
  private readonly rules: Readonly<Record<Direction, ReadonlyMap<Resource, readonly SecurityRule[]>>>;
  private readonly attached = new Map<Resource, Resource[]>();

  public constructor(private readonly graph: Graph) {
    this.all = GROUP_TYPES.flatMap((type) => graph.all(type));
    this.rules = { ingress: this.rulesOf("ingress"), egress: this.rulesOf("egress") };
    for (const [type, argument] of ATTACHED_BY) {
      for (const resource of graph.all(type)) {
        for (const group of GROUP_TYPES.flatMap((groupType) => resource.links(argument, groupType)))
          append(this.attached, group, resource);
      }
    }
    for (const attachment of graph.all("aws_network_interface_sg_attachment")) {
      const group = groupOf(attachment);
      const resource = attachment.link("network_interface_id", "aws_network_interface");
      if (group !== undefined && resource !== undefined) append(this.attached, group, resource);
    }
  }

  /** The rules of a group. */
  public of(group: Resource, direction: Direction): readonly SecurityRule[] {
    return this.rules[direction].get(group) ?? [];
  }

  /** The interfaces, instances and load balancers that the document attaches a group to. */
  public attachedTo(group: Resource): readonly Resource[] {
    return this.attached.get(group) ?? [];
  }

  /** The groups of an interface, an instance or a load balancer. */
  public groupsOf(resource: Resource): readonly Resource[] {
    return this.all.filter((group) => this.attachedTo(group).includes(resource));
  }

  /** What a rule lets in, or out to. */
  public peersOf({ block, group }: SecurityRule): Peer[] {
    const ids = [
      ...["referenced_security_group_id", "source_security_group_id"].flatMap(
        (name) => block.text(name) ?? [],
      ),
      ...textsOf(block, "security_groups"),
    ];
    const lists = [...textsOf(block, "prefix_list_id"), ...textsOf(block, "prefix_list_ids")];
    return [
      ...networksOf(block).map((network): Peer => ({ kind: "network", network })),
      ...(block.flag("self") === true ? [{ kind: "self" } as const] : []),
      ...ids.filter((id) => id !== "").map((id) => this.groupPeer(id, block, group)),
      ...lists.map((id): Peer => ({ kind: "list", id })),
    ];
  }

  private groupPeer(id: Text, block: Block, own: Resource): Peer {
    const group = GROUP_TYPES.map((type) => block.named(id, type)).find((found) => found !== undefined);
    return group === own ? { kind: "self" } : { kind: "group", id, group };
  }

  private rulesOf(direction: Direction): Map<Resource, SecurityRule[]> {
    const rules = new Map<Resource, SecurityRule[]>();
    for (const group of this.all) {
      for (const block of group.blocks(direction))
        append(rules, group, { group, block, address: group.address });
    }
    const older = this.graph
      .all("aws_security_group_rule")
      .filter((rule) => rule.known("type")?.toLowerCase() === direction);
    for (const rule of [...this.graph.all(`aws_vpc_security_group_${direction}_rule`), ...older]) {
      const group = groupOf(rule);
      if (group !== undefined) append(rules, group, { group, block: rule, address: rule.address });
    }
    return rules;
  }
}

/** The group that a rule or an attachment names. */
const groupOf = (resource: Resource): Resource | undefined =>
  GROUP_TYPES.map((type) => resource.link("security_group_id", type)).find((found) => found !== undefined);

const textsOf = (block: Block, name: string): Text[] => (block.has(name) ? block.texts(name) : []);

/** The networks that a rule lets in, or out to. */
export const networksOf = (rule: Block): Text[] => [
  ...["cidr_ipv4", "cidr_ipv6"].flatMap((name) => rule.text(name) ?? []),
  ...["cidr_blocks", "ipv6_cidr_blocks"].flatMap((name) => textsOf(rule, name)),
];

/** Whether a rule holds for a TCP port. */
export function holdsFor(rule: Block, port: number): boolean {
  const protocol = protocolOf(rule);
  if (protocol === "-1" || protocol === "all") return true;
  if (protocol !== "tcp" && protocol !== "6") return false;
  const [from, to] = [rule.number("from_port"), rule.number("to_port")];
  return from === undefined || to === undefined || (from <= port && port <= to);
}

/** More ports than anybody opens for the sake of one of them. */
const FEW_PORTS = 16;

/** Whether a rule was written for this TCP port: it holds for that one, or for a few about it. */
export function isFor(rule: Block, port: number): boolean {
  const [from, to] = [rule.number("from_port"), rule.number("to_port")];
  if (from === undefined || to === undefined || !["tcp", "6"].includes(protocolOf(rule))) return false;
  return from <= port && port <= to && to - from < FEW_PORTS;
}

function protocolOf(rule: Block): string {
  const protocol = rule.text("ip_protocol") ?? rule.text("protocol") ?? "-1";
  return typeof protocol === "string" ? protocol.toLowerCase() : "";
}

/** The address that is all of a network; undefined for a network of several, and for one that is not known. */
export function onlyAddressOf(network: Text): Text | undefined {
  if (network instanceof Template) {
    const [address, bits, ...others] = network.parts;
    return others.length === 0 && (bits === "/32" || bits === "/128") ? textOf(address) : undefined;
  }
  if (typeof network !== "string" || !ipaddr.isValidCIDR(network)) return undefined;
  const [address, bits] = ipaddr.parseCIDR(network);
  return bits === (address.kind() === "ipv4" ? 32 : 128) ? network.replace(/\/\d+$/, "") : undefined;
}

/**
 * Name of the managed prefix list that AWS keeps of Route 53's health checkers. Static addresses are IPv4, and so is what
 * a checker finds by name (API, HealthCheckConfig): the list of IPv6 networks admits no checker.
 */
const CHECKERS_LIST = /^com\.amazonaws\.[a-z0-9-]+\.route53-healthchecks$/;

/** One of the networks that Route 53's checkers come from: a rule that lets it in was written for them. */
export const CHECKERS_NETWORK = "15.177.0.0/18";

/** Whether Route 53's health checkers get through the security groups of a load balancer (AWS-R53-1). */
export function checkersReach(
  graph: Graph,
  securityGroups: SecurityGroups,
  loadBalancer: Resource,
  port: number,
): boolean {
  if (!loadBalancer.has("security_groups") || loadBalancer.texts("security_groups").length === 0) return true;
  const groups = loadBalancer.links("security_groups", "aws_security_group");
  // A group that the document does not hold may let them in.
  if (groups.length < loadBalancer.texts("security_groups").length) return true;
  return groups.some((group) =>
    securityGroups.of(group, "ingress").some(({ block }) => letsIn(graph, block, port)),
  );
}

function letsIn(graph: Graph, rule: Block, port: number): boolean {
  if (!holdsFor(rule, port)) return false;
  const lists = [
    rule.text("prefix_list_id"),
    ...(rule.has("prefix_list_ids") ? rule.texts("prefix_list_ids") : []),
  ];
  return (
    networksOf(rule).some(holdsCheckers) ||
    lists.some((list) => list !== undefined && isCheckersList(graph, list))
  );
}

function isCheckersList(graph: Graph, list: Text): boolean {
  const resource =
    graph.named(list, "data.aws_ec2_managed_prefix_list") ?? graph.named(list, "aws_ec2_managed_prefix_list");
  const name = resource?.known("name");
  // A list that the document does not hold may be theirs.
  return name === undefined || CHECKERS_LIST.test(name);
}

// What is known after apply may hold them: AWS publishes their networks as a data source.
const holdsCheckers = (network: Text): boolean =>
  typeof network === "string" ? holdsNetwork(network, CHECKERS_NETWORK) : keyOf(network) !== "";

/** Whether a load balancer is given a security group. */
export function hasSecurityGroup(resource: Resource): boolean {
  const groups = resource.texts("security_groups");
  // In a plan, what the author left out is AWS's to choose: an attribute of the load balancer itself.
  return groups.some((group) => !(group instanceof Unknown && group.address === resource.address));
}
