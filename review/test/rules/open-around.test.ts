import { adding, changing, type Document } from "../support/document";
import { noHealthCheck } from "../support/faults";
import { findingsOf } from "../support/findings";
import { plain } from "../support/mended";

/** The levels of what is said of a record without a health check. */
const levels = (document: Document): string[] =>
  findingsOf(noHealthCheck(document)).flatMap(({ rule, level, address }) =>
    rule === "SEMS-DNS-1" && address === "aws_route53_record.tier1_primary" ? [level] : [],
  );

/** A second name, which has nothing to do with the first. */
const other = (args: Readonly<Record<string, unknown>>): Document =>
  adding(plain, {
    "aws_route53_record.other": {
      zone_id: "${aws_route53_zone.example.zone_id}",
      name: "other.example.com",
      type: "A",
      set_identifier: "primary",
      failover_routing_policy: { type: "PRIMARY" },
      records: ["192.0.2.1"],
      ttl: 30,
      ...args,
    },
  });

describe("an error beside something that the document leaves open", () => {
  test.each([
    ["nothing is open", plain],
    [
      "a health check of no record is open",
      adding(plain, { "aws_route53_health_check.stray": { type: "${var.type}" } }),
    ],
    [
      "an alarm that no check follows is open",
      adding(plain, { "aws_cloudwatch_metric_alarm.stray": { alarm_name: "stray", threshold: 1 } }),
    ],
    [
      "the role of a record of another name is open",
      other({ failover_routing_policy: { type: "${var.role}" } }),
    ],
    [
      "a rule of another security group is open",
      adding(plain, {
        "aws_security_group.database": { vpc_id: "${aws_vpc.main.id}" },
        "aws_security_group_rule.database": {
          security_group_id: "${aws_security_group.database.id}",
          type: "ingress",
          protocol: "${var.protocol}",
          from_port: 5432,
          to_port: 5432,
          cidr_blocks: ["10.0.0.0/8"],
        },
      }),
    ],
  ])("stays an error where %s", (_what, document) => {
    expect(levels(document)).toEqual(["error"]);
  });

  test.each([
    [
      "a health check of the name is open",
      changing(plain, "aws_route53_health_check.b", { port: "${var.port}" }),
    ],
    [
      "a target of the name is open",
      changing(plain, "aws_lb_target_group_attachment.https_sems2", { target_id: "${var.address}" }),
    ],
    [
      "a rule of the load balancer's security group is open",
      changing(plain, "aws_vpc_security_group_ingress_rule.nlb_https", { ip_protocol: "${var.protocol}" }),
    ],
    ["a record of another name may point anywhere", other({ records: undefined })],
    [
      "a listener may belong to any load balancer",
      changing(plain, "aws_lb_listener.ldaps", { load_balancer_arn: "${var.balancer}" }),
    ],
  ])("is a warning where %s", (_what, document) => {
    expect(levels(document)).toEqual(["warning"]);
  });
});
