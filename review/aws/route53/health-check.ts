import type { Resource } from "../../terraform/resource-graph";
import { Unknown, type Text } from "../../terraform/value";
import { otherRegionOf } from "./alarm-region";

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
      /** Whether it looks for the alarm in another region than the alarm's. */
      readonly isElsewhere: boolean;
      /** What it says where CloudWatch has no data. */
      readonly isHealthyWithoutData: boolean;
    }
  /** One whose state a person sets. */
  | { readonly kind: "routing-control" }
  /** One that nothing in the document changes. */
  | { readonly kind: "constant" }
);

const PROBES: readonly string[] = ["HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP"];

/** A health check, and the resource that defines it. */
export interface ResolvedCheck {
  readonly resource: Resource;
  readonly check: HealthCheck;
}

/** The health checks of a document, each read once, and the checks behind each. */
export class HealthChecks {
  private readonly read = new Map<Resource, HealthCheck>();

  /** What a health check asks. */
  public of(resource: Resource): HealthCheck {
    const check = this.read.get(resource) ?? healthCheckFrom(resource);
    this.read.set(resource, check);
    return check;
  }

  /** A check and all that it is calculated from, itself first, each once; a check may be calculated from itself. */
  public behind(resource: Resource): ResolvedCheck[] {
    const found = new Map<Resource, HealthCheck>();
    const pending = new Set([resource]);
    for (const next of pending) {
      const check = this.of(next);
      found.set(next, check);
      if (check.kind === "calculated") for (const child of check.children) pending.add(child);
    }
    return [...found].map(([own, check]) => ({ resource: own, check }));
  }

  /** The alarms that a check follows, by itself or through the checks that it is calculated from. */
  public alarmsBehind(resource: Resource): Resource[] {
    const alarms = this.behind(resource).flatMap(({ check }) =>
      check.kind === "metric" ? (check.alarm ?? []) : [],
    );
    return [...new Set(alarms)];
  }
}

/** Reads a health check. */
function healthCheckFrom(resource: Resource): HealthCheck {
  const common = {
    isDisabled: resource.flag("disabled") === true,
    isInverted: resource.flag("invert_healthcheck") === true,
  };
  const type = resource.known("type")?.toUpperCase() ?? "";
  if (type === "CALCULATED") return { ...common, ...calculatedFrom(resource) };
  if (type === "CLOUDWATCH_METRIC") {
    const alarm = resource.link("cloudwatch_alarm_name", "aws_cloudwatch_metric_alarm");
    // In another region there is no such alarm, or another one.
    const isElsewhere = alarm !== undefined && otherRegionOf(resource, alarm) !== undefined;
    // The last known status, which is the API's default, is healthy: it was before anything failed.
    const isHealthyWithoutData = resource.known("insufficient_data_health_status") !== "Unhealthy";
    return { ...common, kind: "metric", alarm, isElsewhere, isHealthyWithoutData };
  }
  if (type === "RECOVERY_CONTROL") return { ...common, kind: "routing-control" };
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
  // An expression by itself may be a whole list.
  const isWhole = children.length === 0 && written.length === 1 && written[0] instanceof Unknown;
  const strangers = isWhole ? Infinity : Math.max(0, written.length - children.length);
  return { kind: "calculated", children, strangers, threshold } as const;
}
