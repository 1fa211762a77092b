import type { Forward, LoadBalancer, LoadBalancerZone, Target, TargetGroup } from "./load-balancer";
import { Way, type World } from "./world";

/** Zone of targets that every zone of the load balancer may use. */
const EVERY_ZONE = "all";

/** Where an address of one zone leads on a port. */
export function throughZone(
  { listeners }: LoadBalancer,
  zone: LoadBalancerZone,
  port: number,
  world: World,
): Way {
  const listener = listeners.find((candidate) => candidate.port === port);
  if (listener === undefined || world.zones.has(zone.name)) return Way.nowhere();
  const ways = listener.forwards.map((forward) => ({
    part: forward.weight,
    way: throughGroup(forward, zone, world, listener.forwards.length > 1),
  }));
  return Way.split(ways);
}

/** Where the load balancer's own name leads: to the addresses of its healthy zones, or of all where none is healthy. */
export function throughName(balancer: LoadBalancer, port: number, world: World): Way {
  const healthy = balancer.zones.filter((zone) => isZoneHealthy(balancer, zone, world));
  const answered = healthy.length > 0 ? healthy : balancer.zones;
  return Way.split(answered.map((zone) => ({ part: 1, way: throughZone(balancer, zone, port, world) })));
}

/**
 * Route 53's view of a load balancer: healthy where each target group has a healthy target. A group without any target
 * makes it unhealthy (AWS-NLB-6).
 */
export function isHealthy(balancer: LoadBalancer, world: World): boolean {
  const zones = balancer.zones.filter(({ name }) => !world.zones.has(name));
  return (
    zones.length > 0 &&
    balancer.groups.length > 0 &&
    balancer.groups.every((group) => aliveOf(reachable(group, zones), world).length > 0)
  );
}

/** Whether Route 53's word on a load balancer rests on how it weighs one dead group against living ones. */
export function isMixed({ groups }: LoadBalancer, world: World): boolean {
  const alive = groups.filter(({ targets }) => aliveOf(targets, world).length > 0);
  return alive.length > 0 && alive.length < groups.length;
}

/** NLB guide: a zone is in DNS while each target group has a healthy target for it. */
function isZoneHealthy({ groups }: LoadBalancer, zone: LoadBalancerZone, world: World): boolean {
  return (
    !world.zones.has(zone.name) && groups.every((group) => aliveOf(eligible(group, zone), world).length > 0)
  );
}

function throughGroup({ group }: Forward, zone: LoadBalancerZone, world: World, isWeighted: boolean): Way {
  if (group === undefined) return Way.nowhere();
  const targets = eligible(group, zone);
  const alive = aliveOf(targets, world);
  // With none alive the load balancer fails open: it leads to all, and reaches none.
  const chosen = alive.length > 0 ? alive : targets;
  const way = Way.split(chosen.map(({ node }) => ({ part: 1, way: Way.to(node) })));
  return way.assuming(
    ...(isWeighted && alive.length === 0 ? (["dead-group"] as const) : []),
    ...(!group.crossZone && chosen.some((target) => target.isZoneAssumed)
      ? (["zones-in-order"] as const)
      : []),
  );
}

/** The targets that connections to a zone's address may be sent to; one whose zone nothing tells may be anywhere. */
export function eligible(group: TargetGroup, zone: LoadBalancerZone): readonly Target[] {
  if (group.crossZone) return group.targets;
  return group.targets.filter(
    (target) => target.zone === undefined || target.zone === zone.name || target.zone === EVERY_ZONE,
  );
}

/** The targets that connections to any of these zones may be sent to. */
const reachable = (group: TargetGroup, zones: readonly LoadBalancerZone[]): readonly Target[] =>
  group.crossZone ? group.targets : zones.flatMap((zone) => eligible(group, zone));

const aliveOf = (targets: readonly Target[], world: World): readonly Target[] =>
  targets.filter(({ node }) => !world.nodes.has(node));
