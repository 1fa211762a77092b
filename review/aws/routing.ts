import type { Graph } from "../terraform/resource-graph";
import { Alarms } from "./alarm";
import { loadBalancersOf, type LoadBalancer } from "./elb/load-balancer";
import { AddressOwners } from "./network/address-owners";
import { AvailabilityZones } from "./network/availability-zones";
import { NodeIdentity, type NetworkInterfaces } from "./network/network-interfaces";
import { NetworkAcls } from "./network/network-acls";
import { checkersReach, SecurityGroups } from "./network/security-groups";
import { Vpcs } from "./network/vpcs";
import { HealthChecks } from "./route53/health-check";
import { RecordTargets } from "./route53/record-targets";
import { RecordSets } from "./route53/records";

/** The resources of a document that route clients: records, health checks, alarms, addresses and load balancers. */
export class Routing {
  public readonly recordSets: RecordSets;
  public readonly loadBalancers: readonly LoadBalancer[];
  public readonly addresses: AddressOwners;
  public readonly recordTargets: RecordTargets;
  public readonly checks = new HealthChecks();
  public readonly alarms: Alarms;
  public readonly interfaces: NetworkInterfaces;
  public readonly vpcs: Vpcs;
  private groups: SecurityGroups | undefined;
  private acls: NetworkAcls | undefined;
  private readonly reached = new Map<string, boolean>();

  public constructor(public readonly graph: Graph) {
    const vpcs = new Vpcs(graph);
    this.vpcs = vpcs;
    const identity = new NodeIdentity(graph, vpcs);
    this.interfaces = identity.interfaces;
    this.recordSets = new RecordSets(graph);
    this.loadBalancers = loadBalancersOf(
      graph,
      identity,
      (intents) => new AvailabilityZones(graph, intents, vpcs),
    );
    this.addresses = new AddressOwners(graph, identity, this.loadBalancers);
    this.recordTargets = new RecordTargets(this.recordSets, this.addresses);
    const { recordSets, recordTargets: targets, checks } = this;
    this.alarms = new Alarms(graph, this.loadBalancers, { recordSets, targets, checks });
  }

  /** The document's security groups. */
  public get securityGroups(): SecurityGroups {
    return (this.groups ??= new SecurityGroups(this.graph));
  }

  /** The document's network ACLs. */
  public get networkAcls(): NetworkAcls {
    return (this.acls ??= new NetworkAcls(this.graph));
  }

  /** Whether Route 53's checkers get through to a port of a load balancer. */
  public checkersReach({ resource }: LoadBalancer, port: number): boolean {
    const key = `${port} ${resource.address}`;
    const reached = this.reached.get(key) ?? checkersReach(this.graph, this.securityGroups, resource, port);
    this.reached.set(key, reached);
    return reached;
  }
}
