import type { CloudwatchMetricAlarmConfig } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";

/** A CloudWatch metric, in the words of an alarm: spread it into a `CloudwatchMetricAlarm`. */
export type Metric = Required<
  Pick<CloudwatchMetricAlarmConfig, "namespace" | "metricName" | "statistic" | "period">
> & {
  /** What the metric is about: the name and the value of each dimension, as AWS publishes it. */
  readonly dimensions: Readonly<Record<string, string>>;
};

/** Seconds between the metrics of a Network Load Balancer, all that there is (NLB guide). */
export const LOAD_BALANCER_PERIOD_SECONDS = 60;

/** The metrics of Network Load Balancers that the package uses, with the statistic that AWS recommends for each. */
const STATISTICS = {
  // The load balancer's nodes report one by one, and may differ for a moment: one that sees the target is enough.
  HealthyHostCount: "Maximum",
  UnHealthyHostCount: "Maximum",
  NewFlowCount: "Sum",
  ActiveFlowCount: "Average",
  TCP_Target_Reset_Count: "Sum",
  UnhealthyRoutingFlowCount: "Sum",
} as const;

/** A metric of a Network Load Balancer. */
export const loadBalancerMetric = (
  metricName: keyof typeof STATISTICS,
  dimensions: Readonly<Record<string, string>>,
): Metric => ({
  namespace: "AWS/NetworkELB",
  metricName,
  dimensions,
  statistic: STATISTICS[metricName],
  period: LOAD_BALANCER_PERIOD_SECONDS,
});

/** Whether Route 53 considers a check healthy: 1 or 0. It exists only in us-east-1. */
export const healthCheckStatus = (healthCheckId: string): Metric => ({
  namespace: "AWS/Route53",
  metricName: "HealthCheckStatus",
  dimensions: { HealthCheckId: healthCheckId },
  statistic: "Minimum",
  period: 60,
});

/** Days until a certificate expires; ACM publishes the metric twice a day. */
export const daysToExpiry = (certificateArn: string): Metric => ({
  namespace: "AWS/CertificateManager",
  metricName: "DaysToExpiry",
  dimensions: { CertificateArn: certificateArn },
  statistic: "Minimum",
  period: 86_400,
});
