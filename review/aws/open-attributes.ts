import { METHOD_TAG } from "./declarations";
import type { Block, Graph, Resource } from "../terraform/resource-graph";

/*
 * AWS has a value for these attributes wherever the resource exists. A document that leaves one open - the value is null,
 * missing, or an expression that comes to nothing in the document - has a resource of which the review cannot compute what
 * it does, or to what it belongs: a listener without a known load balancer may be one of any. Names and ids of zones and
 * subnets are left open only by null: equal expressions are equal values, and more the review does not need of them.
 */

/** The attributes that are open of a resource of some type. */
type OpenAttributes = (resource: Resource) => readonly string[];

const open = (block: Block, ...names: readonly string[]): string[] =>
  names.filter((name) => block.isOpen(name));

/** Those of nested blocks; a block that is an expression as a whole is open itself. */
const openIn = (resource: Resource, block: string, ...names: readonly string[]): string[] => [
  ...(resource.has(block) && resource.isOpen(block) ? [block] : []),
  ...resource.blocks(block).flatMap((nested) => open(nested, ...names).map((name) => `${block}.${name}`)),
];

/** Those of which one must be given. */
const openChoice = (block: Block, ...names: readonly string[]): string[] =>
  names.some((name) => block.isGiven(name))
    ? []
    : [names.find((name) => block.has(name)) ?? names.join(" or ")];

/** Those that AWS has chosen for what is deployed: null is what it did not return. A configuration does not have them. */
const openWhereDeployed = (resource: Resource, ...names: readonly string[]): string[] =>
  typeof resource.text("id") === "string" ? names.filter((name) => resource.isNull(name)) : [];

const POLICIES = ["failover", "weighted", "latency", "geolocation", "geoproximity", "cidr"].map(
  (policy) => `${policy}_routing_policy`,
);

const RULE_SOURCES = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"];

const ofRule: OpenAttributes = (rule) => [
  ...open(rule, "security_group_id", "ip_protocol"),
  ...openChoice(rule, ...RULE_SOURCES),
];

/** Whether an action that forwards says not to which target groups, or not to all. */
const leavesTargetsOpen = (action: Block): boolean =>
  (action.known("type") === "forward" && openChoice(action, "target_group_arn", "forward").length > 0) ||
  action
    .blocks("forward")
    .some((forward) => !forward.isGiven("target_group") || forward.hasOpenMember("target_group"));

const OPEN: Readonly<Record<string, OpenAttributes>> = {
  aws_lb: (balancer) => [
    // A load balancer without a security group has an empty list.
    ...openWhereDeployed(balancer, "arn", "arn_suffix", "load_balancer_type", "security_groups"),
    ...(balancer.has("load_balancer_type") ? open(balancer, "load_balancer_type") : []),
    // Which method is declared decides what is demanded; other tags only name what is declared.
    ...balancer.openEntries("tags").flatMap((tag) => (tag === METHOD_TAG ? [`tags.${tag}`] : [])),
    ...["subnets", "subnet_mapping"].filter((name) => balancer.hasOpenMember(name)),
    ...(balancer.has("subnet_mapping") ? open(balancer, "subnet_mapping") : []),
    ...(typeof balancer.text("id") === "string" ? openChoice(balancer, "subnets", "subnet_mapping") : []),
  ],
  aws_lb_listener: (listener) => [
    ...open(listener, "load_balancer_arn"),
    // A listener of a Gateway Load Balancer has neither.
    ...(listener.has("port") || !listener.has("protocol") ? [] : ["port"]),
    ...(listener.has("port") ? open(listener, "port") : []),
    ...openChoice(listener, "default_action"),
    ...(listener.blocks("default_action").some(leavesTargetsOpen) ? ["default_action"] : []),
  ],
  aws_lb_target_group: (group) => openWhereDeployed(group, "arn", "arn_suffix", "target_type"),
  aws_lb_target_group_attachment: (attachment) => open(attachment, "target_group_arn", "target_id"),
  aws_route53_record: (record) => {
    // A plan has an empty list of each block that is not written.
    const isWritten = (block: string): boolean =>
      record.blocks(block).length > 0 || (record.has(block) && record.isOpen(block));
    const isRouted = record.has("set_identifier") || [...POLICIES, "alias"].some(isWritten);
    // Others, such as those that validate a certificate, are no name of clients.
    if (!isRouted) return [];
    return [
      ...open(record, "type"),
      ...["zone_id", "name"].filter((name) => !record.has(name)),
      ...openIn(record, "failover_routing_policy", "type"),
      ...openIn(record, "alias", "evaluate_target_health"),
      ...record.blocks("alias").flatMap((alias) => (alias.has("name") ? [] : ["alias.name"])),
      ...openChoice(record, "alias", "records"),
      ...(record.has("set_identifier") && !record.has("multivalue_answer_routing_policy")
        ? openChoice(record, ...POLICIES)
        : []),
    ];
  },
  aws_route53_health_check: (check) => {
    const type = check.known("type");
    const isProbe = type === "TCP" || type?.startsWith("HTTP") === true;
    return [
      ...open(check, "type"),
      ...(isProbe ? openChoice(check, "ip_address", "fqdn") : []),
      ...(type === "TCP" ? open(check, "port") : []),
      ...(type === "CALCULATED" ? open(check, "child_health_threshold", "child_healthchecks") : []),
      ...(check.hasOpenMember("child_healthchecks") ? ["child_healthchecks"] : []),
    ];
  },
  aws_cloudwatch_metric_alarm: (alarm) => [
    ...open(alarm, "comparison_operator"),
    ...(alarm.blocks("metric_query").length > 0 ? [] : open(alarm, "namespace", "metric_name", "threshold")),
    ...(alarm.blocks("metric_query").length > 0 ? [] : open(alarm, "dimensions")),
    ...alarm.openEntries("dimensions").map((name) => `dimensions.${name}`),
  ],
  aws_subnet: (subnet) => (subnet.has("availability_zone") ? open(subnet, "availability_zone") : []),
  aws_security_group_rule: (rule) =>
    open(rule, "security_group_id", "type", "protocol", "from_port", "to_port"),
  aws_vpc_security_group_ingress_rule: ofRule,
  aws_vpc_security_group_egress_rule: ofRule,
};

/** A resource with what the document leaves open of it. */
export interface OpenResource {
  readonly resource: Resource;
  readonly attributes: readonly string[];
  /** Whether what is open decides to what the resource belongs, or points: it may be anything then. */
  readonly isOfAnything: boolean;
}

/** The attributes that decide to what a resource belongs or points; others decide what it does there. */
const LINKS: Readonly<Record<string, readonly string[]>> = {
  aws_lb: [
    "arn",
    "arn_suffix",
    "load_balancer_type",
    "subnets",
    "subnet_mapping",
    "subnets or subnet_mapping",
  ],
  aws_lb_listener: ["load_balancer_arn", "default_action"],
  aws_lb_target_group: ["arn", "arn_suffix"],
  aws_lb_target_group_attachment: ["target_group_arn"],
  aws_route53_record: ["zone_id", "name", "type", "alias", "alias.name", "records", "alias or records"],
  aws_subnet: ["availability_zone"],
  aws_security_group_rule: ["security_group_id"],
  aws_vpc_security_group_ingress_rule: ["security_group_id"],
  aws_vpc_security_group_egress_rule: ["security_group_id"],
};

/** The resources of a document that route clients, or let them in, of which it leaves open how. */
export const openResources = (graph: Graph): readonly OpenResource[] =>
  Object.entries(OPEN).flatMap(([type, attributesOf]) =>
    graph.all(type).flatMap((resource) => {
      const attributes = [...new Set(attributesOf(resource))];
      const isOfAnything = attributes.some((name) => LINKS[type]?.includes(name) === true);
      return attributes.length === 0 ? [] : [{ resource, attributes, isOfAnything }];
    }),
  );
