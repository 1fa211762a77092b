import { handWritten } from "../../review/test/support/hand-written";

/** A resource of a plan. */
interface Planned {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Of a hundred resources around the cluster, how many are of types that a review reads. */
const RELEVANT = 20;

/**
 * A plan that changes nothing, over a state that has it all: a cluster, and around it so many resources of other
 * people's that the plan has the given size in bytes. Each is in it four times, as Terraform has it: as planned, as
 * a change, as prior state and as configuration.
 */
export function largePlan(bytes: number): string {
  const cluster = clusterResources();
  const perHundred = JSON.stringify(planOf(othersFrom(0, 100))).length;
  const others = othersFrom(
    0,
    Math.ceil(((bytes - JSON.stringify(planOf(cluster)).length) * 100) / perHundred),
  );
  return JSON.stringify(planOf([...cluster, ...others]));
}

/** A reference of the hand-written cluster: type, name, attribute. */
const REFERENCE = /\$\{([a-z0-9_]+)\.([\w-]+)\.([a-z_]+)\}/g;

/** The hand-written cluster, as if it were deployed: each reference is the value that AWS would have given. */
export function clusterResources(): Planned[] {
  const { resource } = handWritten(3);
  const text = JSON.stringify(resource);
  const referredTo = [...text.matchAll(REFERENCE)].map(([, type = "", name = "", attribute = ""]) => ({
    address: `${type}.${name}`,
    attribute,
  }));
  const known: typeof resource = JSON.parse(
    text.replace(REFERENCE, (_all, type: string, name: string, attribute: string) =>
      valueOf(`${type}.${name}`, attribute),
    ),
  );
  return Object.entries(known).flatMap(([type, resources]) =>
    Object.entries(resources).map(([name, body]) => {
      const address = `${type}.${name}`;
      const attributes = referredTo.filter((reference) => reference.address === address);
      const own = attributes.map(({ attribute }) => [attribute, valueOf(address, attribute)] as const);
      return { address, type, name, values: { ...Object.fromEntries(own), ...body } };
    }),
  );
}

/** What AWS would say: the same for the same reference. */
function valueOf(address: string, attribute: string): string {
  if (attribute !== "public_ip") return `${attribute} of ${address}`;
  const sum = Array.from(address, (letter) => letter.charCodeAt(0)).reduce(
    (total, code) => total * 31 + code,
    7,
  );
  return `203.0.113.${sum % 250}`;
}

/** Resources that have nothing to do with the cluster. */
function othersFrom(first: number, count: number): Planned[] {
  return Array.from({ length: count }, (_, i) => (i % 100 < RELEVANT ? rule(first + i) : policy(first + i)));
}

const rule = (number: number): Planned => ({
  address: `aws_vpc_security_group_ingress_rule.other${number}`,
  type: "aws_vpc_security_group_ingress_rule",
  name: `other${number}`,
  values: {
    id: `sgr-${number}`,
    security_group_id: `sg-${number % 500}`,
    cidr_ipv4: `10.${number % 250}.0.0/16`,
    from_port: 443,
    to_port: 443,
    ip_protocol: "tcp",
    description: `rule ${number}`,
  },
});

const policy = (number: number): Planned => ({
  address: `aws_iam_policy.other${number}`,
  type: "aws_iam_policy",
  name: `other${number}`,
  values: {
    id: `policy-${number}`,
    name: `policy-${number}`,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: Array.from({ length: 6 }, (_, i) => ({
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:PutObject"],
        Resource: `arn:aws:s3:::bucket-${number}-${i}/*`,
      })),
    }),
  },
});

/** A plan that changes nothing, of resources that exist. */
export function planOf(resources: readonly Planned[]) {
  const listed = resources.map((resource) => ({ ...resource, mode: "managed", schema_version: 0 }));
  const values = { root_module: { resources: listed } };
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: values,
    resource_changes: resources.map(({ values: before, ...resource }) => ({
      ...resource,
      mode: "managed",
      change: { actions: ["no-op"], before, after: before, after_unknown: {} },
    })),
    prior_state: { format_version: "1.0", values },
    configuration: {
      root_module: {
        resources: resources.map(({ values: body, ...resource }) => ({
          ...resource,
          mode: "managed",
          expressions: Object.fromEntries(
            Object.entries(body).map(([name, value]) => [name, { constant_value: value }]),
          ),
        })),
      },
    },
    complete: true,
    errored: false,
  };
}
