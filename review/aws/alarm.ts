import type { Graph, Resource } from "../terraform/resource-graph";
import { keyOf, Unknown } from "../terraform/value";
import type { AlarmZones } from "./alarm-zones";
import type { LoadBalancer, LoadBalancerZone } from "./elb/load-balancer";
import type { TargetGroup } from "./elb/target-group";
import { eligible } from "./elb/traffic";
import type { World } from "./scenario";

const METRICS: readonly string[] = ["HealthyHostCount", "UnHealthyHostCount"];

/** What an alarm watches, where that is the targets of a load balancer. */
export interface Metric {
  readonly alarm: Resource;
  readonly countsHealthy: boolean;
  readonly group: TargetGroup;
  /** The zones that report it. */
  readonly zones: readonly LoadBalancerZone[];
  /** Whether the zone is a guess, for the document does not tell it. */
  readonly isZoneAssumed?: true;
}

/** What an alarm watches; undefined for a metric of something else. */
export function metricBehind(
  graph: Graph,
  alarm: Resource,
  loadBalancers: ReadonlyMap<Resource, LoadBalancer>,
  alarmZones: () => AlarmZones,
): Metric | undefined {
  const name = alarm.known("metric_name") ?? "";
  if (alarm.known("namespace") !== "AWS/NetworkELB" || !METRICS.includes(name)) return undefined;
  const dimensions = alarm.entries("dimensions");
  const [ofBalancer, ofGroup] = [dimensions.get("LoadBalancer"), dimensions.get("TargetGroup")];
  if (ofBalancer === undefined || ofGroup === undefined) return undefined;
  const balancerResource = graph.named(ofBalancer, "aws_lb");
  const balancer = balancerResource === undefined ? undefined : loadBalancers.get(balancerResource);
  const groupResource = graph.named(ofGroup, "aws_lb_target_group");
  const group = balancer?.groups.find((candidate) => candidate.resource === groupResource);
  if (balancer === undefined || group === undefined) return undefined;
  const metric = { alarm, countsHealthy: name === "HealthyHostCount", group };
  const inZone = dimensions.get(ZONE);
  if (inZone === undefined) return { ...metric, zones: balancer.zones };
  const zones = zonesNamed(balancer, group, keyOf(inZone));
  if (zones.length > 0) return { ...metric, zones };
  const isTold = !isUntoldZone(alarm);
  const assumed = isTold
    ? alarmZones().called(keyOf(inZone), alarm, balancer)
    : alarmZones().of(alarm, balancer);
  if (assumed !== undefined) return { ...metric, zones: [assumed], isZoneAssumed: true };
  // Where nothing says that there is a zone, the alarm may count in all of them.
  return isTold ? undefined : { ...metric, zones: balancer.zones };
}

const ZONE = "AvailabilityZone";

/** Whether an alarm may count in one zone without the document telling which. */
function isUntoldZone(alarm: Resource): boolean {
  const zone = alarm.entries("dimensions").get(ZONE);
  return zone instanceof Unknown && zone.address === undefined;
}

/** The load balancer's zone of a name, or the one in which targets that are told to stand there are assumed to. */
function zonesNamed({ zones }: LoadBalancer, { targets }: TargetGroup, name: string): LoadBalancerZone[] {
  const told = zones.filter((zone) => zone.name === name);
  if (told.length > 0) return told;
  const assumed = new Set(targets.filter(({ toldZone }) => toldZone === name).map(({ zone }) => zone));
  return zones.filter((zone) => assumed.has(zone.name));
}

/** What a metric comes to by the alarm's statistic; `missing` where nobody reports. */
export function valueOf({ alarm, countsHealthy, group, zones }: Metric, world: World): number | "missing" {
  const counts = zones
    .filter((zone) => !world.zones.has(zone.name))
    .map((zone) => {
      // The metric of a zone counts the targets that stand in it.
      const targets = eligible({ ...group, crossZone: false }, zone);
      return targets.filter(({ node }) => world.nodes.has(node) !== countsHealthy).length;
    });
  if (counts.length === 0) return "missing";
  const sum = counts.reduce((total, count) => total + count, 0);
  switch (alarm.known("statistic")) {
    case "Minimum":
      return counts.reduce((least, count) => Math.min(least, count));
    case "Average":
      return sum / counts.length;
    case "Sum":
      return sum;
    case "SampleCount":
      return counts.length;
    default:
      return counts.reduce((most, count) => Math.max(most, count));
  }
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
