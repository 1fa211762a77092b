import { parseConfig } from "../../stacks/config";
import { InvalidConfigError } from "../../stacks/config-error";
import { hostedZone, node, subnet, upTo } from "./cluster";

const ACCOUNT = "111122223333";

/** ARN of a certificate in ACM. */
export const certificateArn = (id: string): string => `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/${id}`;

/** ARN of a private CA. */
export const authorityArn = `arn:aws:acm-pca:us-east-1:${ACCOUNT}:certificate-authority/1`;

/** ARN of an SNS topic. */
export const topicArn = `arn:aws:sns:us-east-1:${ACCOUNT}:sems`;

/** A valid config file for `nodes` nodes, with every section and nearly every key. */
export function validConfig(nodes = 3) {
  return {
    name: "keys",
    region: "us-east-1",
    tags: { team: "messaging" },
    state: { bucket: "states", key: "sems.tfstate", region: "us-east-1", kmsKeyId: "key-1" },
    clientFqdn: "keys.example.com",
    vpcId: "vpc-1",
    nodes: upTo(nodes).map((n) => node(n, { maintenance: false })),
    clientAccess: [
      {
        name: "clients",
        hostedZone,
        scheme: "internet-facing",
        topology: "zonal",
        method: { type: "ordered-list" },
        subnets: upTo(nodes).map((n) => ({ ...subnet(n), allocationId: `eipalloc-${n}` })),
        services: ["https", { name: "portal", port: 8443 }],
        allowedClients: ["10.0.0.0/8"],
        healthCheck: { protocol: "HTTPS", port: 443, path: "/", intervalSeconds: 10, timeoutSeconds: 5 },
        endpointHealth: { by: "route53-checkers", protocol: "TCP", port: 443, failureThreshold: 3 },
        ttlSeconds: 10,
        failbackDelaySeconds: 30,
        preserveClientIp: false,
        deletionProtection: true,
      },
    ],
    certificates: {
      client: { source: "existing", arn: certificateArn("client") },
      replication: { source: "private-ca", authorityArn },
    },
    replication: { hostedZone, adminClients: ["10.0.0.0/8"] },
    notifications: { emails: ["ops@example.com"] },
  };
}

/** Values by their paths, as messages write them: `nodes[2].interface2.address`. */
export type Changes = Readonly<Record<string, unknown>>;

/** The text of a valid config file with other values in some places; `undefined` drops a key. */
export function configText(changes: Changes = {}, nodes = 3): string {
  const changed = Object.entries(changes).reduce<unknown>(
    (document, [path, value]) => replace(document, path.match(/[^.[\]]+/g) ?? [], value),
    validConfig(nodes),
  );
  return JSON.stringify(changed);
}

function replace(document: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(document)) {
    return Object.assign([...document], { [key]: replace(document[Number(key)], rest, value) });
  }
  const members = new Map<string, unknown>(
    typeof document === "object" && document !== null ? Object.entries(document) : [],
  );
  return Object.fromEntries(members.set(key, replace(members.get(key), rest, value)));
}

/** The lines with which a config file's text is refused, one per problem; none where it is accepted. */
export function linesOf(text: string): string[] {
  try {
    parseConfig("sems.config.json", text);
  } catch (error) {
    if (error instanceof InvalidConfigError) return error.message.split("\n  ").slice(1);
    throw error;
  }
  return [];
}

/** The lines with which a valid config file is refused once some places have other values. */
export const linesWith = (changes: Changes, nodes?: number): string[] => linesOf(configText(changes, nodes));
