import { changing, type Document } from "../support/document";
import { findingsOf, objectionsOf } from "../support/findings";
import { handWrittenNodes } from "../support/hand-written";
import { inside, plain } from "../support/mended";
import { reviewOf } from "../support/review";
import { planBetween } from "../impact/support/plan";

const errors = (document: Document): string[] =>
  findingsOf(document).flatMap(({ rule, level }) => (level === "error" ? [rule] : []));

describe("REVIEW-1: what a document does not specify is a warning, and so is what rests on it", () => {
  test.each([
    [
      "a target group",
      "aws_lb_listener.https",
      {
        default_action: [
          {
            type: "forward",
            target_group_arn:
              "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/other/0123456789abcdef",
          },
        ],
      },
      "to which target group this listener routes clients of port 443",
    ],
    [
      "a health check",
      "aws_route53_record.tier1_primary",
      { health_check_id: "11111111-2222-4333-8444-555555555555" },
      "does not contain the record's health check",
    ],
    [
      "an address",
      "aws_route53_record.tier2_secondary",
      { records: ["198.51.100.77"], health_check_id: undefined },
      "points to 198.51.100.77, which the document does not contain",
    ],
  ])("%s", (_what, address, changes, says, known: string[] = []) => {
    const document = changing(plain, address, changes);
    expect(objectionsOf("REVIEW-1", document)).toEqual([
      expect.stringMatching(new RegExp(`^warning ${address.replace(".", "\\.")}: .*${says}`)),
    ]);
    expect(errors(document)).toEqual(known);
    expect(objectionsOf("SEMS-LB-2", document)).toContainEqual(expect.stringContaining("see REVIEW-1"));
  });

  test("the zone that an alarm counts in, which is then its record's", () => {
    const dimensions = {
      LoadBalancer: "${aws_lb.keys.arn_suffix}",
      TargetGroup: "${aws_lb_target_group.https.arn_suffix}",
      AvailabilityZone: "${var.zone}",
    };
    const document = changing(inside, "aws_cloudwatch_metric_alarm.a", { dimensions });
    expect(objectionsOf("REVIEW-1", document)).toEqual([
      expect.stringMatching(
        /^warning aws_cloudwatch_metric_alarm\.a: .*the zone that aws_route53_record\.tier1_primary points to/,
      ),
    ]);
    expect(errors(document)).toEqual([]);
  });

  test("zones, which are then assumed", () => {
    const subnet_mapping = handWrittenNodes(3).map(({ letter }) => ({
      subnet_id: `subnet-0000000000000000${letter}`,
      allocation_id: `\${aws_eip.${letter}.allocation_id}`,
    }));
    const document = changing(plain, "aws_lb.keys", { subnet_mapping });
    expect(objectionsOf("REVIEW-1", document)).toEqual([
      expect.stringContaining("Add the subnets as data sources"),
    ]);
    expect(errors(document)).toEqual([]);
  });
});

test("REVIEW-1 names a plan that Terraform has not finished", () => {
  const plan = planBetween(plain, plain);
  const found = (json: object): string[] =>
    reviewOf(json).findings.flatMap(({ rule, level, message }) =>
      rule === "REVIEW-1" ? [`${level}: ${message}`] : [],
    );
  expect(found(plan)).toEqual([]);
  expect(found({ ...plan, errored: true })).toEqual([
    expect.stringMatching(/^warning: The plan shows only a part .*: Terraform met an error while planning\./),
  ]);
});

test("REVIEW-1 leaves out a record that validates a certificate, of which a plan knows nothing and has empty blocks", () => {
  const option = (name: string) =>
    `\${tolist(aws_acm_certificate.keys.domain_validation_options)[0].resource_record_${name}}`;
  const validation = {
    zone_id: "Z1",
    name: option("name"),
    type: option("type"),
    records: [option("value")],
    ttl: 60,
    alias: [],
    failover_routing_policy: [],
    weighted_routing_policy: [],
  };
  const withRecord = (record: object) => ({
    ...plain,
    resource: {
      ...plain.resource,
      aws_route53_record: { ...plain.resource["aws_route53_record"], validation: record },
    },
  });
  expect(objectionsOf("REVIEW-1", withRecord(validation))).toEqual([]);
  expect(objectionsOf("REVIEW-1", withRecord({ ...validation, set_identifier: "a" }))).toEqual([
    expect.stringContaining("The document does not specify type"),
  ]);
});

test("REVIEW-1 names failover records whose targets nothing specifies, beside load balancers", () => {
  const alias = (n: number) => ({
    name: `\${var.endpoints[${n}].name}`,
    zone_id: `\${var.endpoints[${n}].zone}`,
    evaluate_target_health: true,
  });
  const record = (type: string, n: number) => ({
    zone_id: "Z1",
    name: "keys.example.com",
    type: "A",
    set_identifier: type,
    failover_routing_policy: { type },
    alias: alias(n),
  });
  const records = { primary: record("PRIMARY", 0), secondary: record("SECONDARY", 1) };
  const balancer = { load_balancer_type: "network", subnets: ["subnet-1"] };
  const document = { resource: { aws_route53_record: records, aws_lb: { keys: balancer } } };
  expect(objectionsOf("REVIEW-1", document)).toEqual([
    expect.stringMatching(
      /^warning aws_route53_record\.primary: .*does not specify the targets of the failover records of keys\.example\.com/,
    ),
  ]);
  expect(objectionsOf("REVIEW-1", { resource: { aws_route53_record: records } })).toEqual([]);
});
