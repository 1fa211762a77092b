import { isList, isValues, AmbiguousReference, Unknown, type Step, type Value } from "./value";

/** Every member of a list: the `[*]` of an expression. */
export const SPLAT = Symbol("[*]");

/** A step as an expression takes it: `.name`, `["name"]`, `[0]` or `[*]`. */
export type TraversalStep = { readonly key: Step; readonly bracket: boolean } | typeof SPLAT;

/** A step as Terraform writes it. */
export function writtenAs(step: TraversalStep): string {
  if (step === SPLAT) return "[*]";
  return step.bracket || typeof step.key === "number" ? `[${JSON.stringify(step.key)}]` : `.${step.key}`;
}

/** What lies in a value at the end of some steps; a placeholder where that is not known yet. */
export function walk(start: Value, steps: readonly TraversalStep[]): Value {
  let now = start;
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i];
    if (step === undefined) break;
    if (step === SPLAT) {
      if (now instanceof AmbiguousReference) continue;
      if (!isList(now) && !isValues(now)) return beyond(now, steps.slice(i));
      const rest = steps.slice(i + 1);
      // Lists in lists may multiply without end in a hostile file, and nothing that we read needs them.
      return rest.includes(SPLAT) ? undefined : [...now.values()].map((member) => walk(member, rest));
    }
    if (isIntoAttribute(now)) {
      // All steps at once: one by one, each would write the whole traversal anew, and the time grow with its square.
      const keys = keysFrom(steps, i);
      now = referenceTo(now.address, now.attribute, [...now.path, ...keys]);
      i += keys.length - 1;
    } else now = stepInto(now, step);
  }
  return now;
}

type IntoAttribute = Unknown & { readonly address: string; readonly attribute: string };

/** Whether a value is a reference to an attribute of a resource, or to what is in it. */
const isIntoAttribute = (value: Value): value is IntoAttribute =>
  value instanceof Unknown &&
  !(value instanceof AmbiguousReference) &&
  value.address !== undefined &&
  value.attribute !== undefined;

/** The keys of the steps from one on, up to the next splat. */
function keysFrom(steps: readonly TraversalStep[], start: number): Step[] {
  const keys: Step[] = [];
  for (let i = start; i < steps.length; i++) {
    const step = steps[i];
    if (step === undefined || step === SPLAT) break;
    keys.push(step.key);
  }
  return keys;
}

function beyond(value: Value, steps: readonly TraversalStep[]): Value {
  return value instanceof Unknown ? new Unknown(value.expression + steps.map(writtenAs).join("")) : undefined;
}

function stepInto(value: Value, step: Exclude<TraversalStep, typeof SPLAT>): Value {
  if (isList(value)) return value[Number(step.key)];
  if (isValues(value)) return value.get(String(step.key));
  if (value instanceof AmbiguousReference)
    return new AmbiguousReference(
      value.expression + writtenAs(step),
      value.candidates.map((candidate) => stepIntoOne(candidate, step)),
      value.keys,
    );
  if (!(value instanceof Unknown)) return undefined;
  const { address, attribute, path } = value;
  if (address === undefined) return new Unknown(value.expression + writtenAs(step));
  if (attribute === undefined) {
    return step.bracket
      ? new Unknown(address + writtenAs(step), address + writtenAs(step))
      : referenceTo(address, String(step.key));
  }
  return referenceTo(address, attribute, [...path, step.key]);
}

/** Attributes by which resources refer to one another: a step of such a name is one into a resource. */
const ATTRIBUTES = new Set([
  "allocation_id",
  "arn",
  "arn_suffix",
  "dns_name",
  "fqdn",
  "id",
  "name",
  "private_ip",
  "public_ip",
  "subnet_id",
  "zone_id",
]);

/** A step that may be into one of several things that an object was made of, or only through the object. */
function stepIntoOne(candidate: Value, step: Exclude<TraversalStep, typeof SPLAT>): Value {
  if (isList(candidate) || isValues(candidate)) return stepInto(candidate, step) ?? candidate;
  if (!(candidate instanceof Unknown)) return candidate;
  return candidate.address !== undefined &&
    candidate.attribute === undefined &&
    ATTRIBUTES.has(String(step.key))
    ? stepInto(candidate, step)
    : candidate;
}

/** Attributes that bear the same value, by the name of both. */
const SAME: readonly (readonly [type: string, attribute: string, same: string])[] = [
  ["aws_lb", "id", "arn"],
  ["aws_alb", "id", "arn"],
  ["aws_lb_target_group", "id", "arn"],
  ["aws_alb_target_group", "id", "arn"],
  ["aws_lb_listener", "id", "arn"],
  ["aws_alb_listener", "id", "arn"],
  ["aws_eip", "id", "allocation_id"],
  ["aws_route53_zone", "id", "zone_id"],
  ["aws_cloudwatch_metric_alarm", "id", "alarm_name"],
  ["aws_network_interface", "private_ips[0]", "private_ip"],
  ["aws_acm_certificate", "id", "arn"],
];

const SAMES: ReadonlyMap<string, string> = new Map(
  SAME.map(([type, attribute, same]) => [`${type}.${attribute}`, same]),
);

const TYPE = /(?:^|\.)(aws_[a-z0-9_]+)\.[^.[]+(?:\[[^\]]*\])?$/;
/** Addresses are shorter; a longer text would take the expression above too long. */
const LONGEST = 1000;

/** A resource's attribute, or what lies in it; expressions that mean the same are made equal. */
export function referenceTo(address: string, attribute: string, path: readonly Step[] = []): Unknown {
  const written =
    attribute + path.map((key) => writtenAs({ key, bracket: !/^[\w-]+$/.test(String(key)) })).join("");
  const type = TYPE.exec(address.slice(-LONGEST))?.[1] ?? "";
  return new Unknown(`${address}.${SAMES.get(`${type}.${written}`) ?? written}`, address, attribute, path);
}
