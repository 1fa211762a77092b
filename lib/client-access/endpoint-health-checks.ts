import type { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import {
  Route53HealthCheck,
  type Route53HealthCheckConfig,
} from "@cdktf/provider-aws/lib/route53-health-check";
import type { Construct } from "constructs";
import { constructId } from "../construct-id";
import { emptyList } from "../validation/errors";
import { isKnown } from "../known";
import { InvalidPropsError } from "../validation/problem";
import type { CheckerHealth, EndpointHealth } from "./endpoint-health";
import { addZoneAlarm, followAlarm, type WatchedZone } from "./zone-alarm";

/** One zone's endpoint: what checkers connect to, and what alarms watch. */
export interface CheckedEndpoint extends WatchedZone {
  /** The static address that checkers connect to. */
  readonly address: string;
}

/** What tells Route 53 whether an endpoint reaches its node. */
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
    // One dead service is enough: clients move together.
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

/** An alarm for each service, where it is alarms that tell. */
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
  constructId([isKnown(port) ? String(port) : undefined], "Service", i);
