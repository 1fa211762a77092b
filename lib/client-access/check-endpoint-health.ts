import {
  checkersCannotReach,
  oneProbeForSeveralPorts,
  pointless,
  portWithoutService,
  wrongForm,
} from "../validation/errors";
import { isKnown, type Loose } from "../known";
import type { Problem } from "../validation/problem";
import { checkRange } from "../validation/values";
import type { ServiceDescription } from "./client-service";
import { defaultSource, type EndpointHealthProps } from "./endpoint-health";
import { checkPath } from "./probe";
import type { TargetHealthCheckProps } from "./target-health-check";

/** Range of the Route 53 API. */
export const FAILURE_THRESHOLD = { min: 1, max: 10 };

/** The two intervals of the Route 53 API, seconds. */
export const CHECKER_INTERVALS = [10, 30] as const;

/** Endpoint health as a config file may write it. */
export interface EndpointHealthDescription extends Omit<EndpointHealthProps, "by"> {
  readonly by?: string;
}

/** What endpoint health must fit. */
export interface CheckedAccess {
  readonly scheme: string | undefined;
  readonly topology: string | undefined;
  readonly services: Loose<readonly ServiceDescription[]>;
  readonly healthCheck: Loose<TargetHealthCheckProps> | undefined;
}

/** Checks how Route 53 finds out whether an endpoint reaches its node. */
export function checkEndpointHealth(
  where: string,
  props: Loose<EndpointHealthDescription> | undefined,
  access: CheckedAccess,
): Problem[] {
  if (props === undefined) return [];
  const { scheme, topology } = access;
  if (topology === "per-node") {
    return [pointless(where, props.by ?? props, "the alias records of per-node evaluate the target groups")];
  }
  const by = props.by ?? (isKnown(scheme) ? defaultSource(scheme) : undefined);
  return [
    ...(scheme === "internal" && props.by === "route53-checkers"
      ? [checkersCannotReach(`${where}.by`, props.by)]
      : []),
    ...checkPort(`${where}.port`, props.port, access.services),
    ...(by === "cloudwatch-alarm" ? checkAlarm(where, props) : checkProbe(where, props, access)),
  ];
}

/** An alarm follows the load balancer's own probes: nothing of a checker's probe has a meaning. */
function checkAlarm(where: string, props: Loose<EndpointHealthDescription>): Problem[] {
  const ofCheckers = ["protocol", "path", "intervalSeconds", "failureThreshold"] as const;
  return ofCheckers.flatMap((key) =>
    props[key] === undefined
      ? []
      : [pointless(`${where}.${key}`, props[key], "an alarm follows the load balancer's own `healthCheck`")],
  );
}

function checkProbe(
  where: string,
  props: Loose<EndpointHealthDescription>,
  { services, healthCheck }: CheckedAccess,
): Problem[] {
  const { protocol, port, path, intervalSeconds, failureThreshold } = props;
  const ports = port === undefined ? portsProbed(services, healthCheck) : [];
  const special = isKnown(protocol) && protocol !== "TCP" ? "protocol" : isKnown(path) ? "path" : undefined;
  return [
    ...(special !== undefined && ports.length > 1
      ? [oneProbeForSeveralPorts(`${where}.${special}`, props[special], ports)]
      : checkPath(`${where}.path`, path, protocol ?? healthCheck?.protocol)),
    ...(isKnown(intervalSeconds) && !CHECKER_INTERVALS.some((seconds) => seconds === intervalSeconds)
      ? [wrongForm(`${where}.intervalSeconds`, intervalSeconds, `${CHECKER_INTERVALS.join(" or ")} seconds`)]
      : []),
    ...checkRange(
      `${where}.failureThreshold`,
      failureThreshold,
      FAILURE_THRESHOLD,
      "a whole number of probes",
    ),
  ];
}

function checkPort(where: string, port: number | undefined, services: CheckedAccess["services"]): Problem[] {
  const ports = services.map((service) => service?.port);
  const isOneOfThem = !isKnown(port) || ports.length === 0 || !ports.every(isKnown) || ports.includes(port);
  return isOneOfThem ? [] : [portWithoutService(where, port, ports)];
}

/** The ports that checkers probe while no port is named: each service's, or that which its health check names. */
function portsProbed(
  services: CheckedAccess["services"],
  healthCheck: Loose<TargetHealthCheckProps> | undefined,
): number[] {
  const own = services.map((service) => service?.port);
  const probed = services.map((service) => {
    const named = (service?.healthCheck ?? healthCheck)?.port;
    return named !== undefined && own.includes(named) ? named : service?.port;
  });
  return [...new Set(probed.filter(isKnown))];
}
