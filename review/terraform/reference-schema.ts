/** What an argument names: a type, and the attribute of it that the argument takes, where that is one. */
type Named = readonly [type: string, attribute?: string];

const SUBNET: readonly Named[] = [
  ["aws_subnet", "id"],
  ["data.aws_subnet", "id"],
  ["aws_route_table_association", "subnet_id"],
];
const TARGET_GROUP: readonly Named[] = [
  ["aws_lb_target_group", "arn"],
  ["data.aws_lb_target_group", "arn"],
];
const LOAD_BALANCER: readonly Named[] = [
  ["aws_lb", "arn"],
  ["data.aws_lb", "arn"],
];
const SECURITY_GROUP: readonly Named[] = [
  ["aws_security_group", "id"],
  ["data.aws_security_group", "id"],
];
const PREFIX_LIST: readonly Named[] = [
  ["aws_ec2_managed_prefix_list", "id"],
  ["data.aws_ec2_managed_prefix_list", "id"],
];
const ADDRESS: readonly Named[] = [
  ["aws_eip", "public_ip"],
  ["data.aws_eip", "public_ip"],
  ["aws_network_interface", "private_ip"],
  ["aws_instance"],
  ["aws_lb", "dns_name"],
];

const ARGUMENTS: ReadonlyMap<string, readonly Named[]> = new Map([
  [
    "allocation_id",
    [
      ["aws_eip", "allocation_id"],
      ["data.aws_eip", "id"],
    ],
  ],
  ["subnet_id", SUBNET],
  ["subnets", SUBNET],
  [
    "vpc_id",
    [
      ["aws_vpc", "id"],
      ["aws_default_vpc", "id"],
      ["data.aws_vpc", "id"],
    ],
  ],
  ["target_group_arn", TARGET_GROUP],
  ["load_balancer_arn", LOAD_BALANCER],
  // Of a listener's `target_group` blocks.
  ["arn", TARGET_GROUP],
  ["target_group_arns", TARGET_GROUP],
  ["lb_target_group_arn", TARGET_GROUP],
  ["alb_target_group_arn", TARGET_GROUP],
  // Of a `traffic_source` block.
  ["identifier", TARGET_GROUP],
  ["autoscaling_group_name", [["aws_autoscaling_group", "name"]]],
  ["vpc_zone_identifier", SUBNET],
  ["listener_arn", [["aws_lb_listener", "arn"]]],
  [
    "target_id",
    [
      ["aws_network_interface"],
      ["aws_instance"],
      ["aws_lb", "arn"],
      ["data.aws_instance"],
      ["data.aws_network_interface"],
    ],
  ],
  [
    "network_interface_id",
    [
      ["aws_network_interface", "id"],
      ["data.aws_network_interface", "id"],
    ],
  ],
  [
    "instance_id",
    [
      ["aws_instance", "id"],
      ["data.aws_instance", "id"],
    ],
  ],
  [
    "zone_id",
    [
      ["aws_route53_zone", "zone_id"],
      ["data.aws_route53_zone", "zone_id"],
      ["aws_lb", "zone_id"],
      ["data.aws_lb", "zone_id"],
    ],
  ],
  // Of an alias.
  [
    "name",
    [
      ["aws_lb", "dns_name"],
      ["data.aws_lb", "dns_name"],
      ["aws_route53_record", "fqdn"],
    ],
  ],
  ["health_check_id", [["aws_route53_health_check", "id"]]],
  ["child_healthchecks", [["aws_route53_health_check", "id"]]],
  ["cloudwatch_alarm_name", [["aws_cloudwatch_metric_alarm", "alarm_name"]]],
  ["ip_address", ADDRESS],
  ["records", ADDRESS],
  ["security_group_id", SECURITY_GROUP],
  ["security_groups", SECURITY_GROUP],
  ["source_security_group_id", SECURITY_GROUP],
  ["referenced_security_group_id", SECURITY_GROUP],
  ["vpc_security_group_ids", SECURITY_GROUP],
  ["subnet_ids", SUBNET],
  [
    "network_acl_id",
    [
      ["aws_network_acl", "id"],
      ["aws_default_network_acl", "id"],
      ["aws_vpc", "default_network_acl_id"],
    ],
  ],
  ["default_network_acl_id", [["aws_vpc", "default_network_acl_id"]]],
  ["prefix_list_id", PREFIX_LIST],
  ["prefix_list_ids", PREFIX_LIST],
  [
    "certificate_arn",
    [
      ["aws_acm_certificate", "arn"],
      ["aws_acm_certificate_validation", "certificate_arn"],
      ["aws_iam_server_certificate", "arn"],
    ],
  ],
  [
    "AvailabilityZone",
    [
      ["aws_subnet", "availability_zone"],
      ["data.aws_subnet", "availability_zone"],
    ],
  ],
  [
    "LoadBalancer",
    [
      ["aws_lb", "arn_suffix"],
      ["data.aws_lb", "arn_suffix"],
    ],
  ],
  [
    "TargetGroup",
    [
      ["aws_lb_target_group", "arn_suffix"],
      ["data.aws_lb_target_group", "arn_suffix"],
    ],
  ],
] satisfies readonly (readonly [string, readonly Named[]])[]);

const LISTS = new Set([
  "alarm_actions",
  "child_healthchecks",
  "cidr_blocks",
  "prefix_list_ids",
  "private_ips",
  "records",
  "security_groups",
  "subject_alternative_names",
  "subnet_ids",
  "subnets",
  "target_group_arns",
  "vpc_zone_identifier",
  "vpc_security_group_ids",
]);

/** Whether an argument takes a list. */
export const acceptsList = (argument: string): boolean => LISTS.has(argument);

/** Whether an argument is known to name resources of a type. */
export const acceptsType = (argument: string, type: string): boolean =>
  ARGUMENTS.get(argument)?.some(([named]) => named === type) ?? false;

/** The attribute of a type that an argument takes; undefined where it may be one of several. */
export const acceptedAttribute = (argument: string, type: string): string | undefined =>
  ARGUMENTS.get(argument)?.find(([named]) => named === type)?.[1];

/** The types that an argument may name. */
export const acceptedTypes = (argument: string): readonly string[] =>
  ARGUMENTS.get(argument)?.map(([type]) => type) ?? [];

const KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ["dimensions", ["LoadBalancer", "TargetGroup"]],
]);

/** The keys of a map argument that name resources. */
export const acceptedKeys = (argument: string): readonly string[] => KEYS.get(argument) ?? [];

const OPTIONAL_KEYS: ReadonlyMap<string, readonly string[]> = new Map([["dimensions", ["AvailabilityZone"]]]);

/** The keys that a map argument may have or not. */
export const optionalKeys = (argument: string): readonly string[] => OPTIONAL_KEYS.get(argument) ?? [];
