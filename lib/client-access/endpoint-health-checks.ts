import {
  Route53HealthCheck,
  type Route53HealthCheckConfig,
} from "@cdktf/provider-aws/lib/route53-health-check";
import type { Construct } from "constructs";
import { constructId } from "../construct-id";
import { isResolved } from "../tokens";
import type { ClientService } from "./client-service";
import type { CheckerHealth, EndpointHealth } from "./endpoint-health";
import { addZoneAlarm, followAlarm, type ServiceAlarm, type WatchedZone } from "./zone-alarm";

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
  /** What they follow; none where only checkers probe. */
  readonly alarms: readonly ServiceAlarm[];
}

/** A health check that is still to be made. */
interface PlannedCheck {
  readonly id: string;
  /** Distinguishes its name tag from the others'. */
  readonly what: string;
  readonly config: Route53HealthCheckConfig;
}

/**
 * Makes the checks of one endpoint: one per port, and where there are several, one that requires all of them. The first
 * port's check keeps its resource address when others join it.
 *
 * With a failback delay, checkers decide that a node is down, and the load balancer's alarms must agree that it is back:
 * Route 53's own checks have one threshold for both directions.
 */
export function addEndpointHealthChecks(
  scope: Construct,
  health: EndpointHealth,
  endpoint: CheckedEndpoint,
): EndpointHealthChecks {
  const { clientFqdn, availabilityZone } = endpoint;
  const alarms = addAlarms(
    scope,
    health.by === "cloudwatch-alarm" ? health.services : health.failbackServices,
    endpoint,
  );
  const planned =
    health.by === "route53-checkers"
      ? [...checkerChecks(health, endpoint), ...failbackChecks(alarms)]
      : alarms.map(({ alarm, ...watched }, i) => ({
          id: checkId(watched.port, i, "HealthCheck-Alarm"),
          what: String(watched.port),
          // LastKnownStatus would keep the clients of a zone that no longer reports; where none reports, the records
          // answer with the first node.
          config: followAlarm(alarm, watched, "Unhealthy"),
        }));
  const followsAlarm = ({ type }: Route53HealthCheckConfig): boolean =>
    type === "CLOUDWATCH_METRIC" || (type === "CALCULATED" && alarms.length > 0);
  const add = (id: string, name: string, config: Route53HealthCheckConfig) =>
    new Route53HealthCheck(scope, id, {
      ...config,
      tags: { Name: name },
      // Route 53 deletes a check that records still refer to, and then their state is undefined. Behind an alarm, though,
      // is the load balancer, which has fixed addresses and cannot exist twice.
      ...(followsAlarm(config) ? {} : { lifecycle: { createBeforeDestroy: true } }),
    });
  const whole = `${clientFqdn} ${availabilityZone}`;
  const checks = planned.map(({ id, what, config }) =>
    add(id, planned.length === 1 ? whole : `${clientFqdn} ${what} ${availabilityZone}`, config),
  );
  const [only, ...others] = checks;
  if (only !== undefined && others.length === 0) return { alarms, decisive: only, healthChecks: checks };
  const decisive = add("HealthCheck-All", whole, {
    type: "CALCULATED",
    childHealthchecks: checks.map(({ id }) => id),
    // One failed service is enough: clients move together.
    childHealthThreshold: checks.length,
  });
  return { alarms, decisive, healthChecks: [decisive, ...checks] };
}

/**
 * The id of a check. One that follows an alarm and one that connects to an address are never the same: replaced by the other, a
 * check would be part of a cycle, since the alarm is destroyed before a new check exists, and the old check after that.
 */
const checkId = (port: number, i: number, kind = "HealthCheck"): string =>
  i === 0 ? kind : `${kind}-${portId(port, i)}`;

/** Route 53's checkers connect to the address. */
function checkerChecks(health: CheckerHealth, { address, clientFqdn }: CheckedEndpoint): PlannedCheck[] {
  return health.probes.map(({ protocol, port, path }, i) => ({
    id: checkId(port, i),
    what: String(port),
    config: {
      type: protocol,
      ipAddress: address,
      port,
      ...(protocol === "TCP" ? {} : { fqdn: clientFqdn, resourcePath: path }),
      requestInterval: health.intervalSeconds,
      failureThreshold: health.failureThreshold,
      ...(health.regions === undefined ? {} : { regions: [...health.regions] }),
    },
  }));
}

/** The load balancer must see the node healthy, too, before clients return to it. */
function failbackChecks(alarms: readonly ServiceAlarm[]): PlannedCheck[] {
  return alarms.map(({ alarm, ...watched }, i) => ({
    id: `HealthCheck-Failback-${portId(watched.port, i)}`,
    what: `${watched.port} failback`,
    // Checkers decide that a node is down: a metric that is late must not overrule them.
    config: followAlarm(alarm, watched, "LastKnownStatus"),
  }));
}

/** An alarm for each of these services. */
function addAlarms(
  scope: Construct,
  services: readonly ClientService[],
  endpoint: CheckedEndpoint,
): ServiceAlarm[] {
  const { availabilityZone, clientFqdn, loadBalancer } = endpoint;
  return services.flatMap(({ port }, i) =>
    endpoint.targetGroups
      .filter(({ service }) => service.port === port)
      .map(({ resource: targetGroup }) => {
        const watched = { availabilityZone, clientFqdn, loadBalancer, port, targetGroup };
        return { ...watched, alarm: addZoneAlarm(scope, `Alarm-${portId(port, i)}`, watched) };
      }),
  );
}

/** A port in a construct id. */
const portId = (port: number, i: number): string =>
  constructId([isResolved(port) ? String(port) : undefined], "Service", i);
