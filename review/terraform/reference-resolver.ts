import { templateOf } from "./functions";
import { type FoundResource, isList, isValues, Template, Unknown, type Value, type Values } from "./value";
/** Templates in templates deeper than this are left as they are. */
const DEEPEST = 50;

/** Follows expressions to what they come to; each one once. */
export class ReferenceResolver {
  private readonly ends = new Map<Unknown, Value>();
  private depth = 0;

  public constructor(private readonly found: ReadonlyMap<string, FoundResource>) {}

  /** A known value, or the last expression before one. */
  public end(value: Value): Value {
    // Most values are known, and asked for often.
    return value instanceof Unknown ? this.follow(value) : value;
  }

  private follow(value: Value): Value {
    const passed: Unknown[] = [];
    const seen = new Set<string>();
    let now = value;
    while (now instanceof Unknown) {
      if (this.ends.has(now)) {
        now = this.ends.get(now);
        break;
      }
      // A cycle never comes from Terraform, but a file may hold anything.
      if (seen.has(now.expression)) break;
      seen.add(now.expression);
      passed.push(now);
      const next = now instanceof Template ? this.joined(now) : this.next(now);
      if (next === undefined || next === null || next === now) break;
      now = next;
    }
    for (const reference of passed) this.ends.set(reference, now);
    return now;
  }

  private joined(template: Template): Value {
    if (this.depth >= DEEPEST) return undefined;
    // A template that contains itself finds itself here.
    this.ends.set(template, template);
    this.depth++;
    try {
      const text = templateOf(template.parts.map((part) => this.end(part)));
      return text instanceof Template && text.expression === template.expression ? template : text;
    } finally {
      this.depth--;
    }
  }

  private next({ address, attribute, path }: Unknown): Value {
    if (address === undefined || attribute === undefined) return undefined;
    let now = sourceOf(this.found.get(address), attribute);
    for (const step of path) {
      if (isList(now)) now = now[Number(step)];
      else if (isValues(now)) now = now.get(String(step));
      else if (now instanceof Unknown) {
        now = this.end(now);
        if (isList(now)) now = now[Number(step)];
        else return undefined;
      } else return undefined;
    }
    return now;
  }
}

/** Attributes by which other resources name one of a type; each is as good as the others. */
const IDENTITIES: ReadonlyMap<string, readonly string[]> = new Map([
  ["aws_lb", ["arn", "id", "dns_name", "arn_suffix"]],
  ["aws_lb_target_group", ["arn", "id", "arn_suffix"]],
  ["aws_lb_listener", ["arn", "id"]],
  ["aws_eip", ["allocation_id", "id", "public_ip"]],
  ["aws_subnet", ["id"]],
  ["aws_vpc", ["id"]],
  ["aws_default_vpc", ["id"]],
  ["aws_route53_zone", ["zone_id", "id"]],
  ["aws_route53_health_check", ["id"]],
  ["aws_cloudwatch_metric_alarm", ["alarm_name", "id"]],
  ["aws_security_group", ["id"]],
  ["aws_default_security_group", ["id"]],
  ["aws_network_interface", ["id", "private_ip"]],
  ["aws_instance", ["id", "private_ip"]],
  ["aws_ec2_managed_prefix_list", ["id"]],
  ["aws_acm_certificate", ["arn", "id"]],
  ["aws_acmpca_certificate_authority", ["arn", "id"]],
  ["aws_iam_server_certificate", ["arn"]],
]);

/** Attributes that AWS takes from another argument of the same resource. */
const DERIVED: ReadonlyMap<string, string> = new Map([
  ["aws_network_interface.private_ip", "private_ips"],
  ["aws_route53_record.fqdn", "name"],
]);

/** What other resources may know a resource by. */
export const identitiesOf = ({ type, values }: Described): Value[] =>
  (IDENTITIES.get(type.replace(/^data\./, "")) ?? []).map((attribute) =>
    sourceOf({ address: "", type, values }, attribute),
  );

interface Described {
  readonly type: string;
  readonly values: Values;
}

/** The argument of a resource that an attribute comes from. */
export function sourceOf(
  resource: (Described & { readonly address: string }) | undefined,
  attribute: string,
): Value {
  if (resource === undefined) return undefined;
  const own = resource.values.get(attribute);
  const derived = DERIVED.get(`${resource.type}.${attribute}`);
  const given = derived === undefined ? undefined : resource.values.get(derived);
  const isOwn = own instanceof Unknown && own.address === resource.address && own.attribute === attribute;
  if (own !== undefined && own !== null && !(isOwn && given !== undefined && given !== null)) return own;
  return isList(given) ? given[0] : given;
}
