import { adding, changing, without, type Body, type Document } from "./document";
import type { HandWrittenNode } from "./hand-written";

/** The hand-written stack for clients inside: private addresses, and alarms in place of probes. */
export function internal(document: Document, nodes: readonly HandWrittenNode[]): Document {
  const zones = nodes.map(({ letter }) => `aws_eip.${letter}`);
  const alarms = nodes.flatMap((node) => [
    [`aws_cloudwatch_metric_alarm.${node.letter}`, alarm(node, "https")] as const,
    [`aws_cloudwatch_metric_alarm.${node.letter}_ldaps`, alarm(node, "ldaps")] as const,
  ]);
  const checks = nodes
    .flatMap(({ letter }) => [letter, `${letter}_ldaps`])
    .map((name) => [`aws_route53_health_check.${name}`, followed(name)] as const);
  const changed = changing(without(document, ...zones), "aws_lb.keys", {
    internal: true,
    subnet_mapping: nodes.map(({ letter, entry }) => ({
      subnet_id: `\${aws_subnet.outside_${letter}.id}`,
      private_ipv4_address: entry,
    })),
  });
  const own = { "aws_route53_zone.example": { name: "example.com", vpc: { vpc_id: "${aws_vpc.main.id}" } } };
  const moved = adding(changed, { ...own, ...Object.fromEntries(alarms), ...Object.fromEntries(checks) });
  return nodes.reduce((all, node, i) => {
    const isLast = i === nodes.length - 1;
    const record = `aws_route53_record.tier${isLast ? i : i + 1}_${isLast ? "secondary" : "primary"}`;
    return changing(all, record, { records: [node.entry] });
  }, moved);
}

/** Fires as soon as the node of one zone is not healthy. */
const alarm = ({ name, zone }: HandWrittenNode, service: string): Body => ({
  alarm_name: `${name}-${service}-unhealthy`,
  namespace: "AWS/NetworkELB",
  metric_name: "HealthyHostCount",
  statistic: "Maximum",
  comparison_operator: "LessThanThreshold",
  threshold: 1,
  period: 60,
  evaluation_periods: 1,
  dimensions: {
    LoadBalancer: "${aws_lb.keys.arn_suffix}",
    TargetGroup: `\${aws_lb_target_group.${service}.arn_suffix}`,
    AvailabilityZone: zone,
  },
});

/** A health check that follows an alarm. */
const followed = (name: string): Body => ({
  type: "CLOUDWATCH_METRIC",
  cloudwatch_alarm_name: `\${aws_cloudwatch_metric_alarm.${name}.alarm_name}`,
  cloudwatch_alarm_region: "us-east-1",
  // A zone that is down reports nothing.
  insufficient_data_health_status: "Unhealthy",
});
