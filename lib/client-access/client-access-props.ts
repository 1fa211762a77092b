import type { TerraformProvider } from "cdktf";
import type { HostedZone } from "../hosted-zone";
import type { SemsNode } from "../sems-node";
import type { AccessSubnet } from "./access-subnet";
import type { Topology } from "./placement";
import type { ClientService } from "./client-service";
import type { EndpointHealthProps } from "./endpoint-health";
import type { LoadBalancingMethod } from "./load-balancing-method";
import type { Takeover } from "./takeover";
import type { TargetHealthCheckProps } from "./target-health-check";

/** The name of a client access without one. */
export const DEFAULT_ACCESS_NAME = "clients";

/** How clients reach a cluster. */
export interface ClientAccessOptions {
  /**
   * Short name, unique in the cluster: letters, digits and hyphens. It is part of resource addresses, so that another
   * name means another load balancer.
   * @default "clients"
   */
  readonly name?: string;
  /** The hosted zone that holds the client FQDN: public for internet-facing access, private for internal. */
  readonly hostedZone: HostedZone;
  /** Where clients come from: the internet, or networks that reach the VPC. */
  readonly scheme: "internet-facing" | "internal";
  /**
   * How addresses reach one node each: `zonal`, one load balancer with one node per zone; `per-node`, a load balancer for
   * each node, which may share zones. Another topology means other load balancers.
   * @default "zonal"
   */
  readonly topology?: Topology;
  /**
   * How clients are directed to the nodes.
   * @default - fail-over with two nodes, ordered list with more
   */
  readonly method?: LoadBalancingMethod;
  /**
   * The load balancers' subnets, one per Availability Zone. They may cover more zones than have nodes. Add to the
   * list freely; removing a subnet replaces its load balancer.
   */
  readonly subnets: readonly AccessSubnet[];
  /**
   * What clients may use. One failed service fails the node over, unless `endpointHealth.port` or `healthCheck.port` names
   * one that represents all.
   * @default - HTTPS
   */
  readonly services?: readonly ClientService[];
  /**
   * IPv4 networks that may connect, CIDR. Where Route 53's health checkers probe, a prefix list admits them, too; it
   * counts with its size, for each probed port, against the rules of a security group (60 by default), as each network
   * does for each service.
   * @default - 0.0.0.0/0 when internet-facing; 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16 when internal
   */
  readonly allowedClients?: readonly string[];
  /**
   * The load balancer's health check of the nodes; a service may override it.
   * @default - TCP to each service's port every 10 seconds
   */
  readonly healthCheck?: TargetHealthCheckProps;
  /**
   * How Route 53 determines whether an address reaches its node; zonal only, as per-node aliases evaluate the load
   * balancers' own health checks.
   * @default - internet-facing, probes that ask for what the health checks ask for; internal, alarms on those
   */
  readonly endpointHealth?: EndpointHealthProps;
  /**
   * TTL of the records, 1 to 60 seconds (SEMS-DNS-2); zonal only: the TTL of an alias is 60 seconds.
   * @default 10
   */
  readonly ttlSeconds?: number;
  /**
   * How long a node must be healthy before clients return to it, seconds: healthyThreshold × intervalSeconds of each
   * health check, of which it sets the first. Zonal with `route53-checkers`, the checkers still decide that a node is
   * down, and an alarm per node and service makes the return wait; an outage of less than about three minutes, which
   * the alarm does not see in time, may end earlier. Without effect while the method is manual.
   * @default - 30 seconds with the default health checks; zonal with `route53-checkers`, failureThreshold × intervalSeconds
   * of `endpointHealth`
   */
  readonly failbackDelaySeconds?: number;
  /**
   * How long the load balancers keep an idle connection, seconds, 60 to 6000. With topology per-node, connections to a
   * failed node are not reset, and a lower value ends them earlier.
   * @default 350
   */
  readonly tcpIdleTimeoutSeconds?: number;
  /**
   * How a client FQDN that is in use moves to the cluster without a gap (docs/operations.md).
   * @default - the name is new: its records are made
   */
  readonly takeover?: Takeover;
  /**
   * Whether nodes see client IP addresses. Mail services need it (SEMS-LB-8); nodes must then be in the VPC and
   * answer through Interface 2. Not with the method weighted.
   * @default false
   */
  readonly preserveClientIp?: boolean;
  /**
   * Whether AWS refuses to delete the load balancers.
   * @default true
   */
  readonly deletionProtection?: boolean;
}

/** Props of `ClientAccess`. */
export interface ClientAccessProps extends ClientAccessOptions {
  /** The name that clients are bound to (SEMS-LB-7). */
  readonly clientFqdn: string;
  /** The VPC of the load balancers. */
  readonly vpcId: string;
  /** Two to six nodes, in order of preference. */
  readonly nodes: readonly SemsNode[];
  /**
   * Provider of every resource; may be an alias.
   * @default - the stack's AWS provider
   */
  readonly provider?: TerraformProvider;
}
