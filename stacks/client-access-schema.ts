import { z } from "zod";
import { ClientService } from "../lib";
import { FAILBACK_DELAY_SECONDS, PORT, TCP_IDLE_TIMEOUT_SECONDS, TTL_SECONDS, WEIGHTS } from "../lib/limits";
import { endpointHealth, healthCheck } from "./health-schema";
import { flag, hostedZone, list, number, object, text } from "./schema-parts";

const METHODS =
  '{ "type": … } with one of "fail-over" (2 nodes), "ordered-list", "weighted", "manual"; never round robin (SEMS-LB-1)';

const method = z.discriminatedUnion(
  "type",
  [
    object({ type: z.literal("fail-over") }),
    object({ type: z.literal("ordered-list") }),
    object({
      type: z.literal("weighted"),
      primary: number("weight of the first node", WEIGHTS.primary).optional(),
      backup: number("weight of every other node", WEIGHTS.backup).optional(),
    }),
    object({ type: z.literal("manual"), activeNode: text("the name of the node that serves clients") }),
  ],
  { error: METHODS },
);

const subnet = object(
  {
    id: text("a subnet's id such as subnet-0123456789abcdef0"),
    availabilityZone: text("an Availability Zone such as us-east-1a"),
    privateAddress: text(
      "an unused IPv4 address of the subnet, internal only (required for zonal; default AWS's choice)",
    ).optional(),
    allocationId: text(
      "an Elastic IP's allocation id, internet-facing only (default: zonal, a new one; per-node, AWS's choice)",
    ).optional(),
  },
  "a subnet, { id, availabilityZone }",
);

const SERVICES = `one of ${[...ClientService.STANDARD.keys()].map((name) => JSON.stringify(name)).join(", ")} or { "name", "port" }`;

const service = z.union(
  [
    z.string().refine((name) => ClientService.STANDARD.has(name), { error: SERVICES }),
    object({
      name: text("a name"),
      port: number("a TCP port", PORT),
      healthCheck: healthCheck
        .meta({
          description:
            "overrides the client access's healthCheck for this service, field by field (default nothing)",
        })
        .optional(),
    }),
  ],
  { error: SERVICES },
);

const takeover = object(
  {
    record: object(
      {
        type: z.enum(["A", "CNAME"], { error: '"A" or "CNAME"' }),
        ttlSeconds: z
          .number({ error: "a number: the record's TTL in seconds" })
          .meta({ description: "the record's TTL in seconds, exactly as it is" }),
        values: list(text("an IPv4 address, or the name of a CNAME"), "the record's values"),
      },
      "the record that the name has, { type, ttlSeconds, values }",
    )
      .meta({ description: "first step: leave the name's records to a change batch (default none)" })
      .optional(),
    adopt: flag("second step: import the records that the batch has made (default false)").optional(),
  },
  "a takeover, { record } or { adopt }",
);

/** One client access. */
export const clientAccess = object(
  {
    name: text("a short name, unique in the file (default clients)").optional(),
    hostedZone,
    scheme: z
      .enum(["internet-facing", "internal"], { error: '"internet-facing" or "internal"' })
      .meta({ description: "internet-facing, or internal for networks that reach the VPC" }),
    topology: z
      .enum(["zonal", "per-node"], { error: '"zonal" or "per-node"' })
      .meta({ description: "one load balancer with one node per zone, or one for each node (default zonal)" })
      .optional(),
    method: method.meta({ description: "default fail-over with 2 nodes, ordered-list with more" }).optional(),
    subnets: list(subnet, "a list of subnets, one per Availability Zone"),
    services: list(service, "a list of services (default https)").optional(),
    allowedClients: list(text("an IPv4 network in CIDR notation"), "a list of IPv4 networks")
      .meta({
        description:
          "networks that may connect (default 0.0.0.0/0 when internet-facing, RFC 1918 when internal)",
      })
      .optional(),
    healthCheck: healthCheck
      .meta({
        description: "the load balancer's health check of the nodes (default TCP to each service's port)",
      })
      .optional(),
    endpointHealth: endpointHealth.optional(),
    ttlSeconds: number("seconds, zonal only", TTL_SECONDS).optional(),
    tcpIdleTimeoutSeconds: number(
      "seconds for which the load balancers keep an idle connection",
      TCP_IDLE_TIMEOUT_SECONDS,
    ).optional(),
    failbackDelaySeconds: number(
      "seconds for which a node must be healthy before clients return to it",
      FAILBACK_DELAY_SECONDS,
    ).optional(),
    takeover: takeover
      .meta({
        description: "moves a name that is in use without a gap, in two steps (default the name is new)",
      })
      .optional(),
    preserveClientIp: flag("whether nodes see the clients' addresses (default false)").optional(),
    deletionProtection: flag("whether AWS refuses to delete the load balancer (default true)").optional(),
  },
  "a client access, { hostedZone, scheme, subnets }",
);
