import type { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Lb } from "@cdktf/provider-aws/lib/lb";
import type { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import type { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import { Construct } from "constructs";
import type { IEndpoint, IEndpoints } from "./endpoint";
import type { EndpointHealth } from "./endpoint-health";
import { addEndpointHealthChecks } from "./endpoint-health-checks";
import {
  intentTags,
  addListener,
  addLoadBalancer,
  type ProbedService,
  type EndpointContext,
  findStaticAddress,
  makeStaticAddress,
  type StaticAddress,
} from "./network-load-balancer";
import { NodeTargetGroup } from "./node-target-group";
import type { Zone } from "./placement";

/** Props of `ZonalEndpoints`: one node per zone at most (AWS-NLB-4). */
export interface ZonalEndpointsProps extends EndpointContext {
  /** How Route 53 finds out whether an address reaches its node. */
  readonly endpointHealth: EndpointHealth;
  /** TTL of the records, seconds. */
  readonly ttlSeconds: number;
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
  public readonly alarms: readonly CloudwatchMetricAlarm[];

  public constructor(scope: Construct, id: string, props: ZonalEndpointsProps) {
    super(scope, id);
    const scopes = new Construct(this, "Zones");
    const zones = props.zones.map((zone) => {
      const zoneScope = new Construct(scopes, zone.id);
      return { zone, scope: zoneScope, address: addAddress(zoneScope, zone, props) };
    });
    this.staticAddresses = zones.map(({ address }) => address);

    const loadBalancer = addLoadBalancer(this, "LoadBalancer", {
      ...props,
      subnets: zones.map(({ zone, address }) => ({ id: zone.id, subnetId: zone.subnet.id, address })),
      crossZone: false,
      intent: intentTags(props, props.targets, props.zones),
    });
    this.loadBalancers = [loadBalancer];

    // By port, which identifies a listener on a load balancer: renaming a service moves nothing.
    const ports = new Construct(this, "Services");
    const services = props.services.map((probed) =>
      addService(new Construct(ports, String(probed.service.port)), probed, loadBalancer, props),
    );
    this.targetGroups = services.map(({ targetGroup }) => targetGroup);
    this.listeners = services.map(({ listener }) => listener);

    const { targetGroups } = this;
    const endpoints = props.targets.flatMap(({ node, zone: ofNode }) =>
      zones
        .filter(({ zone }) => zone === ofNode)
        .map(({ scope: zoneScope, address: { address, availabilityZone } }) => {
          const { clientFqdn } = props;
          const checked = { address, availabilityZone, clientFqdn, loadBalancer, targetGroups };
          const checks = addEndpointHealthChecks(zoneScope, props.endpointHealth, checked);
          const answer = { records: [address], ttl: props.ttlSeconds, healthCheckId: checks.decisive.id };
          const endpoint: IEndpoint = {
            id: ofNode.id,
            nodeName: node.name,
            address,
            answer,
            availabilityZone,
            metricDimensions: { AvailabilityZone: availabilityZone, LoadBalancer: loadBalancer.arnSuffix },
            targetGroups,
            healthCheck: checks.decisive,
            alarms: checks.alarms,
            // The record has the address itself; an alarm has the load balancer's name.
            hasFixedAddress: checks.alarms.length > 0,
          };
          return { endpoint, checks };
        }),
    );
    this.endpoints = endpoints.map(({ endpoint }) => endpoint);
    this.healthChecks = endpoints.flatMap(({ checks }) => checks.healthChecks);
    this.alarms = endpoints.flatMap(({ checks }) => checks.alarms.map(({ alarm }) => alarm));
  }
}

/** The address given for the subnet, or a new Elastic IP. */
const addAddress = (scope: Construct, { subnet }: Zone, { clientFqdn }: ZonalEndpointsProps): StaticAddress =>
  findStaticAddress(scope, subnet) ?? makeStaticAddress(scope, subnet, clientFqdn);

function addService(
  scope: Construct,
  { service, healthCheck }: ProbedService,
  loadBalancer: Lb,
  props: ZonalEndpointsProps,
) {
  const targetGroup = new NodeTargetGroup(scope, "TargetGroup", {
    ...props,
    service,
    healthCheck,
    crossZone: false,
    name: `${props.clientFqdn} ${service.name}`,
  });
  const action = { targetGroupArn: targetGroup.resource.arn };
  return { targetGroup, listener: addListener(scope, loadBalancer, service, props, action) };
}
