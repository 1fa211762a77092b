import { z } from "zod";
import { HEALTH_SOURCES } from "../lib/client-access/endpoint-health";
import { PROBE_PROTOCOLS } from "../lib/client-access/target-health-check";
import { number, object, oneOf, text } from "./schema-parts";

/* The part of the config file's schema that is about health. */

const probe = {
  protocol: oneOf(PROBE_PROTOCOLS).meta({ description: "the probe (default TCP)" }).optional(),
  port: number("a TCP port (default the service's own)", { minimum: 1, maximum: 65535 }).optional(),
  path: text("a path, HTTP and HTTPS only (default /)").optional(),
};

/** How a load balancer probes the nodes. */
export const healthCheck = object({
  ...probe,
  intervalSeconds: number("seconds between probes (default 10)", { minimum: 5, maximum: 300 }).optional(),
  timeoutSeconds: number("seconds (default 5)", { minimum: 2, maximum: 120 }).optional(),
  healthyThreshold: number("good probes in a row (default 3)", { minimum: 2, maximum: 10 }).optional(),
  unhealthyThreshold: number("failed probes in a row (default 2)", { minimum: 2, maximum: 10 }).optional(),
});

const HEALTH = HEALTH_SOURCES.map((source) => JSON.stringify(source)).join(" or ");

/** How Route 53 learns of an address' health: a plain word, or all of it. */
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
        intervalSeconds: number("10 or 30 seconds (default 10)", { minimum: 10, maximum: 30 }).optional(),
        failureThreshold: number("probes in a row (default 3)", { minimum: 1, maximum: 10 }).optional(),
      }),
    ],
    { error: `${HEALTH} or { "by": … } with one of the two` },
  )
  .meta({
    description: "how Route 53 learns of an address' health, zonal only (default as the health check does)",
  });
