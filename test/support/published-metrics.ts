/** A metric as AWS documents it. */
export interface PublishedMetric {
  readonly statistics: readonly string[];
  /** Each set of dimensions under which data points exist, sorted. */
  readonly dimensions: readonly (readonly string[])[];
  /** Whether there are data points while nothing happens. */
  readonly reporting: "always" | "nonzero";
  /** The only region that has it. */
  readonly region?: string;
}

const OF_BALANCER = [["LoadBalancer"], ["AvailabilityZone", "LoadBalancer"]];
const OF_TARGETS = [
  ["LoadBalancer", "TargetGroup"],
  ["AvailabilityZone", "LoadBalancer", "TargetGroup"],
];

/**
 * The published metrics that alarms and dashboards may use: AWS's guides to Network Load Balancers
 * (load-balancer-cloudwatch-metrics), Certificate Manager (cloudwatch-metrics) and Route 53 (monitoring-cloudwatch),
 * written down by hand. Statistics are those that the guides call useful.
 */
export const PUBLISHED_METRICS: Readonly<Record<string, PublishedMetric>> = {
  "AWS/NetworkELB HealthyHostCount": {
    statistics: ["Maximum", "Minimum"],
    dimensions: OF_TARGETS,
    reporting: "always",
  },
  "AWS/NetworkELB UnHealthyHostCount": {
    statistics: ["Maximum", "Minimum"],
    dimensions: OF_TARGETS,
    reporting: "always",
  },
  "AWS/NetworkELB NewFlowCount": { statistics: ["Sum"], dimensions: OF_BALANCER, reporting: "always" },
  "AWS/NetworkELB ActiveFlowCount": {
    statistics: ["Average", "Maximum", "Minimum"],
    dimensions: OF_BALANCER,
    reporting: "always",
  },
  "AWS/NetworkELB TCP_Target_Reset_Count": {
    statistics: ["Sum"],
    dimensions: OF_BALANCER,
    reporting: "always",
  },
  "AWS/NetworkELB UnhealthyRoutingFlowCount": {
    statistics: ["Sum"],
    dimensions: OF_BALANCER,
    reporting: "nonzero",
  },
  "AWS/CertificateManager DaysToExpiry": {
    statistics: ["Minimum", "Maximum", "Average"],
    dimensions: [["CertificateArn"]],
    reporting: "always",
  },
  "AWS/Route53 HealthCheckStatus": {
    statistics: ["Minimum"],
    dimensions: [["HealthCheckId"]],
    reporting: "always",
    region: "us-east-1",
  },
};
