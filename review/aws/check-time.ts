import type { WorstCase } from "../report-model";
import type { Resource } from "../terraform/resource-graph";
import { DEFAULTS, numberOr } from "./defaults";
import { targetProbeOf } from "./elb/target-probe";
import type { LoadBalancer } from "./elb/load-balancer";
import type { HealthCheck, HealthChecks } from "./route53/health-check";

/** A part of a time. */
export type Step = WorstCase["steps"][number];

/** Route 53 guide: a TCP connection must be made in 10 s; HTTP and HTTPS have 4 s to connect and 2 s to answer. */
const probeSeconds = (type: string): number => (type === "TCP" ? 10 : 6);

/** Not documented by AWS; docs/assumptions.md. */
const ANSWER_CHANGES_SECONDS = 5;
const METRIC_DELIVERY_SECONDS = 30;

/** The sum of steps, seconds. */
export const sum = (steps: readonly Step[]): number =>
  steps.reduce((total, { seconds }) => total + seconds, 0);

/** Times in the order of their length. */
export const slowestFirst = (times: readonly (readonly Step[])[]): (readonly Step[])[] =>
  [...times].sort((a, b) => sum(b) - sum(a));

/** What passes until a check is healthy again; undefined where nothing recovers it. */
export function recoverySteps(check: Resource, checks: HealthChecks): readonly Step[] | undefined {
  const found = checks.of(check);
  if (found.kind === "calculated") {
    const children = childrenOf(found, checks);
    const times = children.flatMap((child) => {
      const steps = recoverySteps(child, checks);
      return steps === undefined ? [] : [steps];
    });
    const inOrder = slowestFirst(times).reverse();
    return inOrder[healthThreshold(check, children.length) - 1] ?? inOrder.at(-1);
  }
  if (found.kind === "metric") return alarmReturn(found.alarm);
  if (found.isDisabled) return [];
  const interval = numberOr(check, "request_interval", DEFAULTS.checkInterval);
  const threshold = numberOr(check, "failure_threshold", DEFAULTS.checkFailureThreshold);
  return [
    { what: `${threshold} successful probes, one every ${interval} s`, seconds: threshold * interval },
    { what: "Route 53 changes its answer", seconds: ANSWER_CHANGES_SECONDS },
  ];
}

function alarmReturn(alarm: Resource | undefined): Step[] | undefined {
  if (alarm === undefined) return undefined;
  const group = groupOf(alarm);
  return [
    ...(group === undefined ? [] : groupReturn(group)),
    {
      what: "rest of the metric period in which the node became healthy",
      seconds: numberOr(alarm, "period", DEFAULTS.alarmPeriod),
    },
    { what: "CloudWatch delivers the metric to Route 53", seconds: METRIC_DELIVERY_SECONDS },
    { what: "Route 53 changes its answer", seconds: ANSWER_CHANGES_SECONDS },
  ];
}

function groupReturn(group: Resource): Step[] {
  const { interval, healthyThreshold: threshold } = targetProbeOf(group);
  return [
    {
      what: `${threshold} successful probes of the load balancer, one every ${interval} s`,
      seconds: threshold * interval,
    },
  ];
}

/** The checks that a calculated one watches; AWS lets it watch no other calculated one. */
const childrenOf = (
  { children }: HealthCheck & { readonly kind: "calculated" },
  checks: HealthChecks,
): readonly Resource[] => children.filter((child) => checks.of(child).kind !== "calculated");

/** How many children must be healthy; all where the document does not say. */
const healthThreshold = (check: Resource, children: number): number =>
  Math.min(check.number("child_health_threshold") ?? children, children);

/** The target group that an alarm watches. */
function groupOf(alarm: Resource): Resource | undefined {
  const group = alarm.entries("dimensions").get("TargetGroup");
  return group === undefined ? undefined : alarm.named(group, "aws_lb_target_group");
}

/** The port that a check probes, or whose target group its alarm watches. */
function portOf(check: Resource, checks: HealthChecks): number | undefined {
  const found = checks.of(check);
  const alarm = found.kind === "metric" ? found.alarm : undefined;
  return alarm === undefined ? check.number("port") : groupOf(alarm)?.number("port");
}

/**
 * A calculated check turns once too few children are healthy. A failed service is seen by the checks of its port alone,
 * and the slowest such detection counts; several checks of one port race each other.
 */
function calculatedSteps(
  check: Resource,
  found: HealthCheck & { readonly kind: "calculated" },
  checks: HealthChecks,
): readonly Step[] | undefined {
  const children = childrenOf(found, checks);
  const tolerated = children.length - healthThreshold(check, children.length);
  const detections = children.flatMap((child) => {
    const steps = detectionSteps(child, checks);
    return steps === undefined ? [] : [{ port: portOf(child, checks), steps }];
  });
  const turning = (found: readonly { readonly steps: readonly Step[] }[]) =>
    slowestFirst(found.map(({ steps }) => steps)).reverse()[tolerated];
  const ports = [...new Set(detections.map(({ port }) => port))];
  const byPort = ports.flatMap((port) => {
    const steps = turning(detections.filter((detection) => detection.port === port));
    return steps === undefined ? [] : [steps];
  });
  return (
    slowestFirst(byPort)[0] ?? turning(detections) ?? slowestFirst(detections.map(({ steps }) => steps))[0]
  );
}

/** What passes until a check turns unhealthy; undefined where nothing makes it so. */
export function detectionSteps(check: Resource, checks: HealthChecks): readonly Step[] | undefined {
  const found = checks.of(check);
  if (found.isDisabled || found.kind === "constant" || found.kind === "routing-control") return undefined;
  if (found.kind === "calculated") return calculatedSteps(check, found, checks);
  if (found.kind === "metric") return alarmSteps(found.alarm);
  const interval = numberOr(check, "request_interval", DEFAULTS.checkInterval);
  const threshold = numberOr(check, "failure_threshold", DEFAULTS.checkFailureThreshold);
  return [
    { what: `${threshold} failed probes, one every ${interval} s`, seconds: threshold * interval },
    { what: "timeout of the last probe", seconds: probeSeconds(found.protocol) },
    { what: "Route 53 changes its answer", seconds: ANSWER_CHANGES_SECONDS },
  ];
}

function alarmSteps(alarm: Resource | undefined): Step[] | undefined {
  if (alarm === undefined) return undefined;
  const [period, periods] = [
    numberOr(alarm, "period", DEFAULTS.alarmPeriod),
    numberOr(alarm, "evaluation_periods", DEFAULTS.alarmEvaluationPeriods),
  ];
  const resource = groupOf(alarm);
  return [
    ...(resource === undefined ? [] : groupSteps(resource)),
    { what: "rest of the metric period in which the node was still healthy", seconds: period },
    {
      what: `${periods === 1 ? "a full metric period" : `${periods} full metric periods`} without a healthy node`,
      seconds: period * periods,
    },
    { what: "CloudWatch delivers the metric to Route 53", seconds: METRIC_DELIVERY_SECONDS },
    { what: "Route 53 changes its answer", seconds: ANSWER_CHANGES_SECONDS },
  ];
}

/** What passes until the load balancer's own checks fail: the slowest of its groups'. */
export const targetDetection = ({ groups }: LoadBalancer): readonly Step[] =>
  slowestFirst(groups.map(({ resource }) => groupSteps(resource)))[0] ?? [];

/** What passes until they succeed again. */
export const targetRecovery = ({ groups }: LoadBalancer): readonly Step[] =>
  slowestFirst(groups.map(({ resource }) => groupReturn(resource)))[0] ?? [];

function groupSteps(group: Resource): Step[] {
  const { interval, timeout, unhealthyThreshold: threshold } = targetProbeOf(group);
  return [
    {
      what: `${threshold} failed probes of the load balancer, one every ${interval} s`,
      seconds: threshold * interval,
    },
    { what: "timeout of the last probe", seconds: timeout },
  ];
}
