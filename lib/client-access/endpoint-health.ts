import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import type { Construct } from "constructs";
import { notSupported, portWithoutService, wrongForm } from "../errors";
import type { Problem } from "../problem";
import { isKnown, type Loose } from "../known";
import { checkRange } from "../values";
import { ClientService } from "./client-service";
import { checkPath, type ProbeProtocol } from "./probe";
import type { TargetHealthCheckProps } from "./target-health-check";

/** How Route 53 finds out whether an endpoint reaches its node: its checkers probe the static address. */
export interface EndpointHealthProps {
  /**
   * TCP, HTTP or HTTPS. The checkers do not validate certificates; HTTPS needs TLS 1.2 or older on the node.
   * @default - the health check's protocol where a service listens on its port, else TCP
   */
  readonly protocol?: ProbeProtocol;
  /**
   * The port of one of the services: it stands for all services of the node.
   * @default - the health check's port where it is a service's, else the first service's
   */
  readonly port?: number;
  /**
   * Path of HTTP and HTTPS probes.
   * @default - the health check's path, as for the protocol
   */
  readonly path?: string;
  /**
   * Seconds between the probes of one checker: 10 or 30. A later change replaces the check.
   * @default 10
   */
  readonly intervalSeconds?: number;
  /**
   * Probes in a row that change the state, 1 to 10, in both directions.
   * @default 3
   */
  readonly failureThreshold?: number;
}

/** A check with every field written out. */
export type EndpointHealth = Required<EndpointHealthProps>;

/** Range of the Route 53 API. */
export const FAILURE_THRESHOLD = { min: 1, max: 10 };

/** The two intervals of the Route 53 API, seconds. */
export const CHECKER_INTERVALS = [10, 30] as const;

/** Fills in the defaults: as the load balancer's own health check asks, where a service listens on its port. */
export function endpointHealth(
  props: EndpointHealthProps | undefined,
  healthCheck: TargetHealthCheckProps | undefined,
  services: readonly ClientService[],
): EndpointHealth {
  const [first = ClientService.HTTPS] = services;
  const port = healthCheck?.port ?? first.port;
  // A probe of a port that clients cannot reach is of no use to Route 53's checkers.
  const followed = services.some((service) => service.port === port) ? healthCheck : undefined;
  return {
    protocol: props?.protocol ?? followed?.protocol ?? "TCP",
    port: props?.port ?? followed?.port ?? first.port,
    path: props?.path ?? followed?.path ?? "/",
    intervalSeconds: props?.intervalSeconds ?? 10,
    failureThreshold: props?.failureThreshold ?? 3,
  };
}

/** What is checked. */
export interface CheckedAddress {
  /** The static address that the checkers connect to. */
  readonly address: string;
  /** The name that HTTP and HTTPS probes ask for. */
  readonly hostName: string;
  /** Name tag. */
  readonly name: string;
}

/** Makes the check of one static address. */
export function addEndpointHealthCheck(
  scope: Construct,
  id: string,
  health: EndpointHealth,
  { address, hostName, name }: CheckedAddress,
): Route53HealthCheck {
  return new Route53HealthCheck(scope, id, {
    type: health.protocol,
    ipAddress: address,
    port: health.port,
    ...(health.protocol === "TCP" ? {} : { fqdn: hostName, resourcePath: health.path }),
    requestInterval: health.intervalSeconds,
    failureThreshold: health.failureThreshold,
    tags: { Name: name },
    // Route 53 deletes a check that records still refer to, and then their state is undefined.
    lifecycle: { createBeforeDestroy: true },
  });
}

/** Endpoint health as a config file may write it. */
export interface EndpointHealthDescription extends EndpointHealthProps {
  readonly by?: string;
}

/** Checks Route 53's probe of an endpoint. */
export function checkEndpointHealth(
  where: string,
  props: Loose<EndpointHealthDescription> | undefined,
  servicePorts: readonly (number | undefined)[],
  healthCheck: Loose<TargetHealthCheckProps> | undefined,
): Problem[] {
  if (props === undefined) return [];
  const { by, protocol, port, path, intervalSeconds, failureThreshold } = props;
  return [
    ...(isKnown(by) && by !== "route53-checkers"
      ? [notSupported(`${where}.by`, by, '"route53-checkers"')]
      : []),
    ...(isKnown(port) &&
    servicePorts.length > 0 &&
    servicePorts.every(isKnown) &&
    !servicePorts.includes(port)
      ? [portWithoutService(`${where}.port`, port, servicePorts)]
      : []),
    ...checkPath(`${where}.path`, path, protocol ?? healthCheck?.protocol),
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
