import type { Resource } from "../terraform/resource-graph";
import type { HealthCheck } from "./route53/health-check";
import type { Leads } from "./route53/record-targets";
import type { LoadBalancer, LoadBalancerZone } from "./elb/load-balancer";
import type { RecordSets } from "./route53/record-sets";

/** What tells which record follows which alarm. */
export interface AlarmSurroundings {
  readonly recordSets: RecordSets;
  readonly leads: Leads;
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
