import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Lb } from "@cdktf/provider-aws/lib/lb";
import type { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import type { Route53HealthCheckConfig } from "@cdktf/provider-aws/lib/route53-health-check";
import type { Construct } from "constructs";
import { regionOfArn } from "../arn";
import { loadBalancerMetric } from "../metric";
import type { NodeTargetGroup } from "./node-target-group";
import { referenceTo } from "../reference";

/** One zone of a load balancer, with one node. */
export interface WatchedZone {
  /** Name of the Availability Zone, such as us-east-1a. */
  readonly availabilityZone: string;
  /** The name that clients use. */
  readonly clientFqdn: string;
  /** The load balancer that reports the metric. */
  readonly loadBalancer: Lb;
  /** One per service. */
  readonly targetGroups: readonly NodeTargetGroup[];
}

/** One service in one zone. */
export interface WatchedService extends Omit<WatchedZone, "targetGroups"> {
  /** TCP port that clients connect to. */
  readonly port: number;
  /** The target group of the service, whose targets are counted. */
  readonly targetGroup: LbTargetGroup;
}

/** The alarm on one service in one zone. */
export interface ServiceAlarm extends WatchedService {
  /** In alarm while the load balancer sees no healthy node in the zone (Maximum of HealthyHostCount below 1). */
  readonly alarm: CloudwatchMetricAlarm;
}

/** When a zone alarms. */
const CONDITION = {
  evaluationPeriods: 1,
  comparisonOperator: "LessThanThreshold",
  threshold: 1,
} as const;

/** Makes the alarm on a zone in which the load balancer sees no healthy node any more. */
export function addZoneAlarm(scope: Construct, id: string, watched: WatchedService): CloudwatchMetricAlarm {
  const { availabilityZone, clientFqdn, port, loadBalancer, targetGroup } = watched;
  return new CloudwatchMetricAlarm(scope, id, {
    // With the load balancer's own name, which no other has: an alarm of the same name would be overwritten.
    alarmName: `SEMS ${clientFqdn} ${port} ${availabilityZone} ${loadBalancer.name}`,
    alarmDescription: `No healthy node for port ${port} of ${clientFqdn} in ${availabilityZone}: Route 53 routes clients to the next one.`,
    ...loadBalancerMetric("HealthyHostCount", {
      AvailabilityZone: availabilityZone,
      LoadBalancer: loadBalancer.arnSuffix,
      TargetGroup: targetGroup.arnSuffix,
    }),
    ...CONDITION,
    // A zone that no longer reports counts as down.
    treatMissingData: "breaching",
    // No create_before_destroy: the load balancer, to which it refers, has fixed addresses and cannot exist twice.
  });
}

/**
 * A Route 53 check that follows such an alarm.
 *
 * @param withoutData its state while the metric has no data; Route 53 reads the metric and not the alarm's state
 */
export function followAlarm(
  alarm: CloudwatchMetricAlarm,
  { availabilityZone, loadBalancer, targetGroup }: WatchedService,
  withoutData: "Unhealthy" | "LastKnownStatus",
): Route53HealthCheckConfig {
  return {
    type: "CLOUDWATCH_METRIC",
    cloudwatchAlarmName: alarm.alarmName,
    cloudwatchAlarmRegion: regionOfArn(alarm.arn),
    insufficientDataHealthStatus: withoutData,
    // Route 53 copies the alarm's metric and its condition when the check is made, and again when this changes.
    triggers: {
      metric: `${availabilityZone} ${loadBalancer.arnSuffix} ${targetGroup.arnSuffix}`,
      condition: Object.values(CONDITION).join(" "),
    },
    // The provider plans `triggers` with the name of the old load balancer where it does not know the new one yet, and then
    // Terraform refuses the new name.
    lifecycle: {
      // Of an attribute, a change of that alone triggers it; of the resource, any update.
      replaceTriggeredBy: [referenceTo(loadBalancer, "arn_suffix"), referenceTo(targetGroup, "arn_suffix")],
    },
  };
}
