import type { Resource } from "../../terraform/resource-graph";
import { Unknown, type Text } from "../../terraform/value";

/** How Route 53 finds out about health. */
export type HealthCheck = {
  /** A disabled check counts as healthy (API, HealthCheckConfig). */
  readonly isDisabled: boolean;
  readonly isInverted: boolean;
} & (
  | { readonly kind: "probe"; readonly protocol: string; readonly port: number; readonly address: Text }
  | { readonly kind: "named-probe"; readonly protocol: string; readonly port: number; readonly name: Text }
  | {
      readonly kind: "calculated";
      readonly children: readonly Resource[];
      /** Children that the document does not hold. */
      readonly strangers: number;
      readonly threshold: number;
    }
  | {
      readonly kind: "metric";
      readonly alarm: Resource | undefined;
      /** What it says where CloudWatch has no data. */
      readonly isHealthyWithoutData: boolean;
    }
  /** One that nothing in the document changes. */
  | { readonly kind: "constant" }
);

const PROBES: readonly string[] = ["HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP"];

/** Reads a health check. */
export function healthCheckFrom(resource: Resource): HealthCheck {
  const common = {
    isDisabled: resource.flag("disabled") === true,
    isInverted: resource.flag("invert_healthcheck") === true,
  };
  const type = resource.known("type")?.toUpperCase() ?? "";
  if (type === "CALCULATED") return { ...common, ...calculatedFrom(resource) };
  if (type === "CLOUDWATCH_METRIC") {
    const alarm = resource.link("cloudwatch_alarm_name", "aws_cloudwatch_metric_alarm");
    // The last known status, which is the API's default, is healthy: it was before anything died.
    const isHealthyWithoutData = resource.known("insufficient_data_health_status") !== "Unhealthy";
    return { ...common, kind: "metric", alarm, isHealthyWithoutData };
  }
  // A person moves a routing control; nothing that dies does.
  if (!PROBES.includes(type)) return { ...common, kind: "constant" };
  const [address, name] = [resource.text("ip_address"), resource.text("fqdn")];
  const given = resource.number("port") ?? 0;
  const port = given > 0 ? given : type.startsWith("HTTPS") ? 443 : 80;
  if (address !== undefined) return { ...common, kind: "probe", protocol: type, port, address };
  if (name !== undefined) return { ...common, kind: "named-probe", protocol: type, port, name };
  return { ...common, kind: "constant" };
}

function calculatedFrom(resource: Resource) {
  const children = resource.links("child_healthchecks", "aws_route53_health_check");
  const written = resource.has("child_healthchecks") ? resource.texts("child_healthchecks") : [];
  const threshold = resource.number("child_health_threshold") ?? 0;
  // An expression that stands alone may be a whole list.
  const isWhole = children.length === 0 && written.length === 1 && written[0] instanceof Unknown;
  const strangers = isWhole ? Infinity : Math.max(0, written.length - children.length);
  return { kind: "calculated", children, strangers, threshold } as const;
}
