import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import type { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import { Construct } from "constructs";
import { nodeWithoutZone } from "../errors";
import { refuse } from "../problem";
import type { ClientService } from "./client-service";
import type { IEndpoint, IEndpoints } from "./endpoint";
import { addEndpointHealthCheck, type EndpointHealth } from "./endpoint-health";
import { NodeTargetGroup } from "./node-target-group";
import type { NodeTarget, Zone } from "./placement";
import { addStaticAddress, type StaticAddress } from "./static-address";
import type { TargetHealthCheck } from "./target-health-check";

/** Props of `ZonalEndpoints`. */
export interface ZonalEndpointsProps {
  /** The name that clients use, for tags and for what HTTP probes ask for. */
  readonly clientFqdn: string;
  /** The VPC of the target groups. */
  readonly vpcId: string;
  /** The load balancer's subnets, each in a zone of its own. */
  readonly zones: readonly Zone[];
  /** One node per zone at most (AWS-NLB-4), in the order in which they serve. */
  readonly targets: readonly NodeTarget[];
  /** What clients may use: a listener and a target group each. */
  readonly services: readonly ClientService[];
  /** The load balancer's probe of the nodes. */
  readonly healthCheck: TargetHealthCheck;
  /** Route 53's probe of the static addresses. */
  readonly endpointHealth: EndpointHealth;
  /** Time to live of the records, seconds. */
  readonly ttlSeconds: number;
  /** Whether nodes see the clients' addresses. */
  readonly preserveClientIp: boolean;
  /** Whether AWS refuses to delete the load balancer. */
  readonly deletionProtection: boolean;
  /** The load balancer's security group (AWS-NLB-1). */
  readonly securityGroupId: string;
  /** Tags of the load balancer that say what is meant. */
  readonly intent: Readonly<Record<string, string>>;
}

/**
 * One load balancer whose static address in each zone reaches the node of that zone and no other: cross-zone load
 * balancing is off (AWS-NLB-4), and each node is the only target in its zone.
 */
export class ZonalEndpoints extends Construct implements IEndpoints {
  public readonly endpoints: readonly IEndpoint[];
  public readonly loadBalancers: readonly Lb[];
  public readonly targetGroups: readonly NodeTargetGroup[];
  public readonly listeners: readonly LbListener[];
  public readonly staticAddresses: readonly StaticAddress[];
  public readonly healthChecks: readonly Route53HealthCheck[];

  public constructor(scope: Construct, id: string, props: ZonalEndpointsProps) {
    super(scope, id);
    const scopes = new Construct(this, "Zones");
    const zones = props.zones.map(({ id: zone, subnet }) => {
      const zoneScope = new Construct(scopes, zone);
      const address = addStaticAddress(zoneScope, subnet, props.clientFqdn);
      return { id: zone, scope: zoneScope, subnetId: subnet.id, address };
    });
    this.staticAddresses = zones.map(({ address }) => address);

    const loadBalancer = new Lb(this, "LoadBalancer", {
      namePrefix: "sems-",
      loadBalancerType: "network",
      internal: false,
      ipAddressType: "ipv4",
      enableCrossZoneLoadBalancing: false,
      enableDeletionProtection: props.deletionProtection,
      securityGroups: [props.securityGroupId],
      subnetMapping: zones.map(({ subnetId, address: { allocationId } }) => ({ subnetId, allocationId })),
      tags: { Name: props.clientFqdn, ...props.intent },
    });
    this.loadBalancers = [loadBalancer];

    // By port, which is what the load balancer tells listeners apart by: another name moves nothing.
    const ports = new Construct(this, "Services");
    const services = props.services.map((service) =>
      addService(new Construct(ports, String(service.port)), service, loadBalancer, props),
    );
    this.targetGroups = services.map(({ targetGroup }) => targetGroup);
    this.listeners = services.map(({ listener }) => listener);

    const endpoints = props.targets.flatMap(({ id: zoneId, node }) => {
      const zone = zones.find((candidate) => candidate.id === zoneId);
      refuse(this.node.path, zone === undefined ? [nodeWithoutZone("targets", node.name, zoneId)] : []);
      return zone === undefined ? [] : [addEndpoint(zone.scope, node.name, zone.address, props)];
    });
    this.endpoints = endpoints;
    this.healthChecks = endpoints.map(({ healthCheck }) => healthCheck);
  }
}

function addService(scope: Construct, service: ClientService, loadBalancer: Lb, props: ZonalEndpointsProps) {
  const name = `${props.clientFqdn} ${service.name}`;
  const targetGroup = new NodeTargetGroup(scope, "TargetGroup", { ...props, service, name });
  const listener = new LbListener(scope, "Listener", {
    loadBalancerArn: loadBalancer.arn,
    // SEMS-CERT-3: pass-through.
    protocol: "TCP",
    port: service.port,
    defaultAction: [{ type: "forward", targetGroupArn: targetGroup.resource.arn }],
    tags: { Name: name },
  });
  return { targetGroup, listener };
}

/** The address of a node's zone, with its health check. */
function addEndpoint(
  scope: Construct,
  nodeName: string,
  { address, availabilityZone }: StaticAddress,
  props: ZonalEndpointsProps,
): IEndpoint & { readonly healthCheck: Route53HealthCheck } {
  const healthCheck = addEndpointHealthCheck(scope, "HealthCheck", props.endpointHealth, {
    address,
    hostName: props.clientFqdn,
    name: `${props.clientFqdn} ${availabilityZone}`,
  });
  return {
    nodeName,
    answer: { records: [address], ttl: props.ttlSeconds, healthCheckId: healthCheck.id },
    healthCheck,
  };
}
