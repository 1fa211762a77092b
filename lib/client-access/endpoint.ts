import type { Lb } from "@cdktf/provider-aws/lib/lb";
import type { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import type { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import type { Route53RecordConfig } from "@cdktf/provider-aws/lib/route53-record";
import type { NodeTargetGroup } from "./node-target-group";
import type { StaticAddress } from "./static-address";

/** What a failover record answers with: addresses with a time to live and a health check, or an alias. */
export type RecordAnswer = Pick<Route53RecordConfig, "records" | "ttl" | "healthCheckId" | "alias">;

/** An address that reaches exactly one node, and a way to tell whether it does. */
export interface IEndpoint {
  /** Name of the node that this endpoint reaches. */
  readonly nodeName: string;
  /** What a record that leads to this endpoint answers. */
  readonly answer: RecordAnswer;
}

/** The endpoints of all nodes, and what was made for them: what a topology provides. */
export interface IEndpoints {
  /** One per node, in the order in which they serve. */
  readonly endpoints: readonly IEndpoint[];
  /** The load balancers. */
  readonly loadBalancers: readonly Lb[];
  /** One target group per service and load balancer, in the order of the services. */
  readonly targetGroups: readonly NodeTargetGroup[];
  /** One listener per service and load balancer, in the order of the services. */
  readonly listeners: readonly LbListener[];
  /** The static addresses of the load balancers, in the order of the subnets. */
  readonly staticAddresses: readonly StaticAddress[];
  /** Route 53's checks of the endpoints, in the order in which the nodes serve. */
  readonly healthChecks: readonly Route53HealthCheck[];
}
