/** A key of an object, or a place in a list. */
type Key = string | number;

/** An attribute of a resource in a document of any kind. */
export interface Place {
  /** Address of the resource. */
  readonly address: string;
  readonly type: string;
  readonly path: readonly Key[];
}

/** How a document may lack an attribute: it is null, missing, or not known before the apply. */
export const HOWS = ["null", "absent", "unknown"] as const;

/** An attribute that a document lacks. */
export interface Lack extends Place {
  readonly how: (typeof HOWS)[number];
}

/**
 * What an author may leave out, and then means none of: a document without it is another one, with a fault of its own that
 * rules are about (such as SEMS-DNS-1 of a record without a health check). An unknown value is not left out.
 */
const OPTIONAL: readonly RegExp[] = [
  /^aws_route53_record\.(health_check_id|ttl|depends_on|set_identifier)$/,
  /^aws_route53_health_check\.insufficient_data_health_status$/,
  /^aws_cloudwatch_metric_alarm\.dimensions(\.|$)/,
  /^aws_cloudwatch_metric_alarm\.(treat_missing_data|statistic|period|evaluation_periods|datapoints_to_alarm)$/,
  /^aws_lb\.(load_balancer_type|security_groups|tags|subnet_mapping|enable_cross_zone_load_balancing)(\.|$)/,
  /^aws_lb_target_group\.(target_type|protocol|stickiness|health_check|preserve_client_ip)(\.|$)/,
  /^aws_lb_listener\.default_action\.forward\.stickiness(\.|$)/,
  // Without weights, all groups have the same.
  /^aws_lb_listener\.default_action\.forward\.target_group\.weight$/,
  /^aws_lb_target_group_attachment\.(port|availability_zone)$/,
  /^aws_(lb|lb_target_group)\.(arn|arn_suffix)$/,
  /^aws_(security_group|acm_certificate|acmpca_certificate)\b/,
];

/** Keys by which resources are put together: one that is unknown is so wherever it is used. */
const KEYS: ReadonlySet<string> = new Set([
  "zone_id",
  "name",
  "subnet_id",
  "target_id",
  "id",
  "arn",
  "arn_suffix",
]);

/** The attributes that a document may lack without being another document. */
export function placesIn(document: unknown): Place[] {
  return resourcesIn(document).flatMap(({ address, type, body }) =>
    pathsIn(body).map((path) => ({ address, type, path })),
  );
}

/** The document as it is where it lacks attributes; what would make it another document is left as it is. */
export function lacking(document: unknown, lacks: readonly Lack[]): unknown {
  const copy: unknown = structuredClone(document);
  const resources = new Map(resourcesIn(copy).map((resource) => [resource.address, resource]));
  for (const { address, type, path, how } of lacks) {
    const resource = resources.get(address);
    const name = [type, ...path.filter((key) => typeof key === "string")].join(".");
    if (resource === undefined || (how !== "unknown" && OPTIONAL.some((pattern) => pattern.test(name))))
      continue;
    if (how === "unknown" && KEYS.has(String(path.at(-1)))) continue;
    if (how === "unknown") resource.forget(path);
    else replace(resource.body, path, how === "null" ? null : undefined);
  }
  return copy;
}

interface FoundResource {
  readonly address: string;
  readonly type: string;
  readonly body: Record<string, unknown>;
  /** Makes an attribute unknown. */
  readonly forget: (path: readonly Key[]) => void;
}

/** The resources of a configuration, a state or a plan. */
function resourcesIn(document: unknown): FoundResource[] {
  const { resource, values, planned_values, resource_changes, configuration } = record(document);
  if (resource !== undefined) {
    return Object.entries(record(resource)).flatMap(([type, bodies]) =>
      Object.entries(record(bodies)).map(([name, found]) => {
        const body = record(found);
        return {
          address: `${type}.${name}`,
          type,
          body,
          forget: (path: readonly Key[]) => {
            replace(body, path, "${null_resource.other.id}");
          },
        };
      }),
    );
  }
  const changes = new Map(
    list(resource_changes).map((change) => [record(change)["address"], record(change)]),
  );
  const written = new Map(
    list(record(record(configuration)["root_module"])["resources"]).map((one) => [
      record(one)["address"],
      record(one),
    ]),
  );
  return list(record(record(planned_values ?? values)["root_module"])["resources"]).map((found) => {
    const { address, type, values: own } = record(found);
    const body = record(own);
    const forget = (path: readonly Key[]) => {
      const change = record(record(changes.get(address))["change"]);
      const [attribute] = path;
      // A state knows all; and of a plan, a block is unknown as a whole where one of its attributes is.
      if (changes.size === 0 || attribute === undefined) return;
      Reflect.deleteProperty(body, attribute);
      change["after_unknown"] = { ...record(change["after_unknown"]), [attribute]: true };
      change["actions"] = ["update"];
      const resourceOf = written.get(address);
      if (resourceOf === undefined) return;
      resourceOf["expressions"] = {
        ...record(resourceOf["expressions"]),
        [attribute]: { references: ["null_resource.other.id", "null_resource.other"] },
      };
    };
    return { address: String(address), type: String(type), body, forget };
  });
}

function pathsIn(value: unknown, at: readonly Key[] = []): (readonly Key[])[] {
  const nested: [Key, unknown][] = Array.isArray(value)
    ? value.map((member: unknown, i): [Key, unknown] => [i, member])
    : typeof value === "object" && value !== null
      ? Object.entries(value)
      : [];
  return [
    ...(at.length === 0 ? [] : [at]),
    ...nested.flatMap(([key, member]) => pathsIn(member, [...at, key])),
  ];
}

/** Writes a value at a path, where the path still is; undefined takes away what is there. */
function replace(root: unknown, [key, ...rest]: readonly Key[], value: unknown): void {
  if (key === undefined || typeof root !== "object" || root === null || !Reflect.has(root, key)) return;
  if (rest.length > 0) replace(Reflect.get(root, key), rest, value);
  else if (value !== undefined) Reflect.set(root, key, value);
  else if (!Array.isArray(root)) Reflect.deleteProperty(root, key);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const record = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
