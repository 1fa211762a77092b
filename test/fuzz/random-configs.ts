import fc from "fast-check";
import { certificateArn } from "../support/config";
import { node, subnet, upTo } from "../support/cluster";

/** How a random cluster is laid out. */
interface Shape {
  readonly count: number;
  readonly topology: "zonal" | "per-node";
  readonly scheme: "internet-facing" | "internal";
  readonly method: "fail-over" | "ordered-list" | "weighted" | "manual";
  readonly services: readonly string[];
  readonly outside: readonly boolean[];
  readonly maintenance: readonly boolean[];
  readonly delay: number | undefined;
  readonly isRestricted: boolean;
  readonly hasNotifications: boolean;
}

const WEB_AND_KEYS = ["https", "ldap", "ldaps", "http"];
const MAIL = ["smtp", "smtps", "submission"];

const shapes: fc.Arbitrary<Shape> = fc
  .constantFrom<Shape["method"]>("fail-over", "ordered-list", "weighted", "manual")
  .chain((method) =>
    fc.record({
      method: fc.constant(method),
      count: fc.integer({ min: 2, max: method === "fail-over" ? 2 : method === "weighted" ? 5 : 6 }),
      topology: fc.constantFrom("zonal", "per-node"),
      scheme: fc.constantFrom("internet-facing", "internal"),
      services: fc.subarray(method === "weighted" ? WEB_AND_KEYS : [...WEB_AND_KEYS, ...MAIL], {
        minLength: 1,
      }),
      outside: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      maintenance: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      delay: fc.constantFrom(undefined, 20, 60, 100),
      isRestricted: fc.boolean(),
      hasNotifications: fc.boolean(),
    }),
  );

/** A valid config file of a random shape. */
export const validConfigs = shapes.map((shape) => {
  const { count, topology, scheme, method, services } = shape;
  const needsClientIp = services.some((service) => MAIL.includes(service));
  const needsAddress = topology === "zonal" && scheme === "internal";
  const [active = "sems1"] = upTo(count)
    .filter((n) => shape.maintenance[n - 1] !== true)
    .map((n) => `sems${n}`);
  return {
    name: "fuzz",
    region: "us-east-1",
    tags: { team: "messaging", stage: "test" },
    state: { bucket: "states", key: "sems.tfstate", region: "us-east-1" },
    clientFqdn: "keys.example.com",
    vpcId: "vpc-1",
    nodes: upTo(count).map((n) => {
      const { name, interface1, interface2 } = node(n);
      const outsideVpc = !needsClientIp && shape.outside[n - 1] === true;
      // With manual, the active node must not be in maintenance.
      const maintenance = shape.maintenance[n - 1] === true && name !== active;
      return { name, interface1, interface2: { ...interface2, outsideVpc }, maintenance };
    }),
    clientAccess: [
      {
        hostedZone: { id: "Z0123456789ABCDEFGHIJ", name: "example.com" },
        scheme,
        topology,
        method: method === "manual" ? { type: method, activeNode: active } : { type: method },
        subnets: upTo(count).map((n) =>
          needsAddress ? { ...subnet(n), privateAddress: `10.0.${n}.5` } : subnet(n),
        ),
        services,
        preserveClientIp: needsClientIp,
        ...(shape.delay === undefined ? {} : { failbackDelaySeconds: shape.delay }),
        ...(shape.isRestricted ? { allowedClients: ["10.0.0.0/8", "192.168.0.0/16"] } : {}),
      },
    ],
    certificates: {
      client: { source: "existing", arn: certificateArn("client") },
      replication: {
        source: "existing",
        arns: Object.fromEntries(upTo(count).map((n) => [`sems${n}`, certificateArn(String(n))])),
      },
    },
    replication: { adminClients: ["10.0.0.0/8"] },
    ...(shape.hasNotifications ? { notifications: { emails: ["ops@example.com"] } } : {}),
  };
});

/** A fault: what to write where, and the place at which it must be refused. */
export interface Fault {
  readonly at: readonly string[];
  readonly value: unknown;
  readonly path: string;
}

const fault = (at: string, value: unknown, path = at): Fault => ({
  at: at.match(/[^.[\]]+/g) ?? [],
  value,
  path,
});

const ACCESS = "clientAccess[0]";

/** Faults that can be together, each at a place of its own. */
export const FAULTS: readonly Fault[] = [
  fault("name", "1 stack"),
  fault("region", "us east"),
  fault("tags.team", "${path.cwd}"),
  fault("tags.aws:x", "v"),
  fault("state.bucket", "My_Bucket"),
  fault("clientFqdn", "keys"),
  fault("vpcId", "subnet-1"),
  fault("nodes[0].name", "sems 1"),
  fault("nodes[0].interface1.address", "127.0.0.1"),
  fault("nodes[0].interface1.fqdn", "sems1.example.com."),
  fault("nodes[1].interface2.address", "8.8.8.8"),
  fault("nodes[1].interface2.availabilityZone", "us-east-11b"),
  fault(`${ACCESS}.hostedZone.id`, "1"),
  fault(`${ACCESS}.scheme`, "both"),
  fault(`${ACCESS}.ttlSeconds`, 61),
  fault(`${ACCESS}.services`, [{ name: "replication", port: 444 }], `${ACCESS}.services[0]`),
  fault(`${ACCESS}.allowedClients`, ["10.0.0.1/8"], `${ACCESS}.allowedClients[0]`),
  fault(`${ACCESS}.tcpIdleTimeoutSeconds`, 59),
  fault(`${ACCESS}.healthCheck`, { intervalSeconds: 4 }, `${ACCESS}.healthCheck.intervalSeconds`),
  fault("certificates.client.arn", "arn:aws:acm:us-east-1:111122223333:certificate/a;b"),
  fault("replication.adminClients", ["0.0.0.0/0"], "replication.adminClients[0]"),
  fault("notifications", {}),
  fault("stage", "test"),
];

/** A config file with values at other places. */
export function withFaults(config: unknown, faults: readonly Fault[]): unknown {
  return faults.reduce((document, { at, value }) => replaced(document, at, value), config);
}

function replaced(document: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(document)) {
    return document.map((member: unknown, i) => (String(i) === key ? replaced(member, rest, value) : member));
  }
  const members = new Map<string, unknown>(
    typeof document === "object" && document !== null ? Object.entries(document) : [],
  );
  return Object.fromEntries(members.set(key, replaced(members.get(key), rest, value)));
}

/** The same document with the keys of every object in reverse. */
export function reversed(document: unknown): unknown {
  if (Array.isArray(document)) return document.map(reversed);
  if (typeof document !== "object" || document === null) return document;
  return Object.fromEntries(
    Object.entries(document)
      .reverse()
      .map(([key, value]) => [key, reversed(value)]),
  );
}
