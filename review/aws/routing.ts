import type { Graph, Resource } from "../terraform/resource-graph";
import { AddressOwners } from "./network/address-owners";
import { AlarmZones, metricBehind, type Metric } from "./alarm";
import { checkersReach } from "./network/security-groups";
import { AvailabilityZones } from "./network/availability-zones";
import { healthCheckFrom, type HealthCheck } from "./route53/health-check";
import { Inquiry } from "./simulation";
import { RecordTargets } from "./route53/record-targets";
import { loadBalancersOf, type LoadBalancer } from "./elb/load-balancer";
import { NodeIdentity } from "./network/network-interfaces";
import { type RecordEntry, type RecordSet, RecordSets } from "./route53/records";
import type { TrafficDistribution, FailureScenario } from "./scenario";

export { isPrivate } from "./simulation";

/** Computes where Route 53 and the load balancers lead new clients, in any world. */
export class Routing {
  public readonly recordSets: RecordSets;
  public readonly loadBalancers: readonly LoadBalancer[];
  public readonly addresses: AddressOwners;
  public readonly leads: RecordTargets;
  private readonly byResource: ReadonlyMap<Resource, LoadBalancer>;
  private readonly reached = new Map<string, boolean>();
  private readonly checks = new Map<Resource, HealthCheck>();
  private readonly metrics = new Map<Resource, Metric | undefined>();
  private alarmZones: AlarmZones | undefined;

  public constructor(public readonly graph: Graph) {
    const machines = new NodeIdentity(graph);
    this.recordSets = new RecordSets(graph);
    this.loadBalancers = loadBalancersOf(graph, machines, (intents) => new AvailabilityZones(graph, intents));
    this.byResource = new Map(this.loadBalancers.map((balancer) => [balancer.resource, balancer] as const));
    this.addresses = new AddressOwners(graph, machines, this.loadBalancers);
    this.leads = new RecordTargets(this.recordSets, this.addresses);
  }

  /** Where clients of a record set end up on a port. */
  public way(set: RecordSet, port: number, world: FailureScenario): TrafficDistribution {
    return new Inquiry(this, world).way(set, port);
  }

  /** Whether Route 53's checkers get through to a port of a load balancer. */
  public checkersReach(balancer: LoadBalancer, port: number): boolean {
    const key = `${port} ${balancer.resource.address}`;
    const reached = this.reached.get(key) ?? checkersReach(this.graph, balancer.resource, port);
    this.reached.set(key, reached);
    return reached;
  }

  /** The set that an alias, or a CNAME, of a set leads to; undefined where that is no record of the document. */
  public next(set: RecordSet, entry: RecordEntry): RecordSet | undefined {
    return this.recordSets.next(set, entry);
  }

  /** What a health check asks. */
  public healthCheck(resource: Resource): HealthCheck {
    const check = this.checks.get(resource) ?? healthCheckFrom(resource);
    this.checks.set(resource, check);
    return check;
  }

  /** What an alarm watches; undefined for a metric of something else. */
  public metric(alarm: Resource): Metric | undefined {
    if (!this.metrics.has(alarm)) {
      const zones = (): AlarmZones => (this.alarmZones ??= new AlarmZones(this));
      this.metrics.set(alarm, metricBehind(this.graph, alarm, this.byResource, zones));
    }
    return this.metrics.get(alarm);
  }
}
