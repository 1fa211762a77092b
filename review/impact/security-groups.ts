import type { Resource } from "../terraform/resource-graph";
import { keyOf, shown, Unknown } from "../terraform/value";
import type { SecurityGroupRoles } from "../facts/security-group-roles";
import { holdsFor, type Direction, type Peer, type SecurityRule } from "../aws/network/security-groups";
import { holdsNetwork } from "../aws/network/cidr";
import { listed } from "../wording";
import { MANAGEMENT_PORTS } from "../ports";
import { cause, type Impact, type PlanDiff } from "./plan-diff";

/** Security groups of the load balancers and the nodes: what they let through now and will not any more. */
export function securityGroups(diff: PlanDiff): Impact[] {
  const { before, after } = diff;
  if (before.services.length === 0) return [];
  const [now, then] = [before.securityGroupRoles, after.securityGroupRoles];
  const attached = new Set([...diff.balancers()].map(([{ resource }]) => resource));
  return now.groups.all.flatMap((group): Impact[] => {
    const place = now.roleOf(group);
    const isOfService = now.groups.attachedTo(group).some((resource) => attached.has(resource));
    if (place !== "interface" && !isOfService) return [];
    const where = place === "interface" ? "the nodes" : "the load balancer";
    const removal = diff.removalOf(group);
    if (removal !== undefined) return [groupRemoval(removal, where)];
    const next = diff.next(group);
    if (next === undefined) return [];
    return (["ingress", "egress"] as const).flatMap((direction) =>
      lost(diff, now, then, group, next, direction, where),
    );
  });
}

function groupRemoval(removal: NonNullable<ReturnType<PlanDiff["removalOf"]>>, where: string): Impact {
  const { address, action, createsFirst } = removal;
  const why =
    action === "delete"
      ? `A security group of ${where} is deleted: AWS refuses that while anything carries it.`
      : `A security group of ${where} is replaced${cause(removal)}: ` +
        (createsFirst
          ? `until all that carries the old one carries the new one, connections between the two are refused; what is ` +
            `attached by hand must be attached again.`
          : `AWS refuses to delete the old one while anything carries it, and the apply stops there.`);
  return {
    address,
    action,
    why,
    kind: "reach",
    effect: action === "replace" && createsFirst ? "outage" : "none",
  };
}

/** What a group lets through now on a port that somebody uses, and will not any more. */
function lost(
  diff: PlanDiff,
  now: SecurityGroupRoles,
  then: SecurityGroupRoles,
  group: Resource,
  next: Resource,
  direction: Direction,
  where: string,
): Impact[] {
  const rulesThen = then.groups.of(next, direction);
  const clientPorts = new Set(diff.before.services.map(({ port }) => port));
  const ports = [...new Set([...diff.before.services.map(({ port }) => port), ...MANAGEMENT_PORTS.keys()])];
  const losses = new Map<
    string,
    { readonly rule: SecurityRule; readonly ports: Set<number>; readonly peers: Set<string> }
  >();
  for (const rule of now.groups.of(group, direction)) {
    for (const port of ports) {
      if (!holdsFor(rule.block, port)) continue;
      const peersThen = rulesThen
        .filter(({ block }) => holdsFor(block, port))
        .flatMap((other) => then.groups.peersOf(other));
      for (const peer of now.groups.peersOf(rule)) {
        if (isLetThrough(diff, peer, peersThen)) continue;
        const loss = losses.get(rule.address) ?? { rule, ports: new Set(), peers: new Set() };
        loss.ports.add(port);
        loss.peers.add(shownPeer(peer));
        losses.set(rule.address, loss);
      }
    }
  }
  return [...losses.values()].map(({ rule, ports: lostPorts, peers }): Impact => {
    const resource = diff.before.graph.at(rule.address);
    const change = resource === undefined ? undefined : diff.changeOf(resource);
    const action = change?.action === "delete" || change?.action === "replace" ? change.action : "update";
    const numbers = listed([...lostPorts].sort((a, b) => a - b).map(String));
    const why =
      direction === "ingress"
        ? `${listed([...peers])} is no longer let in to ${where} on ${numbers}: new connections are refused.`
        : `${where.replace("the", "The")} can no longer connect to ${listed([...peers])} on ${numbers}.`;
    const effect =
      lostPorts.size > 0 && [...lostPorts].every((port) => !clientPorts.has(port)) ? "none" : "outage";
    return { address: change?.address ?? rule.address, action, why, kind: "reach", effect };
  });
}

/** Whether somebody is still let through; what is not known yet may be anybody. */
function isLetThrough(diff: PlanDiff, peer: Peer, then: readonly Peer[]): boolean {
  return then.some((other) => {
    if (peer.kind === "network" && other.kind === "network")
      return other.network instanceof Unknown || holdsNetwork(other.network, peer.network);
    if (peer.kind === "group" && other.kind === "group") {
      const known = peer.group === undefined ? undefined : diff.next(peer.group)?.address;
      return keyOf(peer.id) === keyOf(other.id) || (known !== undefined && known === other.group?.address);
    }
    if (peer.kind === "list" && other.kind === "list")
      return other.id instanceof Unknown || keyOf(peer.id) === keyOf(other.id);
    return peer.kind === "self" && other.kind === "self";
  });
}

function shownPeer(peer: Peer): string {
  switch (peer.kind) {
    case "network":
      return shown(peer.network);
    case "group":
      return peer.group?.address ?? shown(peer.id);
    case "list":
      return shown(peer.id);
    case "self":
      return "the group itself";
  }
}
