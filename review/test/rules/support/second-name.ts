import { adding, type Body, type Document } from "../../support/document";

/** The hand-written stack with a second name for clients, whose records point to the first two nodes. */
export const withSecondName = (document: Document, name: string): Document =>
  adding(document, {
    "aws_route53_record.second_primary": failover(name, "PRIMARY", "a"),
    "aws_route53_record.second_secondary": failover(name, "SECONDARY", "b"),
  });

const failover = (name: string, role: string, letter: string): Body => ({
  zone_id: "${aws_route53_zone.example.zone_id}",
  name,
  type: "A",
  set_identifier: role.toLowerCase(),
  failover_routing_policy: { type: role },
  records: [`\${aws_eip.${letter}.public_ip}`],
  ttl: 30,
  health_check_id: `\${aws_route53_health_check.${letter}_services.id}`,
});
