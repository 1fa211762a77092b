import { keyOf, Unknown, type Text, type Value, type Values } from "./value";

/** Attributes by which other resources name one of a type; each is as good as the others. */
const IDENTITIES: Readonly<Record<string, readonly string[]>> = {
  aws_lb: ["arn", "id", "dns_name", "arn_suffix"],
  aws_lb_target_group: ["arn", "id", "arn_suffix"],
  aws_lb_listener: ["arn", "id"],
  aws_eip: ["allocation_id", "id", "public_ip"],
  aws_subnet: ["id"],
  "data.aws_subnet": ["id"],
  aws_route53_zone: ["zone_id", "id"],
  "data.aws_route53_zone": ["zone_id", "id"],
  aws_route53_health_check: ["id"],
  aws_cloudwatch_metric_alarm: ["alarm_name", "id"],
  aws_security_group: ["id"],
  aws_network_interface: ["id"],
  aws_instance: ["id"],
  aws_ec2_managed_prefix_list: ["id"],
  "data.aws_ec2_managed_prefix_list": ["id"],
};

/** Attributes that AWS takes from another argument of the same resource. */
const DERIVED: Readonly<Record<string, string>> = {
  "aws_network_interface.private_ip": "private_ips",
  "aws_route53_record.fqdn": "name",
};

/** What other resources may know a resource by. */
export function identitiesOf({ type, values }: { readonly type: string; readonly values: Values }): string[] {
  return (IDENTITIES[type] ?? []).flatMap((attribute) => {
    const value = values.get(attribute);
    return isText(value) ? [keyOf(value)] : [];
  });
}

/** The argument of a resource that an attribute comes from. */
export function sourceOf(
  resource: { readonly type: string; readonly values: Values } | undefined,
  attribute: string,
): Value {
  if (resource === undefined) return undefined;
  const own = resource.values.get(attribute);
  if (own !== undefined && own !== null) return own;
  const derived = DERIVED[`${resource.type}.${attribute}`];
  const value = derived === undefined ? undefined : resource.values.get(derived);
  return Array.isArray(value) ? (value as readonly Value[])[0] : value;
}

const isText = (value: Value): value is Text => typeof value === "string" || value instanceof Unknown;
