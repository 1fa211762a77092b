import type { Graph, Resource } from "../terraform/resource-graph";
import { keyOf, Unknown } from "../terraform/value";
import type { LoadBalancer, LoadBalancerZone } from "./elb/load-balancer";
import type { TargetGroup } from "./elb/target-group";
import { eligible } from "./elb/traffic";
import type { FailureScenario } from "./scenario";
import type { HealthCheck } from "./route53/health-check";
import type { RecordTargets } from "./route53/record-targets";
import type { RecordSets } from "./route53/records";

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
export function valueOf(
  { alarm, countsHealthy, group, zones }: Metric,
  world: FailureScenario,
): number | "missing" {
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

/** What tells which record follows which alarm. */
export interface AlarmSurroundings {
  readonly recordSets: RecordSets;
  readonly leads: RecordTargets;
  healthCheck(resource: Resource): HealthCheck;
}

/**
 * Tells in which zone of a load balancer an alarm counts, where the document does not: a plan leaves out the dimensions
 * of an alarm that is to be made, and subnets may be known by their ids alone. It is the zone that the records lead to
 * whose health follows the alarm.
 */
export class AlarmZones {
  private readonly ledTo = new Map<Resource, Set<LoadBalancerZone>>();
  /** By load balancer: what is taken for the zone of a name. */
  private readonly named = new Map<LoadBalancer, Map<string, LoadBalancerZone>>();

  public constructor(around: AlarmSurroundings) {
    const alarms = new Map<Resource, readonly Resource[]>();
    for (const branch of around.recordSets.all.flatMap((set) => around.leads.of(set))) {
      const { check } = branch.entry;
      const zones = branch.leads.flatMap((lead) =>
        lead.kind === "balancer" ? lead.balancer.zones.filter(({ name }) => name === lead.zone) : [],
      );
      if (check === undefined || zones.length === 0) continue;
      const followed = alarms.get(check) ?? alarmsBehind(check, around);
      alarms.set(check, followed);
      for (const alarm of followed) {
        const known = this.ledTo.get(alarm) ?? new Set();
        this.ledTo.set(alarm, known);
        for (const zone of zones) known.add(zone);
      }
    }
  }

  /** The zone of an alarm whose zone nothing names; undefined where its records lead to several, or to none. */
  public of(alarm: Resource, balancer: LoadBalancer): LoadBalancerZone | undefined {
    const [zone, another] = balancer.zones.filter((own) => this.ledTo.get(alarm)?.has(own));
    return another === undefined ? zone : undefined;
  }

  /** The zone of a name that no zone of the load balancer is told to have; two names are two zones. */
  public called(name: string, alarm: Resource, balancer: LoadBalancer): LoadBalancerZone | undefined {
    const names = this.named.get(balancer) ?? new Map<string, LoadBalancerZone>();
    this.named.set(balancer, names);
    const known = names.get(name);
    if (known !== undefined) return known;
    const zone = this.of(alarm, balancer);
    if (zone === undefined || zone.isTold || [...names.values()].includes(zone)) return undefined;
    names.set(name, zone);
    return zone;
  }
}

/** The alarms that a health check follows, by itself or through others. */
function alarmsBehind(check: Resource, around: AlarmSurroundings): Resource[] {
  const alarms: Resource[] = [];
  const checks = new Set([check]);
  for (const resource of checks) {
    const found = around.healthCheck(resource);
    if (found.kind === "metric" && found.alarm !== undefined) alarms.push(found.alarm);
    if (found.kind === "calculated") for (const child of found.children) checks.add(child);
  }
  return alarms;
}
