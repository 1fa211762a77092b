import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener, type LbListenerDefaultAction } from "@cdktf/provider-aws/lib/lb-listener";
import type { Construct } from "constructs";
import type { ClientService } from "./client-service";
import type { StaticAddress } from "./static-address";

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
    readonly subnetId: string;
    readonly address?: StaticAddress | undefined;
  }[];
  /** Whether an address leads to targets in other zones, too. */
  readonly crossZone: boolean;
  /** Tags that say what is meant. */
  readonly intent: Readonly<Record<string, string>>;
}

/** Makes a Network Load Balancer. */
export function addLoadBalancer(scope: Construct, id: string, props: LoadBalancerProps): Lb {
  const fixed = props.subnets.some(({ address }) => address !== undefined);
  return new Lb(scope, id, {
    namePrefix: "sems-",
    loadBalancerType: "network",
    internal: props.internal,
    ipAddressType: "ipv4",
    enableCrossZoneLoadBalancing: props.crossZone,
    enableDeletionProtection: props.deletionProtection,
    securityGroups: [props.securityGroupId],
    ...(fixed
      ? { subnetMapping: props.subnets.map(mapping) }
      : {
          subnets: props.subnets.map(({ subnetId }) => subnetId),
          // Records leave a load balancer that goes before it is deleted. Two cannot have one fixed address, though.
          lifecycle: { createBeforeDestroy: true },
        }),
    tags: { Name: props.clientFqdn, ...props.intent },
  });
}

const mapping = ({ subnetId, address }: LoadBalancerProps["subnets"][number]) => ({
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
  clientFqdn: string,
  action: Omit<LbListenerDefaultAction, "type">,
): LbListener {
  return new LbListener(scope, "Listener", {
    loadBalancerArn: loadBalancer.arn,
    // SEMS-CERT-3: pass-through.
    protocol: "TCP",
    port,
    defaultAction: [{ type: "forward", ...action }],
    tags: { Name: `${clientFqdn} ${name}` },
  });
}
