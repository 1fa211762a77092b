import type { Lb } from "@cdktf/provider-aws/lib/lb";
import type { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { inText } from "../tokens";
import { isInMaintenance } from "../sems-node";
import type { Destination, RecordAnswer } from "./endpoint";
import {
  intentTags,
  addListener,
  addLoadBalancer,
  type ProbedService,
  type EndpointContext,
} from "./network-load-balancer";
import { NodeTargetGroup } from "./node-target-group";
import type { NodeTarget } from "./placement";

/** Props of `WeightedEntry`. */
export interface WeightedLoadBalancerProps extends EndpointContext {
  /** Weight of the first node. */
  readonly primary: number;
  /** Weight of every other node; those in maintenance have 0. */
  readonly backup: number;
}

/** A node, and its share of new clients. */
interface WeightedTarget {
  readonly target: NodeTarget;
  readonly weight: number;
}

/**
 * One load balancer that routes to all nodes at once, most clients to the first (SEMS-LB-3): a target group for each node
 * and service, weights between them, and stickiness by source IP (SEMS-LB-4).
 *
 * A failed node's share would be lost, since weights are static. But a load balancer with a group without healthy targets is
 * unhealthy to Route 53: records that have it as their first choice fall to their second.
 */
export class WeightedLoadBalancer extends Construct implements Destination {
  public readonly answer: RecordAnswer;
  public readonly dependsOn: readonly ITerraformDependable[];
  public readonly hasFixedAddress = false;
  /** The load balancer. */
  public readonly loadBalancer: Lb;
  /** For each service in turn, one per node. */
  public readonly targetGroups: readonly NodeTargetGroup[];
  /** One listener per service. */
  public readonly listeners: readonly LbListener[];

  public constructor(scope: Construct, id: string, props: WeightedLoadBalancerProps) {
    super(scope, id);
    const weighted = props.targets.map((target, i) => ({ target, weight: weightOf(target, i, props) }));
    const weights = weighted.map(
      ({ target: { label }, weight }) => [`sems:weight:${label}`, inText(weight)] as const,
    );
    this.loadBalancer = addLoadBalancer(this, "LoadBalancer", {
      ...props,
      subnets: props.zones.map(({ id: zoneId, subnet }) => ({ id: zoneId, subnetId: subnet.id })),
      // Otherwise each zone's address would reach only the node of its own zone.
      crossZone: true,
      intent: { ...intentTags(props, props.targets, props.zones), ...Object.fromEntries(weights) },
    });
    const services = props.services.map((probed) => this.addService(probed, weighted, props));
    this.targetGroups = services.flatMap(({ targetGroups }) => targetGroups);
    this.listeners = services.map(({ listener }) => listener);
    this.dependsOn = this.listeners;
    const { dnsName, zoneId } = this.loadBalancer;
    this.answer = { alias: { name: dnsName, zoneId, evaluateTargetHealth: true } };
  }

  private addService(
    { service, healthCheck }: ProbedService,
    weighted: readonly WeightedTarget[],
    props: WeightedLoadBalancerProps,
  ) {
    const scope = new Construct(this, String(service.port));
    const groups = weighted.map(({ target, weight }) => {
      const targetGroup = new NodeTargetGroup(new Construct(scope, target.id), "TargetGroup", {
        ...props,
        service,
        healthCheck,
        targets: [target],
        crossZone: true,
        replacedWith: this.loadBalancer,
        name: `${props.clientFqdn} ${service.name} ${target.label} weighted`,
      });
      return { targetGroup, weight };
    });
    const listener = addListener(scope, this.loadBalancer, service, props, {
      forward: {
        targetGroup: groups.map(({ targetGroup, weight }) => ({ arn: targetGroup.resource.arn, weight })),
        // SEMS-LB-4. A Network Load Balancer has no use for the duration, but the provider asks for one.
        stickiness: { enabled: true, duration: STICKINESS_SECONDS },
      },
    });
    return { targetGroups: groups.map(({ targetGroup }) => targetGroup), listener };
  }
}

/** The longest that the API takes: 7 days. */
const STICKINESS_SECONDS = 604_800;

/** The first node has the highest weight; a node in maintenance gets no new clients. */
function weightOf({ node }: NodeTarget, i: number, { primary, backup }: WeightedLoadBalancerProps): number {
  if (i === 0) return primary;
  return isInMaintenance(node) ? 0 : backup;
}
