const MANAGED: ReadonlySet<string> = new Set([
  "aws_lb",
  "aws_lb_listener",
  "aws_lb_listener_certificate",
  "aws_lb_target_group",
  "aws_lb_target_group_attachment",
  "aws_autoscaling_group",
  "aws_autoscaling_attachment",
  "aws_autoscaling_traffic_source_attachment",
  "aws_ecs_service",
  "aws_eip",
  "aws_eip_association",
  "aws_vpc",
  "aws_default_vpc",
  "aws_subnet",
  "aws_network_interface",
  "aws_network_interface_attachment",
  "aws_network_interface_sg_attachment",
  "aws_instance",
  "aws_route53_record",
  "aws_route53_zone",
  "aws_route53_health_check",
  "aws_cloudwatch_metric_alarm",
  "aws_security_group",
  "aws_security_group_rule",
  "aws_vpc_security_group_ingress_rule",
  "aws_vpc_security_group_egress_rule",
  "aws_default_security_group",
  "aws_network_acl",
  "aws_network_acl_rule",
  "aws_network_acl_association",
  "aws_default_network_acl",
  "aws_ec2_managed_prefix_list",
  "aws_acm_certificate",
  "aws_acmpca_certificate_authority",
  "tls_private_key",
  "aws_iam_server_certificate",
  // Not reviewed, but passed through: stacks take another resource's argument from them, to be made after them.
  "aws_route_table_association",
  "aws_acm_certificate_validation",
  "aws_acmpca_certificate_authority_certificate",
]);

const DATA: ReadonlySet<string> = new Set([
  "aws_vpc",
  "aws_subnet",
  "aws_subnets",
  "aws_eip",
  "aws_lb",
  "aws_lb_target_group",
  "aws_route53_zone",
  "aws_instance",
  "aws_network_interface",
  "aws_security_group",
  "aws_ec2_managed_prefix_list",
]);

/** The type under which the graph holds a resource: `aws_lb` for `aws_alb` too, `data.…` for a data source; undefined for one that no rule is about. */
export function supportedType(mode: "managed" | "data", type: string): string | undefined {
  const newer = type.startsWith("aws_alb") ? type.replace("aws_alb", "aws_lb") : type;
  if (mode === "data") return DATA.has(newer) ? `data.${newer}` : undefined;
  return MANAGED.has(newer) ? newer : undefined;
}
