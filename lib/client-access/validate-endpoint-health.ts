import { ENDPOINT_HEALTH } from "../limits";
import { isResolved, type DeepPartial } from "../tokens";
import {
  checkersCannotReach,
  invalidValue,
  notApplicable,
  oneProbeForSeveralPorts,
  portWithoutService,
  tooFewRegions,
} from "../validation/errors";
import type { Problem } from "../validation/problem";
import { checkMembers, checkRange } from "../validation/values";
import type { ServiceDescription } from "./client-service";
import { defaultSource, type EndpointHealthProps } from "./endpoint-health";
import {
  checkPath,
  checkProbeProtocol,
  mergeHealthChecks,
  type TargetHealthCheckProps,
} from "./target-health-check";

/** Endpoint health as a config file may write it. */
export interface EndpointHealthDescription extends Omit<EndpointHealthProps, "by"> {
  readonly by?: string;
}

/** What endpoint health must fit. */
export interface CheckedAccess {
  readonly scheme: string | undefined;
  readonly topology: string | undefined;
  readonly services: DeepPartial<readonly ServiceDescription[]>;
  readonly healthCheck: DeepPartial<TargetHealthCheckProps> | undefined;
}

/** Checks how Route 53 finds out whether an endpoint reaches its node. */
export function checkEndpointHealth(
  path: string,
  props: DeepPartial<EndpointHealthDescription> | undefined,
  access: CheckedAccess,
): Problem[] {
  if (props === undefined) return [];
  const { scheme, topology } = access;
  if (topology === "per-node") {
    return [
      notApplicable(path, props.by ?? props, "per-node uses alias records, which evaluate the target groups"),
    ];
  }
  const by = props.by ?? (isResolved(scheme) ? defaultSource(scheme) : undefined);
  return [
    ...(scheme === "internal" && props.by === "route53-checkers"
      ? [checkersCannotReach(`${path}.by`, props.by)]
      : []),
    ...checkPort(`${path}.port`, props.port, access.services),
    ...(by === "cloudwatch-alarm" ? checkAlarm(path, props) : checkProbe(path, props, access)),
  ];
}

/** An alarm follows the load balancer's own probes: nothing of a checker's probe has a meaning. */
function checkAlarm(path: string, props: DeepPartial<EndpointHealthDescription>): Problem[] {
  const ofCheckers = ["protocol", "path", "intervalSeconds", "failureThreshold", "regions"] as const;
  return ofCheckers.flatMap((key) =>
    props[key] === undefined
      ? []
      : [notApplicable(`${path}.${key}`, props[key], "an alarm follows the load balancer's `healthCheck`")],
  );
}

function checkProbe(
  path: string,
  props: DeepPartial<EndpointHealthDescription>,
  { services, healthCheck }: CheckedAccess,
): Problem[] {
  const { protocol, port, path: probePath, intervalSeconds, failureThreshold, regions } = props;
  const intervals = ENDPOINT_HEALTH.intervalSeconds.values;
  const ports = port === undefined ? portsProbed(services, healthCheck) : [];
  const special =
    isResolved(protocol) && protocol !== "TCP" ? "protocol" : isResolved(probePath) ? "path" : undefined;
  return [
    ...(special !== undefined && ports.length > 1
      ? [oneProbeForSeveralPorts(`${path}.${special}`, props[special], ports)]
      : checkPath(`${path}.path`, probePath, protocol ?? healthCheck?.protocol)),
    ...checkProbeProtocol(`${path}.protocol`, protocol, port ?? (ports.length === 1 ? ports[0] : undefined)),
    ...(isResolved(intervalSeconds) && !intervals.some((seconds) => seconds === intervalSeconds)
      ? [invalidValue(`${path}.intervalSeconds`, intervalSeconds, `${intervals.join(" or ")} seconds`)]
      : []),
    ...checkRange(
      `${path}.failureThreshold`,
      failureThreshold,
      ENDPOINT_HEALTH.failureThreshold,
      "a whole number of probes",
    ),
    ...checkRegions(`${path}.regions`, regions),
  ];
}

function checkRegions(path: string, regions: DeepPartial<readonly string[]> | undefined): Problem[] {
  const { values, min } = ENDPOINT_HEALTH.regions;
  const isKnown = (region: string): boolean => values.some((value) => value === region);
  if (isResolved(regions) && regions.length < min) return [tooFewRegions(path, regions.length, min)];
  return checkMembers(path, regions, (here, region) =>
    isResolved(region) && !isKnown(region)
      ? [invalidValue(here, region, `a region of Route 53's health checkers: ${values.join(", ")}`)]
      : [],
  );
}

function checkPort(path: string, port: number | undefined, services: CheckedAccess["services"]): Problem[] {
  const ports = services.map((service) => service?.port);
  const isOneOfThem =
    !isResolved(port) || ports.length === 0 || !ports.every(isResolved) || ports.includes(port);
  return isOneOfThem ? [] : [portWithoutService(path, port, ports)];
}

/** The ports that checkers probe while no port is named: each service's, or that which its health check names. */
function portsProbed(
  services: CheckedAccess["services"],
  healthCheck: DeepPartial<TargetHealthCheckProps> | undefined,
): number[] {
  const own = services.map((service) => service?.port);
  const probed = services.map((service) => {
    const named = mergeHealthChecks(healthCheck, service?.healthCheck)?.port;
    return named !== undefined && own.includes(named) ? named : service?.port;
  });
  return [...new Set(probed.filter(isResolved))];
}
