import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener, type LbListenerDefaultAction } from "@cdktf/provider-aws/lib/lb-listener";
import { Construct } from "constructs";
import type { ClientService } from "./client-service";
import type { AccessSubnet } from "./access-subnet";
import type { NodeTarget, Zone } from "./placement";
import { referenceTo } from "../reference";
import { Trigger } from "../replacement";
import type { HostedZone } from "../hosted-zone";
import type { LoadBalancingMethod } from "./load-balancing-method";
import type { TargetHealthCheck } from "./target-health-check";
import { DataAwsEip } from "@cdktf/provider-aws/lib/data-aws-eip";
import { Eip } from "@cdktf/provider-aws/lib/eip";

/** What all load balancers of a client access have in common. */
export interface LoadBalancerOptions {
  /** The name that clients use, for tags. */
  readonly clientFqdn: string;
  /** True for clients inside, false for those from the internet. */
  readonly internal: boolean;
  /** Whether AWS refuses to delete the load balancer. */
  readonly deletionProtection: boolean;
  /** The load balancer's security group (AWS-NLB-1). */
  readonly securityGroupId: string;
}

/** What is one load balancer's own. */
export interface LoadBalancerProps extends LoadBalancerOptions {
  /** Its subnets; AWS chooses the addresses unless the subnets have one each. */
  readonly subnets: readonly {
    /** Construct id: another subnet or address under the same id replaces the load balancer. */
    readonly id: string;
    readonly subnetId: string;
    readonly address?: StaticAddress | undefined;
  }[];
  /** Whether an address routes to targets in other zones, too. */
  readonly crossZone: boolean;
  /** Tags that declare the intent. */
  readonly intent: Readonly<Record<string, string>>;
}

/** Makes a Network Load Balancer. */
export function addLoadBalancer(scope: Construct, id: string, props: LoadBalancerProps): Lb {
  const fixed = props.subnets.some(({ address }) => address !== undefined);
  const subnets = new Construct(scope, "Subnets");
  const mappings = props.subnets.map((subnet) => ({ id: subnet.id, mapping: mappingOf(subnet) }));
  return new Lb(scope, id, {
    namePrefix: "sems-",
    loadBalancerType: "network",
    internal: props.internal,
    ipAddressType: "ipv4",
    enableCrossZoneLoadBalancing: props.crossZone,
    enableDeletionProtection: props.deletionProtection,
    securityGroups: [props.securityGroupId],
    // Mappings without addresses, too: the provider cannot turn plain subnets into mappings.
    subnetMapping: mappings.map(({ mapping }) => mapping),
    lifecycle: {
      // Records stop referring to a removed load balancer before it is deleted. Two cannot have one fixed address, though.
      ...(fixed ? {} : { createBeforeDestroy: true }),
      // The provider changes a mapping in place, by a call without any mapping. Further zones it can add in place.
      replaceTriggeredBy: mappings.map((one) => referenceTo(new Trigger(subnets, one.id, one.mapping))),
    },
    tags: { Name: props.clientFqdn, ...props.intent },
  });
}

const mappingOf = ({ subnetId, address }: LoadBalancerProps["subnets"][number]) => ({
  subnetId,
  ...(address === undefined
    ? {}
    : address.allocationId === undefined
      ? { privateIpv4Address: address.address }
      : { allocationId: address.allocationId }),
});

/** Lets a load balancer listen on a service's port. */
export function addListener(
  scope: Construct,
  loadBalancer: Lb,
  { name, port }: ClientService,
  { clientFqdn, tcpIdleTimeoutSeconds }: Pick<EndpointContext, "clientFqdn" | "tcpIdleTimeoutSeconds">,
  action: Omit<LbListenerDefaultAction, "type">,
): LbListener {
  return new LbListener(scope, "Listener", {
    loadBalancerArn: loadBalancer.arn,
    // SEMS-CERT-3: pass-through.
    protocol: "TCP",
    port,
    defaultAction: [{ type: "forward", ...action }],
    ...(tcpIdleTimeoutSeconds === undefined ? {} : { tcpIdleTimeoutSeconds }),
    tags: { Name: `${clientFqdn} ${name}` },
  });
}

/**
 * Tags of a load balancer that declare the intent, so that plan, state and console show it: its nodes and its zones.
 */
export function intentTags(
  { clientFqdn, hostedZone, method }: Pick<EndpointContext, "clientFqdn" | "hostedZone" | "method">,
  targets: readonly NodeTarget[],
  zones: readonly Zone[],
): Record<string, string> {
  // By name, not in order: another order must change only the records, which are the order.
  const ofNodes = targets.flatMap(({ label, node: { interface2 } }) => [
    [`sems:interface2:${label}`, interface2.address] as const,
    [`sems:zone:${label}`, interface2.availabilityZone] as const,
  ]);
  const ofZones = zones.map(({ id, subnet }) => [`sems:subnet:${id}`, subnet.id] as const);
  return {
    "sems:client-fqdn": clientFqdn,
    "sems:hosted-zone": hostedZone.name,
    "sems:method": method.type,
    ...Object.fromEntries([...ofNodes, ...ofZones]),
  };
}

/** A service, and how the load balancers probe it. */
export interface ProbedService {
  /** The service, with its port. */
  readonly service: ClientService;
  /** The health check of the service's target groups. */
  readonly healthCheck: TargetHealthCheck;
}

/** What the endpoints of every topology and method are made of. */
export interface EndpointContext extends LoadBalancerOptions {
  /** The hosted zone of the name that clients use, for tags. */
  readonly hostedZone: HostedZone;
  /** The VPC of the target groups. */
  readonly vpcId: string;
  /** The subnets of the load balancers, one per zone. */
  readonly zones: readonly Zone[];
  /** The nodes, in the order in which they serve. */
  readonly targets: readonly NodeTarget[];
  /** What clients may use: a listener and target groups each. */
  readonly services: readonly ProbedService[];
  /** How clients are directed to the nodes, for tags. */
  readonly method: LoadBalancingMethod;
  /** Whether nodes see client IP addresses. */
  readonly preserveClientIp: boolean;
  /** How long an idle connection stays open; undefined: AWS's default. */
  readonly tcpIdleTimeoutSeconds: number | undefined;
}

/** A load balancer's fixed address in one Availability Zone. */
export interface StaticAddress {
  /** The Availability Zone that the address belongs to. */
  readonly availabilityZone: string;
  /** The IPv4 address. */
  readonly address: string;
  /** Allocation id of the Elastic IP; undefined where the address is a private one. */
  readonly allocationId: string | undefined;
  /** The Elastic IP; undefined where it existed, or where the address is private. */
  readonly elasticIp: Eip | undefined;
}

/** The fixed address given for a subnet, private or an existing Elastic IP; undefined without one. */
export function findStaticAddress(scope: Construct, subnet: AccessSubnet): StaticAddress | undefined {
  const { availabilityZone, allocationId, privateAddress } = subnet;
  if (privateAddress !== undefined) {
    return { availabilityZone, address: privateAddress, allocationId: undefined, elasticIp: undefined };
  }
  if (allocationId === undefined) return undefined;
  const { publicIp } = new DataAwsEip(scope, "Address", { id: allocationId });
  return { availabilityZone, address: publicIp, allocationId, elasticIp: undefined };
}

/** Makes an Elastic IP for a subnet. */
export function makeStaticAddress(
  scope: Construct,
  { availabilityZone }: AccessSubnet,
  clientFqdn: string,
): StaticAddress {
  const elasticIp = new Eip(scope, "Address", {
    domain: "vpc",
    tags: { Name: `${clientFqdn} ${availabilityZone}` },
  });
  return { availabilityZone, address: elasticIp.publicIp, allocationId: elasticIp.allocationId, elasticIp };
}
