import type { HostedZone } from "../hosted-zone";
import type { ClientService } from "./client-service";
import type { LoadBalancingMethod } from "./load-balancing-method";
import type { LoadBalancerOptions } from "./network-load-balancer";
import type { NodeTarget, Zone } from "./placement";
import type { TargetHealthCheck } from "./target-health-check";

/** A service, and how the load balancers probe it. */
export interface ProbedService {
  readonly service: ClientService;
  readonly healthCheck: TargetHealthCheck;
}

/** What every way of leading clients to nodes is made of. */
export interface ServedNodes extends LoadBalancerOptions {
  /** The hosted zone of the name that clients use, for tags. */
  readonly hostedZone: HostedZone;
  /** The VPC of the target groups. */
  readonly vpcId: string;
  /** The subnets that load balancers stand in, each in a zone of its own. */
  readonly zones: readonly Zone[];
  /** The nodes, in the order in which they serve. */
  readonly targets: readonly NodeTarget[];
  /** What clients may use: a listener and target groups each. */
  readonly services: readonly ProbedService[];
  /** How clients are directed to the nodes, for tags. */
  readonly method: LoadBalancingMethod;
  /** Whether nodes see the clients' addresses. */
  readonly preserveClientIp: boolean;
}
