import { changing, without, type Document } from "./document";
import { behindTheLoadBalancer, type Fault } from "./faults";

/** Clients keep an old answer for five minutes. */
export const longTtl: Fault = (document) =>
  changing(document, "aws_route53_record.tier1_primary", { ttl: 300 });

/** Only one network may use the load balancer, and Route 53's checkers are not of it. */
export const restrictedClients: Fault = (document) =>
  changing(document, "aws_vpc_security_group_ingress_rule.nlb_https", { cidr_ipv4: "203.0.113.0/24" });

/** Of the internal stack: an alarm that waits for fewer than none. */
export const alarmThatNeverFires: Fault = (document) =>
  changing(document, "aws_cloudwatch_metric_alarm.a", { threshold: 0 });

/** Of the internal stack: Route 53's checkers probe an address that only the VPC reaches. */
export const privateAddressProbed: Fault = (document) =>
  changing(document, "aws_route53_health_check.a", {
    type: "TCP",
    ip_address: "10.0.1.5",
    port: 443,
    request_interval: 10,
    failure_threshold: 3,
    cloudwatch_alarm_name: undefined,
    cloudwatch_alarm_region: undefined,
    insufficient_data_health_status: undefined,
  });

/** Of a tagged stack: the second node's record comes first. */
export function otherOrder(document: Document): Document {
  const record = (letter: string) => ({
    records: [`\${aws_eip.${letter}.public_ip}`],
    health_check_id: `\${aws_route53_health_check.${letter}.id}`,
  });
  const changed = changing(document, "aws_route53_record.tier1_primary", record("b"));
  return changing(changed, "aws_route53_record.tier2_primary", record("a"));
}

/** Of a tagged stack: the third node is declared and is no target. */
export const declaredWithoutTarget: Fault = (document) =>
  without(
    document,
    "aws_lb_target_group_attachment.https_sems3",
    "aws_lb_target_group_attachment.ldaps_sems3",
  );

/** No record bears the name that the tags declare. */
export const otherName: Fault = (document) =>
  changing(document, "aws_lb.keys", { tags: { "sems:client-fqdn": "sems.example.com" } });

/** Set identifiers name the nodes that the records point to today. */
export const nodesInSetIdentifiers: Fault = (document) =>
  changing(
    changing(document, "aws_route53_record.tier1_primary", { set_identifier: "sems1" }),
    "aws_route53_record.tier2_primary",
    { set_identifier: "keys-sems2" },
  );

/** The load balancer is made without a security group, and can never get one. */
export const noSecurityGroup: Fault = (document) =>
  changing(document, "aws_lb.keys", { security_groups: undefined });

/** A health check that does not specify its protocol: the provider makes it HTTP. */
export const unwrittenHealthCheck: Fault = (document) =>
  changing(document, "aws_lb_target_group.https", { health_check: { interval: 10 } });

/** Two nodes in a zone, and nothing keeps a client on one of them. */
export const choiceWithoutStickiness: Fault = (document) =>
  changing(document, "aws_lb_target_group.https", {
    load_balancing_cross_zone_enabled: "true",
    stickiness: undefined,
  });

/** Mail through a load balancer that hides where it comes from. */
export const mailWithoutSource: Fault = behindTheLoadBalancer(25);
