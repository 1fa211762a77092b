import type { Graph, Resource } from "../terraform/resource-graph";
import { keyOf, Unknown } from "../terraform/value";
import { alarmFault, NAMESPACE, TARGET_METRICS } from "./alarm-faults";
import type { LoadBalancer } from "./elb/load-balancer";
import type { LoadBalancerZone } from "./elb/load-balancer-zone";
import type { TargetGroup } from "./elb/target-group";
import { eligible, isTargetHealthy } from "./elb/traffic";
import type { FailureScenario } from "./scenario";
import type { HealthChecks } from "./route53/health-check";
import type { RecordTargets } from "./route53/record-targets";
import type { RecordSets } from "./route53/records";

/** What an alarm watches, where that is the targets of a load balancer. */
export interface Metric {
  readonly alarm: Resource;
  readonly countsHealthy: boolean;
  readonly group: TargetGroup;
  /** The zones that report it. */
  readonly zones: readonly LoadBalancerZone[];
  /** Whether the zone is a guess, for the document does not specify it. */
  readonly isZoneAssumed?: true;
}

/** What the alarms of a document watch. */
export class Alarms {
  private readonly balancers: ReadonlyMap<Resource, LoadBalancer>;
  private readonly metrics = new Map<Resource, Metric | undefined>();
  private readonly faults = new Map<Resource, string | undefined>();
  private zones: AlarmZones | undefined;

  public constructor(
    private readonly graph: Graph,
    loadBalancers: readonly LoadBalancer[],
    private readonly context: AlarmContext,
  ) {
    this.balancers = new Map(loadBalancers.map((balancer) => [balancer.resource, balancer] as const));
  }

  /** What an alarm watches; undefined for a metric of something else. */
  public metricOf(alarm: Resource): Metric | undefined {
    if (!this.metrics.has(alarm)) this.metrics.set(alarm, this.read(alarm));
    return this.metrics.get(alarm);
  }

  /** Why an alarm never has data, or Route 53 cannot follow it, to follow "an alarm that"; undefined where it can. */
  public faultOf(alarm: Resource): string | undefined {
    if (!this.faults.has(alarm)) this.faults.set(alarm, alarmFault(this.graph, this.balancers, alarm));
    return this.faults.get(alarm);
  }

  private read(alarm: Resource): Metric | undefined {
    const name = alarm.known("metric_name") ?? "";
    if (alarm.known("namespace") !== NAMESPACE || !TARGET_METRICS.includes(name)) return undefined;
    const dimensions = alarm.entries("dimensions");
    const [ofBalancer, ofGroup] = [dimensions.get("LoadBalancer"), dimensions.get("TargetGroup")];
    if (ofBalancer === undefined || ofGroup === undefined) return undefined;
    const balancerResource = this.graph.named(ofBalancer, "aws_lb");
    const balancer = balancerResource === undefined ? undefined : this.balancers.get(balancerResource);
    const groupResource = this.graph.named(ofGroup, "aws_lb_target_group");
    const group = balancer?.groups.find((candidate) => candidate.resource === groupResource);
    if (balancer === undefined || group === undefined) return undefined;
    const metric = { alarm, countsHealthy: name === "HealthyHostCount", group };
    const inZone = dimensions.get(ZONE);
    if (inZone === undefined) return { ...metric, zones: balancer.zones };
    const zones = zonesNamed(balancer, group, keyOf(inZone));
    if (zones.length > 0) return { ...metric, zones };
    const isSpecified = !isZoneUnresolved(alarm);
    const alarmZones = (this.zones ??= new AlarmZones(this.context));
    const assumed = isSpecified
      ? alarmZones.called(keyOf(inZone), alarm, balancer)
      : alarmZones.of(alarm, balancer);
    if (assumed !== undefined) return { ...metric, zones: [assumed], isZoneAssumed: true };
    // Where nothing says that there is a zone, the alarm may count in all of them.
    return isSpecified ? undefined : { ...metric, zones: balancer.zones };
  }
}

const ZONE = "AvailabilityZone";

/** Whether an alarm may count in one zone without the document telling which. */
function isZoneUnresolved(alarm: Resource): boolean {
  const zone = alarm.entries("dimensions").get(ZONE);
  return zone instanceof Unknown && zone.address === undefined;
}

/** The load balancer's zone of a name, or the one that targets of that zone are assumed to be in. */
function zonesNamed({ zones }: LoadBalancer, { targets }: TargetGroup, name: string): LoadBalancerZone[] {
  const specified = zones.filter((zone) => zone.name === name);
  if (specified.length > 0) return specified;
  const assumed = new Set(
    targets.filter(({ specifiedZone }) => specifiedZone === name).map(({ zone }) => zone),
  );
  return zones.filter((zone) => assumed.has(zone.name));
}

/** What a metric comes to by the alarm's statistic; `missing` where nothing reports. */
export function valueOf(
  { alarm, countsHealthy, group, zones }: Metric,
  scenario: FailureScenario,
): number | "missing" {
  const counts = zones
    .filter((zone) => !scenario.zones.has(zone.name))
    .map((zone) => {
      // The metric of a zone counts the targets that are in it.
      const targets = eligible({ ...group, crossZone: false }, zone);
      return targets.filter((target) => isTargetHealthy(group, target, scenario) === countsHealthy).length;
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

/** What shows which record follows which alarm. */
export interface AlarmContext {
  readonly recordSets: RecordSets;
  readonly targets: RecordTargets;
  readonly checks: HealthChecks;
}

/**
 * Tells in which zone of a load balancer an alarm counts, where the document does not: a plan leaves out the dimensions
 * of an alarm that is to be made, and subnets may be known by their ids alone. It is the zone that the records point to
 * whose health follows the alarm.
 */
export class AlarmZones {
  private readonly zonesByAlarm = new Map<Resource, Set<LoadBalancerZone>>();
  /** By load balancer: what is taken for the zone of a name. */
  private readonly named = new Map<LoadBalancer, Map<string, LoadBalancerZone>>();

  public constructor({ recordSets, targets, checks }: AlarmContext) {
    const alarms = new Map<Resource, readonly Resource[]>();
    for (const record of recordSets.all.flatMap((set) => targets.of(set))) {
      const { check } = record.entry;
      const zones = record.targets.flatMap((target) =>
        target.kind === "balancer" ? target.balancer.zones.filter(({ name }) => name === target.zone) : [],
      );
      if (check === undefined) continue;
      const followed = alarms.get(check) ?? checks.alarmsBehind(check);
      alarms.set(check, followed);
      for (const alarm of followed) {
        const known = this.zonesByAlarm.get(alarm) ?? new Set();
        this.zonesByAlarm.set(alarm, known);
        for (const zone of zones) known.add(zone);
      }
    }
  }

  /** The zone of an alarm whose zone nothing names; undefined where its records point to several, or to none. */
  public of(alarm: Resource, balancer: LoadBalancer): LoadBalancerZone | undefined {
    const [zone, another] = balancer.zones.filter((own) => this.zonesByAlarm.get(alarm)?.has(own));
    return another === undefined ? zone : undefined;
  }

  /** The zone of a name that the document gives no zone of the load balancer; two names are two zones. */
  public called(name: string, alarm: Resource, balancer: LoadBalancer): LoadBalancerZone | undefined {
    const names = this.named.get(balancer) ?? new Map<string, LoadBalancerZone>();
    this.named.set(balancer, names);
    const known = names.get(name);
    if (known !== undefined) return known;
    const zone = this.of(alarm, balancer);
    if (zone === undefined || zone.isSpecified || [...names.values()].includes(zone)) return undefined;
    names.set(name, zone);
    return zone;
  }
}
