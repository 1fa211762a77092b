import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Lb } from "@cdktf/provider-aws/lib/lb";
import type { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import type { Route53HealthCheckConfig } from "@cdktf/provider-aws/lib/route53-health-check";
import type { Construct } from "constructs";
import { regionOfArn } from "../arn";
import type { NodeTargetGroup } from "./node-target-group";

/** One zone of a load balancer, in which one node stands. */
export interface WatchedZone {
  readonly availabilityZone: string;
  /** The name that clients use. */
  readonly clientFqdn: string;
  readonly loadBalancer: Lb;
  /** One per service. */
  readonly targetGroups: readonly NodeTargetGroup[];
}

/** One service in one zone. */
export interface WatchedService extends Omit<WatchedZone, "targetGroups"> {
  readonly port: number;
  readonly targetGroup: LbTargetGroup;
}

/** Seconds between the metrics of a Network Load Balancer, all that there is (NLB guide). */
export const ALARM_PERIOD_SECONDS = 60;

/** Makes the alarm on a zone in which the load balancer sees no healthy node any more. */
export function addZoneAlarm(scope: Construct, id: string, watched: WatchedService): CloudwatchMetricAlarm {
  const { availabilityZone, clientFqdn, port, loadBalancer, targetGroup } = watched;
  return new CloudwatchMetricAlarm(scope, id, {
    // With the load balancer's own name, which no other has: an alarm of the same name would be overwritten.
    alarmName: `SEMS ${clientFqdn} ${port} ${availabilityZone} ${loadBalancer.name}`,
    alarmDescription: `No healthy node for port ${port} of ${clientFqdn} in ${availabilityZone}: Route 53 leads clients to the next one.`,
    namespace: "AWS/NetworkELB",
    metricName: "HealthyHostCount",
    dimensions: {
      AvailabilityZone: availabilityZone,
      LoadBalancer: loadBalancer.arnSuffix,
      TargetGroup: targetGroup.arnSuffix,
    },
    // The load balancer's nodes report one by one, and may differ for a moment: one that sees the target is enough.
    statistic: "Maximum",
    period: ALARM_PERIOD_SECONDS,
    evaluationPeriods: 1,
    comparisonOperator: "LessThanThreshold",
    threshold: 1,
    // A zone that has stopped to report is as good as dead.
    treatMissingData: "breaching",
    // A check that follows it lets go first.
    lifecycle: { createBeforeDestroy: true },
  });
}

/** A Route 53 check that follows such an alarm. */
export function followAlarm(
  alarm: CloudwatchMetricAlarm,
  { availabilityZone, loadBalancer, targetGroup }: WatchedService,
): Route53HealthCheckConfig {
  return {
    type: "CLOUDWATCH_METRIC",
    cloudwatchAlarmName: alarm.alarmName,
    cloudwatchAlarmRegion: regionOfArn(alarm.arn),
    // Route 53 reads the metric and not the alarm's state. A zone that has stopped to report would keep its clients by
    // LastKnownStatus; where all have stopped, the records answer with the first node.
    insufficientDataHealthStatus: "Unhealthy",
    // Route 53 copies the alarm's metric when the check is made, and again when this changes.
    triggers: { metric: `${availabilityZone} ${loadBalancer.arnSuffix} ${targetGroup.arnSuffix}` },
  };
}
