import { quotient } from "../tokens";
import { timeoutAboveInterval } from "../validation/errors";
import type { Problem } from "../validation/problem";
import { isKnown, type Loose } from "../known";
import { checkRange } from "../validation/values";
import { checkClientPort } from "./client-port";
import { checkPath, type ProbeProtocol } from "./probe";

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
  where: string,
  props: Loose<TargetHealthCheckProps> | undefined,
): Problem[] {
  if (props === undefined) return [];
  const { protocol, port, path, timeoutSeconds, healthyThreshold, unhealthyThreshold } = props;
  const { intervalSeconds = 10 } = props;
  return [
    ...checkClientPort(`${where}.port`, port),
    ...checkPath(`${where}.path`, path, protocol),
    ...checkRange(
      `${where}.intervalSeconds`,
      intervalSeconds,
      INTERVAL,
      "a whole number of seconds",
      "AWS-NLB-3",
    ),
    ...checkRange(
      `${where}.timeoutSeconds`,
      timeoutSeconds,
      TIMEOUT,
      "a whole number of seconds",
      "AWS-NLB-3",
    ),
    ...(isKnown(timeoutSeconds) && isKnown(intervalSeconds) && timeoutSeconds > intervalSeconds
      ? [timeoutAboveInterval(`${where}.timeoutSeconds`, timeoutSeconds, intervalSeconds)]
      : []),
    ...checkRange(
      `${where}.healthyThreshold`,
      healthyThreshold,
      THRESHOLD,
      "a whole number of probes",
      "AWS-NLB-3",
    ),
    ...checkRange(
      `${where}.unhealthyThreshold`,
      unhealthyThreshold,
      THRESHOLD,
      "a whole number of probes",
      "AWS-NLB-3",
    ),
  ];
}
