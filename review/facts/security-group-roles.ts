import type { Resource } from "../terraform/resource-graph";
import { REPLICATION_PORT } from "../ports";
import type { Interface1 } from "./interface1";
import { isFor, onlyAddressOf, type Peer, type SecurityGroups } from "../aws/network/security-groups";

/** What a security group protects. */
export type SecurityGroupRole = "interface" | "load-balancer" | "elsewhere" | "unknown";

/** Finds the security groups of the nodes' interfaces: by what they are attached to, by their rules, by their names. */
export class SecurityGroupRoles {
  public constructor(
    public readonly groups: SecurityGroups,
    private readonly interface1: Interface1,
  ) {}

  /** Whether replication is what a group is for: it has a rule for just that, to or from itself, a group or an address. */
  public isForReplication(group: Resource): boolean {
    if (this.isLoadBalancers(group)) return false;
    const rules = [...this.groups.of(group, "ingress"), ...this.groups.of(group, "egress")];
    return (
      nameOf(group).endsWith("Interface 1") ||
      rules.some((rule) => isFor(rule.block, REPLICATION_PORT) && this.groups.peersOf(rule).some(isMember))
    );
  }

  /** Whether a group protects a load balancer. */
  public isLoadBalancers(group: Resource): boolean {
    return this.groups.attachedTo(group).some(({ type }) => type === "aws_lb");
  }

  /** What a group protects, as far as the document specifies. */
  public roleOf(group: Resource): SecurityGroupRole {
    if (this.isLoadBalancers(group)) return "load-balancer";
    if (this.isNodes(group) || this.isForReplication(group) || this.isForClients(group)) return "interface";
    return this.groups.attachedTo(group).length > 0 ? "elsewhere" : "unknown";
  }

  /** Whether the document attaches a group to a node. */
  private isNodes(group: Resource): boolean {
    return this.groups.attachedTo(group).some((resource) => this.interface1.machines.has(resource));
  }

  /** Whether a group lets a load balancer in, as Interface 2 does. */
  private isForClients(group: Resource): boolean {
    return (
      nameOf(group).endsWith("Interface 2") ||
      this.groups
        .of(group, "ingress")
        .some((rule) =>
          this.groups
            .peersOf(rule)
            .some(
              (peer) => peer.kind === "group" && peer.group !== undefined && this.isLoadBalancers(peer.group),
            ),
        )
    );
  }
}

const isMember = (peer: Peer): boolean =>
  peer.kind === "self" ||
  peer.kind === "group" ||
  (peer.kind === "network" && onlyAddressOf(peer.network) !== undefined);

/** The Name tag that our own groups bear: `keys.example.com Interface 1`. */
function nameOf(group: Resource): string {
  const name = group.entries("tags").get("Name");
  return typeof name === "string" ? name : "";
}
