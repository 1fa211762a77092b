import { z } from "zod";
import { HEALTH_SOURCES } from "../lib/client-access/endpoint-health";
import { ENDPOINT_HEALTH, PORT, PROBE_PROTOCOLS, TARGET_HEALTH_CHECK } from "../lib/limits";
import { list, number, object, oneOf, text } from "./schema-parts";

/* The part of the config file's schema that is about health. */

const probe = {
  protocol: oneOf(PROBE_PROTOCOLS)
    .meta({ description: `the probe (default ${TARGET_HEALTH_CHECK.protocol.default})` })
    .optional(),
  port: number("a TCP port (default the service's own)", PORT).optional(),
  path: text(`a path, HTTP and HTTPS only (default ${TARGET_HEALTH_CHECK.path.default})`).optional(),
};

/** How a load balancer probes the nodes. */
export const healthCheck = object({
  ...probe,
  intervalSeconds: number("seconds between probes", TARGET_HEALTH_CHECK.intervalSeconds).optional(),
  timeoutSeconds: number("seconds", TARGET_HEALTH_CHECK.timeoutSeconds).optional(),
  healthyThreshold: number("consecutive successful probes", TARGET_HEALTH_CHECK.healthyThreshold).optional(),
  unhealthyThreshold: number("consecutive failed probes", TARGET_HEALTH_CHECK.unhealthyThreshold).optional(),
});

const HEALTH = HEALTH_SOURCES.map((source) => JSON.stringify(source)).join(" or ");

/** How Route 53 determines the health of an address: the source, or an object with all settings. */
export const endpointHealth = z
  .union(
    [
      z.enum(HEALTH_SOURCES),
      object({
        by: oneOf(HEALTH_SOURCES)
          .meta({
            description: "default route53-checkers when internet-facing, cloudwatch-alarm when internal",
          })
          .optional(),
        ...probe,
        intervalSeconds: number(
          `${ENDPOINT_HEALTH.intervalSeconds.values.join(" or ")} seconds`,
          ENDPOINT_HEALTH.intervalSeconds,
        ).optional(),
        failureThreshold: number("probes in a row", ENDPOINT_HEALTH.failureThreshold).optional(),
        regions: list(
          text(`a region of Route 53's health checkers: ${ENDPOINT_HEALTH.regions.values.join(", ")}`),
          `regions of Route 53's health checkers, ${ENDPOINT_HEALTH.regions.min} or more (default all)`,
        ).optional(),
      }),
    ],
    { error: `${HEALTH} or { "by": … } with one of these` },
  )
  .meta({
    description: "how Route 53 determines the health of an address, zonal only (default like healthCheck)",
  });
