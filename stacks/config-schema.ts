import { z } from "zod";
import { NODE_COUNT } from "../lib/limits";
import { ADMIN_PORTS } from "../lib/ports";
import { clientAccess } from "./client-access-schema";
import { flag, hostedZone, list, object, text } from "./schema-parts";

/*
 * The shape of the config file: keys and types. Meaning is checked by the constructs' own checks, so that program and
 * file are held to the same rules.
 */

const interface1 = object(
  { fqdn: text("the node's own FQDN such as sems1.example.com"), address: text("an IPv4 address") },
  "Interface 1, { fqdn, address }",
);

const interface2 = object(
  {
    address: text("a private IPv4 address that the load balancer targets"),
    availabilityZone: text("an Availability Zone such as us-east-1a"),
    outsideVpc: flag("true for a node outside the VPC (default false)").optional(),
  },
  "Interface 2, { address, availabilityZone }",
);

const node = object(
  {
    name: text("a short name such as sems1"),
    interface1,
    interface2,
    maintenance: flag("true: last in the serving order (default false)").optional(),
  },
  "a node, { name, interface1, interface2 }",
);

const acmPublic = object({
  source: z.literal("acm-public"),
  hostedZone: hostedZone
    .meta({
      description: "public zone that holds the names (default that of the first internet-facing access)",
    })
    .optional(),
  validationRecord: flag(
    "false where another stack of the account makes ACM's validation record (default true)",
  ).optional(),
});
const privateCa = object({ source: z.literal("private-ca"), authorityArn: text("the ARN of a private CA") });
const SOURCES = '{ "source": … } with one of "acm-public", "private-ca", "existing"';

const certificates = object(
  {
    client: z.discriminatedUnion(
      "source",
      [
        acmPublic,
        privateCa,
        object({ source: z.literal("existing"), arn: text("the ARN of a certificate in ACM") }),
      ],
      { error: SOURCES },
    ),
    replication: z.discriminatedUnion(
      "source",
      [
        acmPublic,
        privateCa,
        object({
          source: z.literal("existing"),
          arns: z
            .record(z.string(), text("the ARN of a certificate in ACM"), { error: "ARNs by node name" })
            .meta({ description: "ARNs by node name" }),
        }),
      ],
      { error: SOURCES },
    ),
  },
  "certificates, { client, replication }",
);

/** The config file. */
export const configSchema = object(
  {
    $schema: text("the location of this schema, for editors (default none)").optional(),
    name: text("the stack's name (default sems)").optional(),
    region: text("an AWS region such as us-east-1"),
    tags: z
      .record(z.string(), z.string({ error: "a string" }), { error: "tags, { name: value }" })
      .meta({ description: "tags of every resource (default none)" })
      .optional(),
    state: object(
      {
        bucket: text("an S3 bucket's name"),
        key: text("the state's key in the bucket"),
        region: text("the bucket's region"),
        kmsKeyId: text("the ARN of a KMS key (default the bucket's own encryption)").optional(),
      },
      "an S3 state, { bucket, key, region }",
    )
      .meta({ description: "Terraform state in S3 (default a file in the working folder)" })
      .optional(),
    clientFqdn: text("the name that clients use, such as keys.example.com"),
    vpcId: text("a VPC's id such as vpc-0123456789abcdef0"),
    nodes: list(node, `a list of ${NODE_COUNT.min} to ${NODE_COUNT.max} nodes, in order of preference`).meta({
      minItems: NODE_COUNT.min,
      maxItems: NODE_COUNT.max,
    }),
    clientAccess: list(clientAccess, "a list of client accesses"),
    certificates,
    replication: object({
      hostedZone: hostedZone
        .meta({ description: "zone for records of the nodes' FQDNs (default no records)" })
        .optional(),
      adminClients: list(text("an IPv4 network in CIDR notation"), "a list of IPv4 networks")
        .meta({
          description: `networks that administer the nodes on ports ${Object.values(ADMIN_PORTS).join(" and ")} (default none)`,
        })
        .optional(),
    })
      .meta({ description: "Interface 1 (default only replication among the nodes)" })
      .optional(),
    monitoring: object({
      noHealthyTarget: flag(
        "an alarm per node and service without a healthy target (default true)",
      ).optional(),
      failover: flag("an alarm while another node than the first serves (default true)").optional(),
      noHealthyNode: flag("an alarm while no node is healthy (default true)").optional(),
      failOpen: flag("an alarm per zone that routes clients to an unhealthy node (default true)").optional(),
      dashboard: flag("a CloudWatch dashboard of the cluster (default false)").optional(),
    })
      .meta({ description: "alarms and dashboard (default all alarms with notifications, no dashboard)" })
      .optional(),
    notifications: object({
      topicArn: text("the ARN of an SNS topic (default a new one)").optional(),
      emails: list(text("an e-mail address"), "a list of e-mail addresses")
        .meta({ description: "e-mail subscriptions of a new topic (default none)" })
        .optional(),
    })
      .meta({
        description:
          "where alarms and notices about certificates go: a topic or e-mail addresses (default nowhere)",
      })
      .optional(),
  },
  "an object, the config file",
);

/** What a config file of the right shape holds. */
export type ConfigFile = z.infer<typeof configSchema>;
