import type { Graph, Resource } from "../terraform/resource-graph";
import { Unknown, type Text } from "../terraform/value";
import type { LoadBalancer } from "./elb/load-balancer";

/** The namespace of the metrics of Network Load Balancers. */
export const NAMESPACE = "AWS/NetworkELB";

/** Metrics that CloudWatch has by load balancer and target group (NLB guide, CloudWatch metrics). */
export const TARGET_METRICS: readonly string[] = ["HealthyHostCount", "UnHealthyHostCount"];

/** CloudWatch's own forms of the two dimensions: the ends of ARNs. */
const FORMS = [
  ["LoadBalancer", "aws_lb", /^(?:net|app|gwy)\/[^/]+\/[0-9a-f]+$/],
  ["TargetGroup", "aws_lb_target_group", /^targetgroup\/[^/]+\/[0-9a-f]+$/],
] as const;

const STATISTICS: readonly string[] = ["Average", "Minimum", "Maximum", "Sum", "SampleCount"];

/** Seconds of the shortest period of standard resolution. */
const STANDARD_PERIOD = 60;

/**
 * Why an alarm on a load balancer's targets never has data, or why Route 53 cannot follow it (Route 53 guide, checks that
 * monitor alarms); undefined where nothing known speaks against it. To follow "an alarm that".
 */
export function alarmFault(
  graph: Graph,
  balancers: ReadonlyMap<Resource, LoadBalancer>,
  alarm: Resource,
): string | undefined {
  return unsupported(alarm) ?? wrongForm(graph, alarm) ?? neverReported(graph, balancers, alarm);
}

/** Kinds of alarms that Route 53 does not support. */
function unsupported(alarm: Resource): string | undefined {
  const queries = alarm.blocks("metric_query");
  if (queries.length > 1 || queries.some((query) => query.has("expression")))
    return "uses metric math, which Route 53 does not support";
  const [metric = alarm] = queries.flatMap((query) => query.blocks("metric"));
  const period = metric.number("period");
  if (period !== undefined && period < STANDARD_PERIOD)
    return `has a period of ${period} s, and Route 53 supports only standard resolution (60 s or more)`;
  const statistic = alarm.known("extended_statistic") ?? metric.known("stat");
  if (statistic !== undefined && !STATISTICS.includes(statistic))
    return `has the statistic ${statistic}, and Route 53 supports only Average, Minimum, Maximum, Sum and SampleCount`;
  const [wanted, periods] = [alarm.number("datapoints_to_alarm"), alarm.number("evaluation_periods")];
  return wanted !== undefined && wanted > 0 && periods !== undefined && wanted < periods
    ? `counts ${wanted} of ${periods} datapoints, and Route 53 does not support M out of N alarms`
    : undefined;
}

/** A dimension with the ARN or the name, which no metric has. */
function wrongForm(graph: Graph, alarm: Resource): string | undefined {
  if (alarm.known("namespace") !== NAMESPACE) return undefined;
  const dimensions = alarm.entries("dimensions");
  for (const [name, type, form] of FORMS) {
    const value = dimensions.get(name);
    if (value === undefined || hasForm(graph, value, type, form)) continue;
    const shown = value instanceof Unknown ? value.expression : value;
    return `has ${shown} as its ${name} dimension, where CloudWatch has the arn_suffix: it never has data`;
  }
  return undefined;
}

function hasForm(graph: Graph, value: Text, type: string, form: RegExp): boolean {
  if (!(value instanceof Unknown)) return form.test(value) || graph.named(value, type) !== undefined;
  const named = value.address === undefined ? undefined : graph.at(value.address);
  return named?.type !== type || value.attribute === undefined || value.attribute === "arn_suffix";
}

/** A metric of a load balancer and a target group of the document that CloudWatch does not have. */
function neverReported(
  graph: Graph,
  balancers: ReadonlyMap<Resource, LoadBalancer>,
  alarm: Resource,
): string | undefined {
  const dimensions = alarm.entries("dimensions");
  const [ofBalancer, ofGroup] = [dimensions.get("LoadBalancer"), dimensions.get("TargetGroup")];
  if (ofBalancer === undefined || ofGroup === undefined) return undefined;
  const [resource, group] = [graph.named(ofBalancer, "aws_lb"), graph.named(ofGroup, "aws_lb_target_group")];
  const balancer = resource === undefined ? undefined : balancers.get(resource);
  if (balancer === undefined || group === undefined) return undefined;
  const [namespace, metric] = [alarm.known("namespace"), alarm.known("metric_name")];
  if (namespace !== undefined && namespace !== NAMESPACE)
    return `watches the namespace ${namespace}, where ${NAMESPACE} has the metrics of ${balancer.resource.address}: it never has data`;
  if (metric !== undefined && !TARGET_METRICS.includes(metric))
    return `watches ${metric} of a target group, a metric that does not depend on the node: CloudWatch has ${TARGET_METRICS.join(" and ")}`;
  if (isComplete(balancer) && balancer.groups.every((own) => own.resource !== group))
    return `watches ${group.address}, to which no listener of ${balancer.resource.address} forwards: it never has data`;
  const zone = dimensions.get("AvailabilityZone");
  return typeof zone === "string" && isOutside(balancer, zone)
    ? `watches the zone ${zone}, where ${balancer.resource.address} has no subnet: it never has data`
    : undefined;
}

/** Whether the document specifies to which groups all listeners forward. */
const isComplete = ({ listeners }: LoadBalancer): boolean =>
  listeners.every(
    ({ forwards }) => forwards.length > 0 && forwards.every(({ group }) => group !== undefined),
  );

const isOutside = ({ zones }: LoadBalancer, zone: string): boolean =>
  zones.length > 0 &&
  zones.every(({ isSpecified, name }) => isSpecified && isZoneName(name) && name !== zone);

/** Zones have ids, too, which no dimension has. */
const isZoneName = (zone: string): boolean => /^[a-z]{2}(?:-[a-z]+)+-\d[a-z]$/.test(zone);
