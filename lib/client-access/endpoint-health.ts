import { ENDPOINT_HEALTH, PORT, TARGET_HEALTH_CHECK, type ProbeProtocol } from "../limits";
import { isResolved } from "../tokens";
import { ClientService } from "./client-service";
import { mergeHealthChecks, type TargetHealthCheckProps } from "./target-health-check";

/** Sources of endpoint health. */
export const HEALTH_SOURCES = ["route53-checkers", "cloudwatch-alarm"] as const;

/** One of `HEALTH_SOURCES`. */
export type HealthSource = (typeof HEALTH_SOURCES)[number];

/** How Route 53 determines whether an endpoint reaches its node. */
export interface EndpointHealthProps {
  /**
   * `route53-checkers` probe the static address from the internet; `cloudwatch-alarm` follows the load balancer's own
   * probes, minutes later, and admits no health checkers (AWS-R53-1).
   * @default - route53-checkers when internet-facing; internal supports only cloudwatch-alarm
   */
  readonly by?: HealthSource;
  /**
   * TCP, HTTP or HTTPS; checkers only. They do not validate certificates; HTTPS needs TLS 1.2 or older on the node.
   * @default - the health check's protocol where a service listens on its port, else TCP
   */
  readonly protocol?: ProbeProtocol;
  /**
   * The port of one of the services, which then represents all of them.
   * @default - each service's, or the one that the health check names: one failed service fails the node over
   */
  readonly port?: number;
  /**
   * Path of HTTP and HTTPS probes; checkers only.
   * @default - the health check's path, as for the protocol
   */
  readonly path?: string;
  /**
   * Seconds between the probes of one checker: 10 or 30; checkers only. A later change replaces the check.
   * @default 10
   */
  readonly intervalSeconds?: number;
  /**
   * Probes in a row that change the state, 1 to 10, in both directions; checkers only.
   * @default 3
   */
  readonly failureThreshold?: number;
  /**
   * Regions of the checkers, three or more, for fewer probes in the appliance's logs; checkers only. One of us-east-1,
   * us-west-1, us-west-2, eu-west-1, ap-southeast-1, ap-southeast-2, ap-northeast-1 and sa-east-1.
   * @default - all eight
   */
  readonly regions?: readonly string[];
}

/** What a checker asks for. */
export interface Probe {
  readonly protocol: ProbeProtocol;
  readonly port: number;
  readonly path: string;
}

/** Route 53's checkers probe, with every field written out. */
export interface CheckerHealth {
  readonly by: "route53-checkers";
  /** One or more; all must succeed. */
  readonly probes: readonly Probe[];
  readonly intervalSeconds: number;
  readonly failureThreshold: number;
  /** Undefined: all that Route 53 has. */
  readonly regions: readonly string[] | undefined;
  /** Services that the load balancer must see healthy, too, before clients return; none without a failback delay. */
  readonly failbackServices: readonly ClientService[];
}

/** Route 53 follows an alarm on the load balancer's own probes. */
export interface AlarmHealth {
  readonly by: "cloudwatch-alarm";
  /** One or more; all must be healthy. */
  readonly services: readonly ClientService[];
}

/** The props of a client access on which its endpoint health depends. */
export interface CheckedProps {
  readonly scheme: string;
  readonly services: readonly ClientService[];
  readonly healthCheck: TargetHealthCheckProps | undefined;
  readonly failbackDelaySeconds: number | undefined;
}

/** How endpoint health is determined. */
export type EndpointHealth = CheckerHealth | AlarmHealth;

/** Fills in the defaults: as the load balancer's own health checks ask. */
export function endpointHealth(
  props: EndpointHealthProps = {},
  { scheme, services, healthCheck, failbackDelaySeconds }: CheckedProps,
): EndpointHealth {
  const named = services.filter(({ port }) => port === props.port);
  // A port that is a token may be that of any service.
  const watched = inFixedOrder(named.length > 0 ? named : services);
  if ((props.by ?? defaultSource(scheme)) === "cloudwatch-alarm") {
    return { by: "cloudwatch-alarm", services: watched };
  }
  return {
    by: "route53-checkers",
    probes: distinct(watched.map((service) => probeOf(service, props, healthCheck, services))),
    intervalSeconds: props.intervalSeconds ?? ENDPOINT_HEALTH.intervalSeconds.default,
    failureThreshold: props.failureThreshold ?? ENDPOINT_HEALTH.failureThreshold.default,
    regions: props.regions,
    failbackServices: failbackDelaySeconds === undefined ? [] : watched,
  };
}

/** The default source: Route 53's checkers cannot reach an internal address. */
export const defaultSource = (scheme: string): HealthSource =>
  scheme === "internal" ? "cloudwatch-alarm" : "route53-checkers";

/** The probe that determines the health of one service. */
function probeOf(
  service: ClientService,
  props: EndpointHealthProps,
  ofAccess: TargetHealthCheckProps | undefined,
  services: readonly ClientService[],
): Probe {
  const healthCheck = mergeHealthChecks(ofAccess, service.healthCheck);
  const port = healthCheck?.port ?? service.port;
  // A probe of a port that clients cannot reach is of no use to Route 53's checkers.
  const followed = services.some((other) => other.port === port) ? healthCheck : undefined;
  return {
    protocol: props.protocol ?? followed?.protocol ?? TARGET_HEALTH_CHECK.protocol.default,
    port: props.port ?? followed?.port ?? service.port,
    path: props.path ?? followed?.path ?? TARGET_HEALTH_CHECK.path.default,
  };
}

/** Each probe once; of several paths of one port the first, as one listener answers for all. */
function distinct(probes: readonly Probe[]): Probe[] {
  return probes.filter(({ port }, i) => probes.findIndex((other) => other.port === port) === i);
}

/** HTTPS first, then by port: the first has an address of its own, and another order of the services moves nothing. */
function inFixedOrder(services: readonly ClientService[]): ClientService[] {
  const rank = ({ port }: ClientService): number => {
    if (!isResolved(port)) return PORT.max + 1;
    return port === ClientService.HTTPS.port ? PORT.min - 1 : port;
  };
  return [...services].sort((one, other) => rank(one) - rank(other));
}
