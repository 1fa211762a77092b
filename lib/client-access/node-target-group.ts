import type { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment";
import { Construct } from "constructs";
import type { ClientService } from "./client-service";
import type { NodeTarget } from "./placement";
import { referenceTo } from "../reference";
import type { TargetHealthCheck } from "./target-health-check";

/** Props of `NodeTargetGroup`. */
export interface NodeTargetGroupProps {
  /** The VPC of the group. */
  readonly vpcId: string;
  /** The service whose port the targets listen on. */
  readonly service: ClientService;
  /** Primary and backups; what routes clients to one of them is in front of the group. */
  readonly targets: readonly NodeTarget[];
  /** The load balancer's probe of the targets. */
  readonly healthCheck: TargetHealthCheck;
  /** Whether targets see the clients' addresses; then they must be in the VPC. */
  readonly preserveClientIp: boolean;
  /** Whether addresses in other zones route to these targets, too. */
  readonly crossZone: boolean;
  /**
   * The load balancer whose replacement replaces the group, too: the new one is created while the old one exists, and a
   * group belongs to one load balancer at a time.
   * @default - none: the load balancer is destroyed before its successor is created
   */
  readonly replacedWith?: Lb | undefined;
  /** Name tag. */
  readonly name: string;
}

/** Nodes' Interface 2 as the targets of one service, with source-IP stickiness where there is a choice (SEMS-LB-4). */
export class NodeTargetGroup extends Construct {
  /** The service whose port the targets listen on. */
  public readonly service: ClientService;
  /** The target group. */
  public readonly resource: LbTargetGroup;
  /** One registration per node. */
  public readonly attachments: readonly LbTargetGroupAttachment[];

  public constructor(scope: Construct, id: string, props: NodeTargetGroupProps) {
    super(scope, id);
    const { service, healthCheck } = props;
    this.service = service;
    this.resource = new LbTargetGroup(this, "Resource", {
      // A prefix and create-before-destroy: a group in use by a listener cannot be deleted, nor its name used twice.
      namePrefix: "sems-",
      lifecycle: {
        createBeforeDestroy: true,
        ...(props.replacedWith === undefined
          ? {}
          : { replaceTriggeredBy: [referenceTo(props.replacedWith, "arn")] }),
      },
      vpcId: props.vpcId,
      // AWS-NLB-2: instance targets go to the primary network interface, which is Interface 1.
      targetType: "ip",
      // SEMS-CERT-3: TLS ends on the node.
      protocol: "TCP",
      port: service.port,
      preserveClientIp: String(props.preserveClientIp),
      // AWS-NLB-4: without it, a zone's address reaches the node of that zone and no other.
      loadBalancingCrossZoneEnabled: String(props.crossZone),
      // Where there is one node there is no choice, and stickiness would only cost the load balancer its passive checks.
      stickiness: { enabled: props.targets.length > 1, type: "source_ip" },
      deregistrationDelay: "300",
      targetHealthState: [{ enableUnhealthyConnectionTermination: true }],
      // AWS-NLB-3: a field left out is not the one that AWS would choose.
      healthCheck: {
        enabled: true,
        protocol: healthCheck.protocol,
        port: String(healthCheck.port ?? service.port),
        interval: healthCheck.intervalSeconds,
        timeout: healthCheck.timeoutSeconds,
        healthyThreshold: healthCheck.healthyThreshold,
        unhealthyThreshold: healthCheck.unhealthyThreshold,
        ...(healthCheck.protocol === "TCP" ? {} : { path: healthCheck.path, matcher: "200-399" }),
      },
      tags: { Name: props.name },
    });
    this.attachments = props.targets.map(
      ({ id: target, node }) =>
        new LbTargetGroupAttachment(this, target, {
          targetGroupArn: this.resource.arn,
          // SEMS-LB-5: Interface 2, never Interface 1.
          targetId: node.interface2.address,
          port: service.port,
          // AWS finds the zone of an address in the VPC by itself, and asks for it beyond.
          ...(node.interface2.outsideVpc === true
            ? { availabilityZone: node.interface2.availabilityZone }
            : {}),
        }),
    );
  }
}
