import type { Graph, Resource } from "../terraform/resource-graph";
import { AddressBook } from "./network/address-owners";
import { AlarmZones } from "./alarm-zones";
import { checkersReach } from "./network/checkers-reach";
import { Geography } from "./network/availability-zones";
import { healthCheckFrom, type HealthCheck } from "./route53/health-check";
import { Inquiry } from "./inquiry";
import { Leads } from "./route53/record-targets";
import { loadBalancersOf, type LoadBalancer } from "./elb/load-balancer";
import { Machines } from "./network/machines";
import { metricBehind, type Metric } from "./alarm";
import type { RecordEntry, RecordSet } from "./route53/records";
import { RecordSets } from "./route53/record-sets";
import type { Way, World } from "./scenario";

export { isPrivate } from "./simulation";

/** Computes where Route 53 and the load balancers lead new clients, in any world. */
export class Routing {
  public readonly recordSets: RecordSets;
  public readonly loadBalancers: readonly LoadBalancer[];
  public readonly addresses: AddressBook;
  public readonly leads: Leads;
  private readonly byResource: ReadonlyMap<Resource, LoadBalancer>;
  private readonly reached = new Map<string, boolean>();
  private readonly checks = new Map<Resource, HealthCheck>();
  private readonly metrics = new Map<Resource, Metric | undefined>();
  private alarmZones: AlarmZones | undefined;

  public constructor(public readonly graph: Graph) {
    const machines = new Machines(graph);
    this.recordSets = new RecordSets(graph);
    this.loadBalancers = loadBalancersOf(graph, machines, (intents) => new Geography(graph, intents));
    this.byResource = new Map(this.loadBalancers.map((balancer) => [balancer.resource, balancer] as const));
    this.addresses = new AddressBook(graph, machines, this.loadBalancers);
    this.leads = new Leads(this.recordSets, this.addresses);
  }

  /** Where clients of a record set end up on a port. */
  public way(set: RecordSet, port: number, world: World): Way {
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
