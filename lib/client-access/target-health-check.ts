import { quotient, isResolved, type DeepPartial } from "../tokens";
import {
  timeoutAboveInterval,
  forbiddenPort,
  failbackContradiction,
  failbackOutOfReach,
  notApplicable,
  invalidValue,
} from "../validation/errors";
import { type Problem, formatProblem } from "../validation/problem";
import { checkRange, PORT } from "../validation/values";

/** How the load balancer finds out whether a node lives. */
export interface TargetHealthCheckProps {
  /**
   * TCP, HTTP or HTTPS. An HTTPS probe fails against a node that speaks TLS 1.3 only.
   * @default "TCP"
   */
  readonly protocol?: ProbeProtocol;
  /**
   * Port on Interface 2.
   * @default - each service's own port
   */
  readonly port?: number;
  /**
   * Path of HTTP and HTTPS probes; answers 200 to 399 are good.
   * @default "/"
   */
  readonly path?: string;
  /**
   * Seconds between probes, 5 to 300.
   * @default 10
   */
  readonly intervalSeconds?: number;
  /**
   * Seconds after which a probe has failed, 2 to 120 and at most the interval.
   * @default 5
   */
  readonly timeoutSeconds?: number;
  /**
   * Good probes in a row that make a node healthy, 2 to 10.
   * @default 3
   */
  readonly healthyThreshold?: number;
  /**
   * Failed probes in a row that make a node unhealthy, 2 to 10.
   * @default 2
   */
  readonly unhealthyThreshold?: number;
}

/** Ranges of the ELBv2 API for Network Load Balancers. */
export const INTERVAL = { min: 5, max: 300 };
export const TIMEOUT = { min: 2, max: 120 };
export const THRESHOLD = { min: 2, max: 10 };

/** A health check with every field written out (AWS-NLB-3). */
export interface TargetHealthCheck {
  readonly protocol: ProbeProtocol;
  /** Undefined: each service's own port. */
  readonly port: number | undefined;
  readonly path: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
}

/** Fills in the defaults; a failback delay stands for healthyThreshold times intervalSeconds. */
export function targetHealthCheck(
  props: TargetHealthCheckProps = {},
  failbackDelaySeconds?: number,
): TargetHealthCheck {
  const intervalSeconds = props.intervalSeconds ?? 10;
  const healthyThreshold =
    failbackDelaySeconds === undefined ? 3 : quotient(failbackDelaySeconds, intervalSeconds);
  return {
    protocol: props.protocol ?? "TCP",
    port: props.port,
    path: props.path ?? "/",
    intervalSeconds,
    timeoutSeconds: props.timeoutSeconds ?? 5,
    healthyThreshold: props.healthyThreshold ?? healthyThreshold,
    unhealthyThreshold: props.unhealthyThreshold ?? 2,
  };
}

/** Checks the load balancer's probe of the nodes. */
export function checkTargetHealthCheck(
  path: string,
  props: DeepPartial<TargetHealthCheckProps> | undefined,
): Problem[] {
  if (props === undefined) return [];
  const { protocol, port, timeoutSeconds, healthyThreshold, unhealthyThreshold } = props;
  const { intervalSeconds = 10 } = props;
  return [
    ...checkClientPort(`${path}.port`, port),
    ...checkPath(`${path}.path`, props.path, protocol),
    ...checkRange(
      `${path}.intervalSeconds`,
      intervalSeconds,
      INTERVAL,
      "a whole number of seconds",
      "AWS-NLB-3",
    ),
    ...checkRange(
      `${path}.timeoutSeconds`,
      timeoutSeconds,
      TIMEOUT,
      "a whole number of seconds",
      "AWS-NLB-3",
    ),
    ...(isResolved(timeoutSeconds) && isResolved(intervalSeconds) && timeoutSeconds > intervalSeconds
      ? [timeoutAboveInterval(`${path}.timeoutSeconds`, timeoutSeconds, intervalSeconds)]
      : []),
    ...checkRange(
      `${path}.healthyThreshold`,
      healthyThreshold,
      THRESHOLD,
      "a whole number of probes",
      "AWS-NLB-3",
    ),
    ...checkRange(
      `${path}.unhealthyThreshold`,
      unhealthyThreshold,
      THRESHOLD,
      "a whole number of probes",
      "AWS-NLB-3",
    ),
  ];
}

/** SEMS-LB-6: ports that no load balancer carries, and what they are for. */
const NODE_PORTS: ReadonlyMap<number, string> = new Map([
  [444, "replication"],
  [9000, "administration console"],
  [22, "SSH"],
  [161, "SNMP"],
]);

/** Checks that a port may stand behind the load balancer (SEMS-LB-6). */
export function checkClientPort(path: string, port: number | undefined): Problem[] {
  const use = isResolved(port) ? NODE_PORTS.get(port) : undefined;
  if (isResolved(port) && use !== undefined) return [forbiddenPort(path, port, use)];
  return checkRange(path, port, PORT, "a TCP port");
}

/** Checks the failback delay: it is the time that a node must answer before it is healthy again, by every health check. */
export function checkFailbackDelay(
  path: string,
  seconds: number | undefined,
  healthChecks: readonly (DeepPartial<TargetHealthCheckProps> | undefined)[],
): Problem[] {
  if (!isResolved(seconds)) return [];
  const problems = healthChecks.flatMap((healthCheck) => checkAgainst(path, seconds, healthCheck));
  // Two services with the same fault have one message.
  return [...new Map(problems.map((problem) => [formatProblem(problem), problem])).values()];
}

function checkAgainst(
  path: string,
  seconds: number,
  healthCheck: DeepPartial<TargetHealthCheckProps> | undefined,
): Problem[] {
  const { intervalSeconds = 10, healthyThreshold } = healthCheck ?? {};
  if (!isResolved(intervalSeconds)) return [];
  // An interval out of its range has its own message.
  if (intervalSeconds < INTERVAL.min || intervalSeconds > INTERVAL.max) return [];
  if (isResolved(healthyThreshold)) {
    const given = healthyThreshold * intervalSeconds;
    return given === seconds ? [] : [failbackContradiction(path, seconds, given)];
  }
  const threshold = seconds / intervalSeconds;
  const reachable = Number.isInteger(threshold) && threshold >= THRESHOLD.min && threshold <= THRESHOLD.max;
  return reachable ? [] : [failbackOutOfReach(path, seconds, intervalSeconds)];
}

/** What load balancers and Route 53's health checkers both can probe with. */
export const PROBE_PROTOCOLS = ["TCP", "HTTP", "HTTPS"] as const;

/** One of `PROBE_PROTOCOLS`. */
export type ProbeProtocol = (typeof PROBE_PROTOCOLS)[number];

/** Checks the path of a probe: HTTP and HTTPS have one, TCP has none. */
export function checkPath(
  path: string,
  probePath: string | undefined,
  protocol: string | undefined,
): Problem[] {
  if (!isResolved(probePath)) return [];
  if (protocol === undefined || protocol === "TCP")
    return [notApplicable(path, probePath, "a TCP probe asks for no path")];
  return /^\/\S{0,254}$/.test(probePath)
    ? []
    : [invalidValue(path, probePath, "a path that begins with /, 255 characters at most")];
}
