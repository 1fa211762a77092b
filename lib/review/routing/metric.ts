import type { Graph, Resource } from "../graph/graph";
import { keyOf } from "../graph/value";
import { eligible } from "./through-load-balancer";
import type { LoadBalancer } from "./load-balancer";
import type { World } from "./world";

/** What an alarm's metric comes to: a number, `missing` where nobody reports, or undefined for a metric of something else. */
export function metricOf(
  graph: Graph,
  alarm: Resource,
  loadBalancers: readonly LoadBalancer[],
  world: World,
): number | "missing" | undefined {
  if (alarm.known("namespace") !== "AWS/NetworkELB") return undefined;
  const name = alarm.known("metric_name");
  if (name !== "HealthyHostCount" && name !== "UnHealthyHostCount") return undefined;
  const dimensions = alarm.entries("dimensions");
  const [ofBalancer, ofGroup] = [dimensions.get("LoadBalancer"), dimensions.get("TargetGroup")];
  if (ofBalancer === undefined || ofGroup === undefined) return undefined;
  const resource = graph.named(ofBalancer, "aws_lb");
  const balancer = loadBalancers.find((candidate) => candidate.resource === resource);
  const groupResource = graph.named(ofGroup, "aws_lb_target_group");
  const group = balancer?.groups.find((candidate) => candidate.resource === groupResource);
  if (balancer === undefined || group === undefined) return undefined;
  const inZone = dimensions.get("AvailabilityZone");
  const zones = balancer.zones.filter(({ name }) => inZone === undefined || name === keyOf(inZone));
  if (zones.length === 0) return undefined;
  const reporting = zones.filter((zone) => !world.zones.has(zone.name));
  if (reporting.length === 0) return "missing";
  const targets = new Set(
    // The metric of a zone counts the targets that stand in it.
    inZone === undefined
      ? group.targets
      : reporting.flatMap((zone) => eligible({ ...group, crossZone: false }, zone)),
  );
  const healthy = [...targets].filter(({ node }) => !world.nodes.has(node)).length;
  return name === "HealthyHostCount" ? healthy : targets.size - healthy;
}

/** Whether an alarm's comparison holds for a value. */
export function breaches(alarm: Resource, value: number): boolean {
  const threshold = alarm.number("threshold") ?? 0;
  switch (alarm.known("comparison_operator")) {
    case "LessThanThreshold":
      return value < threshold;
    case "LessThanOrEqualToThreshold":
      return value <= threshold;
    case "GreaterThanThreshold":
      return value > threshold;
    case "GreaterThanOrEqualToThreshold":
      return value >= threshold;
    default:
      return false;
  }
}
