import { quotient, isResolved, type DeepPartial } from "../tokens";
import {
  timeoutAboveInterval,
  forbiddenPort,
  failbackContradiction,
  failbackOutOfReach,
  notApplicable,
  probeOfOtherProtocol,
  invalidValue,
} from "../validation/errors";
import { type Problem, formatProblem } from "../validation/problem";
import { PORT, TARGET_HEALTH_CHECK, type ProbeProtocol } from "../limits";
import { NODE_ONLY_PORTS, NON_WEB_PORTS } from "../ports";
import { checkRange, isWithin } from "../validation/values";

/** The load balancer's health check of the nodes. */
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

/** A health check with every field written out (AWS-NLB-3). */
export interface TargetHealthCheck {
  /** What the load balancer probes with. */
  readonly protocol: ProbeProtocol;
  /** Undefined: each service's own port. */
  readonly port: number | undefined;
  /** Path of HTTP and HTTPS probes; a TCP probe has none, and does not use it. */
  readonly path: string;
  /** Seconds between probes. */
  readonly intervalSeconds: number;
  /** Seconds after which a probe has failed. */
  readonly timeoutSeconds: number;
  /** Good probes in a row that make a node healthy. */
  readonly healthyThreshold: number;
  /** Failed probes in a row that make a node unhealthy. */
  readonly unhealthyThreshold: number;
}

/** A service's own health check: it overrides the client access's field by field. */
export function mergeHealthChecks<T extends DeepPartial<TargetHealthCheckProps>>(
  ofAccess: T | undefined,
  ofService: T | undefined,
): T | undefined {
  if (ofAccess === undefined || ofService === undefined) return ofService ?? ofAccess;
  const own = Object.entries<unknown>(ofService).filter(([, value]) => value !== undefined);
  return { ...ofAccess, ...Object.fromEntries(own) };
}

/** Fills in the defaults; a failback delay sets healthyThreshold × intervalSeconds. */
export function targetHealthCheck(
  props: TargetHealthCheckProps = {},
  failbackDelaySeconds?: number,
): TargetHealthCheck {
  const defaults = TARGET_HEALTH_CHECK;
  const intervalSeconds = props.intervalSeconds ?? defaults.intervalSeconds.default;
  const healthyThreshold =
    failbackDelaySeconds === undefined
      ? defaults.healthyThreshold.default
      : quotient(failbackDelaySeconds, intervalSeconds);
  return {
    protocol: props.protocol ?? defaults.protocol.default,
    port: props.port,
    path: props.path ?? defaults.path.default,
    intervalSeconds,
    timeoutSeconds: props.timeoutSeconds ?? defaults.timeoutSeconds.default,
    healthyThreshold: props.healthyThreshold ?? healthyThreshold,
    unhealthyThreshold: props.unhealthyThreshold ?? defaults.unhealthyThreshold.default,
  };
}

/**
 * Checks the load balancer's health check of the nodes.
 *
 * @param inherited what a service's own health check leaves to the client access
 */
export function checkTargetHealthCheck(
  path: string,
  props: DeepPartial<TargetHealthCheckProps> | undefined,
  inherited?: DeepPartial<TargetHealthCheckProps>,
): Problem[] {
  if (props === undefined) return [];
  const { port } = props;
  const {
    protocol,
    timeoutSeconds,
    intervalSeconds = TARGET_HEALTH_CHECK.intervalSeconds.default,
  } = mergeHealthChecks(inherited, props) ?? {};
  // What is only inherited has its own message.
  const hasTimes = props.timeoutSeconds !== undefined || props.intervalSeconds !== undefined;
  const checkNumber = (key: keyof typeof UNITS): Problem[] =>
    checkRange(`${path}.${key}`, props[key], TARGET_HEALTH_CHECK[key], UNITS[key], "AWS-NLB-3");
  return [
    ...checkClientPort(`${path}.port`, port),
    ...checkPath(`${path}.path`, props.path, protocol),
    ...checkNumber("intervalSeconds"),
    ...checkNumber("timeoutSeconds"),
    ...(hasTimes &&
    isResolved(timeoutSeconds) &&
    isResolved(intervalSeconds) &&
    timeoutSeconds > intervalSeconds
      ? [timeoutAboveInterval(`${path}.timeoutSeconds`, timeoutSeconds, intervalSeconds)]
      : []),
    ...checkNumber("healthyThreshold"),
    ...checkNumber("unhealthyThreshold"),
  ];
}

/** The numbers of a health check, and what each counts. */
const UNITS = {
  intervalSeconds: "a whole number of seconds",
  timeoutSeconds: "a whole number of seconds",
  healthyThreshold: "a whole number of probes",
  unhealthyThreshold: "a whole number of probes",
} as const;

/** Checks that a port may be exposed through the load balancer (SEMS-LB-6). */
export function checkClientPort(path: string, port: number | undefined): Problem[] {
  const use = isResolved(port) ? NODE_ONLY_PORTS.get(port) : undefined;
  if (isResolved(port) && use !== undefined) return [forbiddenPort(path, port, use)];
  return checkRange(path, port, PORT, "a TCP port");
}

/** Checks that a port speaks the protocol of its probe: otherwise the probe never succeeds, and no node is ever healthy. */
export function checkProbeProtocol(
  path: string,
  protocol: string | undefined,
  port: number | undefined,
): Problem[] {
  if (!isResolved(protocol) || protocol === "TCP" || !isResolved(port)) return [];
  const use = NON_WEB_PORTS.get(port);
  return use === undefined ? [] : [probeOfOtherProtocol(path, protocol, port, use)];
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
  const ranges = TARGET_HEALTH_CHECK;
  const { intervalSeconds = ranges.intervalSeconds.default, healthyThreshold } = healthCheck ?? {};
  if (!isResolved(intervalSeconds)) return [];
  // An interval out of its range has its own message.
  if (!isWithin(intervalSeconds, ranges.intervalSeconds)) return [];
  if (isResolved(healthyThreshold)) {
    const given = healthyThreshold * intervalSeconds;
    return given === seconds ? [] : [failbackContradiction(path, seconds, given)];
  }
  const threshold = seconds / intervalSeconds;
  return isWithin(threshold, ranges.healthyThreshold)
    ? []
    : [failbackOutOfReach(path, seconds, intervalSeconds)];
}

/** Checks the path of a probe: HTTP and HTTPS have one, TCP has none. */
export function checkPath(
  path: string,
  probePath: string | undefined,
  protocol: string | undefined,
): Problem[] {
  if (!isResolved(probePath)) return [];
  if (protocol === undefined || protocol === "TCP")
    return [notApplicable(path, probePath, "a TCP health check has no path")];
  return /^\/\S{0,254}$/.test(probePath)
    ? []
    : [invalidValue(path, probePath, "a path that begins with /, 255 characters at most")];
}
