import type { HealthCheck } from "../description";
import { attribute, blocks, flag, number, text, texts, type LiveResource, type Values } from "./document";

/** The Route 53 health checks of a document. */
export const healthChecks = (resources: readonly LiveResource[]): HealthCheck[] =>
  resources
    .filter(({ type }) => type === "aws_route53_health_check")
    .map((check) => ({ id: attribute(check, "id"), name: nameOf(check), ...kindOf(check, resources) }));

const nameOf = ({ address, values }: LiveResource): string => {
  const [tags = {}] = blocks(values, "tags");
  return text(tags, "Name") ?? address;
};

/** Without the identity, which a spread over a union would lose. */
type Kind = HealthCheck extends infer Each
  ? Each extends unknown
    ? Omit<Each, "id" | "name">
    : never
  : never;

function kindOf(check: LiveResource, resources: readonly LiveResource[]): Kind {
  const { values, address } = check;
  if (flag(values, "disabled") === true || flag(values, "invert_healthcheck") === true) {
    throw new Error(`${address} is disabled or inverted`);
  }
  const type = text(values, "type");
  switch (type) {
    case "TCP":
    case "HTTP":
    case "HTTPS":
      return {
        kind: "endpoint",
        protocol: type,
        address: text(values, "ip_address") ?? "",
        port: number(values, "port") ?? (type === "HTTP" ? 80 : 443),
        path: text(values, "resource_path") ?? "/",
        interval: number(values, "request_interval") ?? 30,
        threshold: number(values, "failure_threshold") ?? 3,
      };
    case "CALCULATED": {
      const children = texts(values, "child_healthchecks");
      return {
        kind: "calculated",
        children,
        threshold: number(values, "child_health_threshold") ?? children.length,
      };
    }
    case "CLOUDWATCH_METRIC":
      return metricOf(check, resources);
    default:
      throw new Error(`${address} is a health check of the type ${type ?? "(none)"}`);
  }
}

function metricOf({ address, values }: LiveResource, resources: readonly LiveResource[]): Kind {
  const alarm = resources.find(
    (candidate) =>
      candidate.type === "aws_cloudwatch_metric_alarm" &&
      attribute(candidate, "alarm_name") === text(values, "cloudwatch_alarm_name"),
  );
  if (alarm === undefined) throw new Error(`${address} follows an alarm that is not there`);
  const [dimensions = {}] = blocks(alarm.values, "dimensions");
  const watched = ["metric_name", "statistic", "comparison_operator"].map((name) => text(alarm.values, name));
  if (watched.join(" ") !== "HealthyHostCount Maximum LessThanThreshold") {
    throw new Error(
      `${alarm.address} watches another metric than a maximum of healthy hosts that is too low`,
    );
  }
  return {
    kind: "metric",
    loadBalancer: text(dimensions, "LoadBalancer") ?? "",
    targetGroup: text(dimensions, "TargetGroup") ?? "",
    zone: text(dimensions, "AvailabilityZone"),
    period: number(alarm.values, "period") ?? 60,
    periods: number(alarm.values, "evaluation_periods") ?? 1,
    minimum: number(alarm.values, "threshold") ?? 1,
    withoutData: withoutData(values),
  };
}

function withoutData(values: Values): "Healthy" | "Unhealthy" | "LastKnownStatus" {
  const written = text(values, "insufficient_data_health_status");
  return written === "Healthy" || written === "Unhealthy" ? written : "LastKnownStatus";
}
