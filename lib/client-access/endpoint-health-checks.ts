import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import {
  Route53HealthCheck,
  type Route53HealthCheckConfig,
} from "@cdktf/provider-aws/lib/route53-health-check";
import type { Construct } from "constructs";
import { constructId } from "../construct-id";
import { emptyList } from "../validation/errors";
import { isResolved } from "../tokens";
import { InvalidPropsError } from "../validation/problem";
import type { CheckerHealth, EndpointHealth } from "./endpoint-health";
import type { Lb } from "@cdktf/provider-aws/lib/lb";
import type { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { regionOfArn } from "../arn";
import type { NodeTargetGroup } from "./node-target-group";

/** One zone's endpoint: what checkers connect to, and what alarms watch. */
export interface CheckedEndpoint extends WatchedZone {
  /** The static address that checkers connect to. */
  readonly address: string;
}

/** The Route 53 health checks of one endpoint. */
export interface EndpointHealthChecks {
  /** The check that a record follows. */
  readonly decisive: Route53HealthCheck;
  /** All of them, the decisive one first. */
  readonly healthChecks: readonly Route53HealthCheck[];
  /** What they follow; none where checkers probe. */
  readonly alarms: readonly CloudwatchMetricAlarm[];
}

/** What is checked of a port. */
interface PortCheck {
  readonly port: number;
  readonly config: Route53HealthCheckConfig;
}

/**
 * Makes the checks of one endpoint: one per port, and where there are several, one that wants them all. The first
 * port's check keeps its resource address when others join it.
 */
export function addEndpointHealthChecks(
  scope: Construct,
  health: EndpointHealth,
  endpoint: CheckedEndpoint,
): EndpointHealthChecks {
  const { clientFqdn, availabilityZone } = endpoint;
  const alarms = addAlarms(scope, health, endpoint);
  const ports =
    health.by === "route53-checkers"
      ? checkerChecks(health, endpoint)
      : alarms.map(({ port, alarm, watched }) => ({ port, config: followAlarm(alarm, watched) }));
  const add = (id: string, name: string, config: Route53HealthCheckConfig) =>
    new Route53HealthCheck(scope, id, {
      ...config,
      tags: { Name: name },
      // Route 53 deletes a check that records still refer to, and then their state is undefined.
      lifecycle: { createBeforeDestroy: true },
    });
  const whole = `${clientFqdn} ${availabilityZone}`;
  const made = ports.map(({ port, config }, i) =>
    add(
      i === 0 ? "HealthCheck" : `HealthCheck-${portId(port, i)}`,
      ports.length === 1 ? whole : `${clientFqdn} ${port} ${availabilityZone}`,
      config,
    ),
  );
  const [first] = made;
  if (first === undefined) {
    throw new InvalidPropsError(scope.node.path, [emptyList("services", "at least one service to check")]);
  }
  const found = { alarms: alarms.map(({ alarm }) => alarm) };
  if (made.length === 1) return { ...found, decisive: first, healthChecks: made };
  const decisive = add("HealthCheck-All", whole, {
    type: "CALCULATED",
    childHealthchecks: made.map(({ id }) => id),
    // One failed service is enough: clients move together.
    childHealthThreshold: made.length,
  });
  return { ...found, decisive, healthChecks: [decisive, ...made] };
}

/** Route 53's checkers connect to the address. */
function checkerChecks(health: CheckerHealth, { address, clientFqdn }: CheckedEndpoint): PortCheck[] {
  return health.probes.map(({ protocol, port, path }) => ({
    port,
    config: {
      type: protocol,
      ipAddress: address,
      port,
      ...(protocol === "TCP" ? {} : { fqdn: clientFqdn, resourcePath: path }),
      requestInterval: health.intervalSeconds,
      failureThreshold: health.failureThreshold,
    },
  }));
}

/** An alarm for each service, where endpoint health follows alarms. */
function addAlarms(scope: Construct, health: EndpointHealth, endpoint: CheckedEndpoint) {
  if (health.by === "route53-checkers") return [];
  return health.services.flatMap(({ port }, i) =>
    endpoint.targetGroups
      .filter(({ service }) => service.port === port)
      .map((targetGroup) => {
        const watched = { ...endpoint, port, targetGroup: targetGroup.resource };
        return { port, watched, alarm: addZoneAlarm(scope, `Alarm-${portId(port, i)}`, watched) };
      }),
  );
}

/** A port in a construct id. */
const portId = (port: number, i: number): string =>
  constructId([isResolved(port) ? String(port) : undefined], "Service", i);

/** One zone of a load balancer, with one node. */
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
    alarmDescription: `No healthy node for port ${port} of ${clientFqdn} in ${availabilityZone}: Route 53 routes clients to the next one.`,
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
    // A zone that no longer reports counts as down.
    treatMissingData: "breaching",
    // A health check that follows it is updated first.
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
    // Route 53 reads the metric and not the alarm's state. A zone that no longer reports would keep its clients by
    // LastKnownStatus; where none reports, the records answer with the first node.
    insufficientDataHealthStatus: "Unhealthy",
    // Route 53 copies the alarm's metric when the check is made, and again when this changes.
    triggers: { metric: `${availabilityZone} ${loadBalancer.arnSuffix} ${targetGroup.arnSuffix}` },
  };
}
