import type { Lb } from "@cdktf/provider-aws/lib/lb";
import type { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { Construct } from "constructs";
import type { IEndpoint, IEndpoints } from "./endpoint";
import {
  intentTags,
  addListener,
  addLoadBalancer,
  type EndpointContext,
  findStaticAddress,
  type StaticAddress,
} from "./network-load-balancer";
import { NodeTargetGroup } from "./node-target-group";
import type { NodeTarget } from "./placement";

/**
 * A load balancer for each node, only in the subnet of the node's zone: a fault of one affects one node, nodes may share
 * a zone, and an alias record evaluates the health of the node's target groups.
 */
export class PerNodeEndpoints extends Construct implements IEndpoints {
  public readonly endpoints: readonly IEndpoint[];
  public readonly loadBalancers: readonly Lb[];
  public readonly targetGroups: readonly NodeTargetGroup[];
  public readonly listeners: readonly LbListener[];
  public readonly staticAddresses: readonly StaticAddress[];
  /** None: AWS advises against health checks of targets behind a load balancer. */
  public readonly healthChecks = [];
  /** None. */
  public readonly alarms = [];

  public constructor(scope: Construct, id: string, props: EndpointContext) {
    super(scope, id);
    const nodes = new Construct(this, "Nodes");
    const made = props.targets.map((target) => addEndpoint(new Construct(nodes, target.id), target, props));
    this.endpoints = made.map(({ endpoint }) => endpoint);
    this.loadBalancers = made.map(({ loadBalancer }) => loadBalancer);
    this.targetGroups = made.flatMap(({ services }) => services.map(({ targetGroup }) => targetGroup));
    this.listeners = made.flatMap(({ services }) => services.map(({ listener }) => listener));
    this.staticAddresses = made.flatMap(({ address }) => (address === undefined ? [] : [address]));
  }
}

function addEndpoint(scope: Construct, target: NodeTarget, props: EndpointContext) {
  const { node, zone } = target;
  const address = findStaticAddress(scope, zone.subnet);
  const loadBalancer = addLoadBalancer(scope, "LoadBalancer", {
    ...props,
    subnets: [{ id: "Subnet", subnetId: zone.subnet.id, address }],
    crossZone: false,
    intent: intentTags(props, [target], [zone]),
  });
  const services = props.services.map(({ service, healthCheck }) => {
    const serviceScope = new Construct(scope, String(service.port));
    const targetGroup = new NodeTargetGroup(serviceScope, "TargetGroup", {
      ...props,
      service,
      healthCheck,
      targets: [target],
      crossZone: false,
      replacedWith: address === undefined ? loadBalancer : undefined,
      name: `${props.clientFqdn} ${service.name} ${node.name}`,
    });
    const action = { targetGroupArn: targetGroup.resource.arn };
    return {
      targetGroup,
      listener: addListener(serviceScope, loadBalancer, service, props, action),
    };
  });
  const endpoint: IEndpoint = {
    id: target.id,
    nodeName: node.name,
    address: loadBalancer.dnsName,
    availabilityZone: node.interface2.availabilityZone,
    metricDimensions: { LoadBalancer: loadBalancer.arnSuffix },
    targetGroups: services.map(({ targetGroup }) => targetGroup),
    alarms: [],
    answer: {
      alias: { name: loadBalancer.dnsName, zoneId: loadBalancer.zoneId, evaluateTargetHealth: true },
    },
    dependsOn: services.map(({ listener }) => listener),
    hasFixedAddress: address !== undefined,
  };
  return { address, loadBalancer, services, endpoint };
}
