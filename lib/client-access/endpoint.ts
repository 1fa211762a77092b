import type { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Lb } from "@cdktf/provider-aws/lib/lb";
import type { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import type { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import type { Route53RecordConfig } from "@cdktf/provider-aws/lib/route53-record";
import type { ITerraformDependable } from "cdktf";
import type { NodeTargetGroup } from "./node-target-group";
import type { StaticAddress } from "./network-load-balancer";
import type { ServiceAlarm } from "./zone-alarm";

/** What a record answers with: addresses with a TTL and a health check, or an alias. */
export type RecordAnswer = Pick<Route53RecordConfig, "records" | "ttl" | "healthCheckId" | "alias">;

/** A target of a record. */
export interface Destination {
  /** What a record with this target answers. */
  readonly answer: RecordAnswer;
  /**
   * What must exist before a record refers to this target.
   * @default - nothing but what the answer refers to
   */
  readonly dependsOn?: readonly ITerraformDependable[];
  /**
   * Whether this target, or what its health follows, is a load balancer with fixed addresses, of which there cannot be two
   * at a time. Nothing that refers to it may be created before its predecessor is destroyed, because Terraform applies
   * `create_before_destroy` also to everything that such a resource refers to.
   * @default false
   */
  readonly hasFixedAddress?: boolean;
}

/** An address that reaches exactly one node, and the health of that path. */
export interface IEndpoint extends Destination {
  /** Name of the node that this endpoint reaches. */
  readonly nodeName: string;
  /** Reaches only this node: an address, or a load balancer's name. */
  readonly address: string;
  /** Construct id of what is made for it: the zone's with topology zonal, the node's with per-node. */
  readonly id: string;
  /** The Availability Zone of the node. */
  readonly availabilityZone: string;
  /** What its metrics have in common: the load balancer, and with topology zonal its zone. */
  readonly metricDimensions: Readonly<Record<string, string>>;
  /** One per service. */
  readonly targetGroups: readonly NodeTargetGroup[];
  /** The check that its record follows; undefined with topology per-node. */
  readonly healthCheck?: Route53HealthCheck;
  /** The alarms that its checks follow, if any. */
  readonly alarms: readonly ServiceAlarm[];
}

/** The endpoints of all nodes, and what was made for them: what a topology provides. */
export interface IEndpoints {
  /** One per node, in the order in which they serve. */
  readonly endpoints: readonly IEndpoint[];
  /** The load balancers. */
  readonly loadBalancers: readonly Lb[];
  /** One target group per service, for each load balancer in turn. */
  readonly targetGroups: readonly NodeTargetGroup[];
  /** One listener per service, for each load balancer in turn. */
  readonly listeners: readonly LbListener[];
  /** The load balancers' fixed addresses, in the order of the subnets. */
  readonly staticAddresses: readonly StaticAddress[];
  /** Route 53's checks of the endpoints, in the order in which the nodes serve. */
  readonly healthChecks: readonly Route53HealthCheck[];
  /** The alarms that those follow; none where Route 53's checkers probe, or an alias evaluates the load balancer. */
  readonly alarms: readonly CloudwatchMetricAlarm[];
}
