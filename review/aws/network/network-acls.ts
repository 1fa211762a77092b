import { append } from "../../collections";
import type { Block, Graph, Resource } from "../../terraform/resource-graph";
import { Unknown, type Text } from "../../terraform/value";
import { holdsNetwork, overlap } from "./cidr";
import { subnetKey } from "./subnets";
import type { Direction } from "./security-groups";

const ACL_TYPES = ["aws_network_acl", "aws_default_network_acl"] as const;

/** TCP ports from which connections are made; answers go back there (VPC guide, network ACLs: ephemeral ports). */
export const EPHEMERAL_PORTS = [1024, 65535] as const;

/** What a network ACL does with the connections of one peer to some ports; undefined for what may pass. */
export type Verdict = "refused" | "partly-refused" | undefined;

/** A rule of a network ACL for TCP; undefined is what the document does not specify. */
interface AclRule {
  readonly number: number | undefined;
  readonly allows: boolean | undefined;
  readonly ports: readonly [from: number | undefined, to: number | undefined];
  readonly network: Text;
}

/** The network ACLs of a document: stateless, at the border of a subnet; the first rule that matches decides (VPC guide). */
export class NetworkAcls {
  private readonly ofSubnets = new Map<string, Resource[]>();
  private readonly rules: Readonly<Record<Direction, ReadonlyMap<Resource, readonly Block[]>>>;
  /** Whether a rule or an association may be of any network ACL. */
  private readonly isOpen: boolean;

  public constructor(private readonly graph: Graph) {
    for (const acl of ACL_TYPES.flatMap((type) => graph.all(type))) {
      for (const id of acl.has("subnet_ids") ? acl.texts("subnet_ids") : []) this.associate(acl, id);
    }
    for (const association of graph.all("aws_network_acl_association")) {
      const [acl, id] = [aclOf(association), association.text("subnet_id")];
      if (acl !== undefined && id !== undefined) this.associate(acl, id);
    }
    this.isOpen = ["aws_network_acl_rule", "aws_network_acl_association"]
      .flatMap((type) => graph.all(type))
      .some((resource) => resource.isOpen("network_acl_id"));
    this.rules = { ingress: this.rulesOf("ingress"), egress: this.rulesOf("egress") };
  }

  /** Whether the document has none for any subnet. */
  public get isEmpty(): boolean {
    return this.ofSubnets.size === 0;
  }

  /** The network ACL of a subnet; undefined where the document does not specify exactly one: AWS's own lets all pass. */
  public of(subnetKey: string): Resource | undefined {
    const [acl, ...others] = this.ofSubnets.get(subnetKey) ?? [];
    return others.length === 0 ? acl : undefined;
  }

  /** The rules of a network ACL, those for other protocols too. */
  public rulesIn(acl: Resource, direction: Direction): readonly Block[] {
    return this.rules[direction].get(acl) ?? [];
  }

  /** What a network ACL does with TCP connections of a network to some ports, as far as the document specifies. */
  public verdictOf(
    acl: Resource,
    direction: Direction,
    peer: string,
    [from, to]: readonly [number, number],
  ): Verdict {
    if (this.isOpen || acl.isUnknown(direction)) return undefined;
    const rules = this.rulesIn(acl, direction).flatMap(ruleFrom);
    // Without its number, a rule may be before any other.
    if (rules.some(({ number }) => number === undefined)) return undefined;
    const ordered = [...rules].sort((a, b) => (a.number ?? 0) - (b.number ?? 0));
    const starts = [from, ...rules.flatMap(({ ports: [first, last] }) => [first, last && last + 1])].filter(
      (port) => port !== undefined && port >= from && port <= to,
    );
    const refused = [...new Set(starts)].filter(
      (port) => port !== undefined && isRefused(ordered, peer, port),
    );
    if (refused.length === 0) return undefined;
    return refused.length === new Set(starts).size ? "refused" : "partly-refused";
  }

  private associate(acl: Resource, subnet: Text): void {
    const key = subnetKey(this.graph, subnet);
    if (this.ofSubnets.get(key)?.includes(acl) !== true) append(this.ofSubnets, key, acl);
  }

  private rulesOf(direction: Direction): Map<Resource, Block[]> {
    const rules = new Map<Resource, Block[]>();
    for (const acl of ACL_TYPES.flatMap((type) => this.graph.all(type))) {
      for (const block of acl.blocks(direction)) append(rules, acl, block);
    }
    for (const rule of this.graph.all("aws_network_acl_rule")) {
      const acl = aclOf(rule);
      const isOfOther = !isDirectionOpen(rule) && (rule.flag("egress") ?? false) !== (direction === "egress");
      if (acl !== undefined && !isOfOther) append(rules, acl, rule);
    }
    return rules;
  }
}

/** Whether the document leaves open for which direction a rule is. */
const isDirectionOpen = (rule: Block): boolean => rule.has("egress") && rule.flag("egress") === undefined;

const aclOf = (resource: Resource): Resource | undefined =>
  resource.link("network_acl_id", "aws_network_acl") ??
  resource.link("network_acl_id", "aws_default_network_acl");

/** A rule as far as it is about TCP over IPv4. */
function ruleFrom(block: Block): AclRule[] {
  const network = block.text("cidr_block");
  const protocol = block.text("protocol");
  const name = typeof protocol === "string" ? protocol.toLowerCase() : undefined;
  if (network === undefined || network === "" || !(name === undefined || PROTOCOLS.has(name))) return [];
  const action = block.text("rule_action") ?? block.text("action");
  const isForAllPorts = name === "-1" || name === "all";
  return [
    {
      number: isDirectionOpen(block) ? undefined : (block.number("rule_number") ?? block.number("rule_no")),
      allows: typeof action === "string" ? action.toLowerCase() === "allow" : undefined,
      ports: isForAllPorts ? [0, 65535] : [block.number("from_port"), block.number("to_port")],
      network,
    },
  ];
}

/** All protocols, and TCP. */
const PROTOCOLS: ReadonlySet<string> = new Set(["-1", "all", "6", "tcp"]);

/** Whether the first rule that matches, or the last one of every ACL, denies a port; not where it may be allowed. */
function isRefused(ordered: readonly AclRule[], peer: string, port: number): boolean {
  for (const { allows, ports, network } of ordered) {
    const [from, to] = ports;
    if ((from !== undefined && port < from) || (to !== undefined && port > to)) continue;
    if (!(network instanceof Unknown) && !overlap(network, peer)) continue;
    // What may be allowed of a part of the network, or by a rule that is not known, is not refused.
    if (allows !== false) return false;
    if (from !== undefined && to !== undefined && holdsNetwork(network, peer)) return true;
  }
  return true;
}
