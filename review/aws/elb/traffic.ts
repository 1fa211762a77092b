import type { Forward, LoadBalancer } from "./load-balancer";
import { type LoadBalancerZone, EVERY_ZONE } from "./load-balancer-zone";
import type { Target } from "./target";
import { meets, type TargetGroup } from "./target-group";
import { isUp, TrafficDistribution, type FailureScenario } from "../scenario";

/** Where an address of one zone routes clients on a port. */
export function routeByZone(
  balancer: LoadBalancer,
  zone: LoadBalancerZone,
  port: number,
  scenario: FailureScenario,
): TrafficDistribution {
  const listener = balancer.listeners.find((candidate) => candidate.port === port);
  if (listener === undefined || scenario.zones.has(zone.name)) return TrafficDistribution.nowhere();
  const parts = listener.forwards.map((forward) => ({
    part: forward.weight,
    traffic: throughGroup(forward, balancer, zone, scenario, listener.forwards.length > 1),
  }));
  return TrafficDistribution.split(parts);
}

/** Where the load balancer's own name routes clients: to the addresses of its healthy zones, or of all where none is healthy. */
export function routeByName(
  balancer: LoadBalancer,
  port: number,
  scenario: FailureScenario,
): TrafficDistribution {
  const healthy = balancer.zones.filter((zone) => isZoneHealthy(balancer, zone, scenario));
  const answered = healthy.length > 0 ? healthy : balancer.zones;
  return TrafficDistribution.split(
    answered.map((zone) => ({ part: 1, traffic: routeByZone(balancer, zone, port, scenario) })),
  );
}

/**
 * Route 53's view of a load balancer: healthy where each target group has a healthy target. A group without any target
 * makes it unhealthy (AWS-NLB-6).
 */
export function isHealthy(balancer: LoadBalancer, scenario: FailureScenario): boolean {
  const zones = balancer.zones.filter(({ name }) => !scenario.zones.has(name));
  return (
    balancer.groups.length > 0 &&
    balancer.groups.every((group) => zones.some((zone) => isGroupHealthy(balancer, group, zone, scenario)))
  );
}

/**
 * Whether AWS's pages say different things of a load balancer: where only some groups have healthy targets, and where
 * each group has some in a zone but no zone has some of all.
 */
export function isMixed(balancer: LoadBalancer, scenario: FailureScenario): boolean {
  const healthy = balancer.groups.filter((group) =>
    group.targets.some((target) => isTargetHealthy(group, target, scenario)),
  );
  if (healthy.length > 0 && healthy.length < balancer.groups.length) return true;
  return (
    isHealthy(balancer, scenario) && !balancer.zones.some((zone) => isZoneHealthy(balancer, zone, scenario))
  );
}

/** NLB guide: a zone is in DNS while each target group has enough healthy targets for it. */
const isZoneHealthy = (balancer: LoadBalancer, zone: LoadBalancerZone, scenario: FailureScenario): boolean =>
  !scenario.zones.has(zone.name) &&
  balancer.groups.every((group) => isGroupHealthy(balancer, group, zone, scenario));

/** Whether a group has enough healthy targets for a zone; thresholds hold for each zone, or for all with cross-zone on. */
function isGroupHealthy(
  balancer: LoadBalancer,
  group: TargetGroup,
  zone: LoadBalancerZone,
  scenario: FailureScenario,
): boolean {
  const targets = inUse(balancer, group, zone);
  return meets(group.dnsThreshold, healthyTargets(group, targets, scenario).length, targets.length);
}

function throughGroup(
  { group }: Forward,
  balancer: LoadBalancer,
  zone: LoadBalancerZone,
  scenario: FailureScenario,
  isWeighted: boolean,
): TrafficDistribution {
  if (group === undefined) return TrafficDistribution.nowhere();
  const targets = inUse(balancer, group, zone);
  const healthy = healthyTargets(group, targets, scenario);
  // With too few healthy targets the load balancer fails open: it routes to all, unhealthy ones too.
  const chosen = meets(group.routingThreshold, healthy.length, targets.length) ? healthy : targets;
  const traffic = TrafficDistribution.evenly(
    chosen.map(({ node, port }) => TrafficDistribution.toPort(node, port, scenario)),
  );
  return traffic.assuming(
    ...(isWeighted && healthy.length === 0 ? (["dead-group"] as const) : []),
    ...(!group.crossZone && chosen.some((target) => target.isZoneAssumed)
      ? (["zones-in-order"] as const)
      : []),
  );
}

/** The targets that connections to a zone's address may be sent to; one whose zone the document does not specify may be anywhere. */
export function eligible(group: TargetGroup, zone: LoadBalancerZone): readonly Target[] {
  if (group.crossZone) return group.targets;
  return group.targets.filter(
    (target) => target.zone === undefined || target.zone === zone.name || target.zone === EVERY_ZONE,
  );
}

/** Targets in a zone that is none of the load balancer's get no connections and no health checks. */
function inUse(balancer: LoadBalancer, group: TargetGroup, zone: LoadBalancerZone): readonly Target[] {
  const zones = new Set(balancer.zones.map(({ name }) => name));
  return eligible(group, zone).filter(
    ({ zone: own }) => own === undefined || own === EVERY_ZONE || zones.has(own),
  );
}

const healthyTargets = (
  group: TargetGroup,
  targets: readonly Target[],
  scenario: FailureScenario,
): readonly Target[] => targets.filter((target) => isTargetHealthy(group, target, scenario));

/** Whether the load balancer's probe of a target succeeds. */
export const isTargetHealthy = (
  { probePort }: TargetGroup,
  { node, port }: Target,
  scenario: FailureScenario,
): boolean => isUp(scenario, node, probePort ?? port);
