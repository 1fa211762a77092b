import { DataAwsEip } from "@cdktf/provider-aws/lib/data-aws-eip";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { Construct } from "constructs";
import { constructId } from "../construct-id";
import type { SemsNode } from "../sems-node";
import type { ClientService } from "./client-service";
import type { IEndpoint } from "./endpoint";
import { addEndpointHealthCheck, type EndpointHealth } from "./endpoint-health";
import { NodeTargetGroup } from "./node-target-group";
import type { NodeTarget, Zone } from "./placement";
import type { TargetHealthCheck } from "./target-health-check";

/** Props of `ZonalEndpoints`. */
export interface ZonalEndpointsProps {
  readonly clientFqdn: string;
  readonly vpcId: string;
  readonly zones: readonly Zone[];
  /** One node per zone at most (AWS-NLB-4), in the order in which they serve. */
  readonly targets: readonly NodeTarget[];
  readonly services: readonly ClientService[];
  readonly healthCheck: TargetHealthCheck;
  readonly endpointHealth: EndpointHealth;
  readonly ttlSeconds: number;
  readonly preserveClientIp: boolean;
  readonly deletionProtection: boolean;
  readonly securityGroupId: string;
  /** Tags that say what is meant. */
  readonly intent: Readonly<Record<string, string>>;
}

/** A static address of the load balancer. */
export interface StaticAddress {
  /** The Availability Zone that the address belongs to. */
  readonly availabilityZone: string;
  /** The address. */
  readonly address: string;
}

/**
 * One load balancer whose static address in each zone reaches the node of that zone and no other: cross-zone load
 * balancing is off (AWS-NLB-4), and each node is the only target in its zone.
 */
export class ZonalEndpoints extends Construct {
  /** The load balancer. */
  public readonly loadBalancer: Lb;
  /** One target group per service, in the order of the services. */
  public readonly targetGroups: readonly NodeTargetGroup[];
  /** One listener per service, in the order of the services. */
  public readonly listeners: readonly LbListener[];
  /** One static address per subnet, in the order of the subnets. */
  public readonly staticAddresses: readonly StaticAddress[];
  /** One endpoint per node, in the order in which they serve. */
  public readonly endpoints: readonly IEndpoint[];

  public constructor(scope: Construct, id: string, props: ZonalEndpointsProps) {
    super(scope, id);
    const zones = new Construct(this, "Zones");
    const addresses = props.zones.map((zone) => {
      const zoneScope = new Construct(zones, zone.id);
      return { ...zone, zoneScope, ...addStaticAddress(zoneScope, zone, props.clientFqdn) };
    });
    this.staticAddresses = addresses.map(({ subnet, publicIp }) => ({
      availabilityZone: subnet.availabilityZone,
      address: publicIp,
    }));
    this.loadBalancer = new Lb(this, "LoadBalancer", {
      namePrefix: "sems-",
      loadBalancerType: "network",
      internal: false,
      ipAddressType: "ipv4",
      enableCrossZoneLoadBalancing: false,
      enableDeletionProtection: props.deletionProtection,
      securityGroups: [props.securityGroupId],
      subnetMapping: addresses.map(({ subnet, allocationId }) => ({ subnetId: subnet.id, allocationId })),
      tags: { Name: props.clientFqdn, ...props.intent },
    });
    const serviceScope = new Construct(this, "Services");
    const services = props.services.map((service, i) =>
      this.addService(new Construct(serviceScope, constructId(service.name, "Service", i)), service, props),
    );
    this.targetGroups = services.map(({ targetGroup }) => targetGroup);
    this.listeners = services.map(({ listener }) => listener);
    this.endpoints = props.targets.map((target) => {
      const address = addresses.find((candidate) => candidate.id === target.id);
      if (address === undefined) throw new Error(`No zone ${target.id} for ${target.node.name}`);
      return addEndpoint(address.zoneScope, target.node, address.publicIp, props);
    });
  }

  private addService(scope: Construct, service: ClientService, props: ZonalEndpointsProps) {
    const targetGroup = new NodeTargetGroup(scope, "TargetGroup", {
      ...props,
      service,
      name: `${props.clientFqdn} ${service.name}`,
    });
    const listener = new LbListener(scope, "Listener", {
      loadBalancerArn: this.loadBalancer.arn,
      // SEMS-CERT-3: pass-through.
      protocol: "TCP",
      port: service.port,
      defaultAction: [{ type: "forward", targetGroupArn: targetGroup.resource.arn }],
      tags: { Name: `${props.clientFqdn} ${service.name}` },
    });
    return { targetGroup, listener };
  }
}

/** The Elastic IP of a zone: brought along, or made. */
function addStaticAddress(
  scope: Construct,
  { subnet }: Zone,
  clientFqdn: string,
): { readonly allocationId: string; readonly publicIp: string } {
  if (subnet.allocationId !== undefined) {
    const existing = new DataAwsEip(scope, "Address", { id: subnet.allocationId });
    return { allocationId: subnet.allocationId, publicIp: existing.publicIp };
  }
  const made = new Eip(scope, "Address", {
    domain: "vpc",
    tags: { Name: `${clientFqdn} ${subnet.availabilityZone}` },
  });
  return { allocationId: made.allocationId, publicIp: made.publicIp };
}

/** The address of a node's zone, with its health check. */
function addEndpoint(
  scope: Construct,
  node: SemsNode,
  address: string,
  props: ZonalEndpointsProps,
): IEndpoint {
  const healthCheck = addEndpointHealthCheck(scope, "HealthCheck", props.endpointHealth, {
    address,
    hostName: props.clientFqdn,
    name: `${props.clientFqdn} ${node.interface2.availabilityZone}`,
  });
  return {
    nodeName: node.name,
    answer: { records: [address], ttl: props.ttlSeconds, healthCheckId: healthCheck.id },
  };
}
