import { adding, bodyOf, changing, without, type Document } from "../support/document";
import { findingsOf, objectionsOf } from "../support/findings";
import { inside } from "../support/mended";
import { changesBetween } from "../impact/support/plan";

/** The same records, whose first check is calculated from the one that follows an alarm. */
function calculated(children: readonly string[], args: Readonly<Record<string, unknown>> = {}): Document {
  const own = "aws_route53_health_check.a";
  const child = bodyOf(inside, own);
  const document = adding(inside, { "aws_route53_health_check.child": child });
  return adding(document, {
    [own]: { type: "CALCULATED", child_health_threshold: 1, child_healthchecks: children, ...args },
  });
}

const CHILD = "${aws_route53_health_check.child.id}";
const errors = (document: Document): string[] =>
  findingsOf(document).flatMap(({ rule, level }) => (level === "error" ? [rule] : []));

describe("the checks that a check is calculated from count like the check itself", () => {
  test("a document without faults stays without", () => {
    expect(errors(calculated([CHILD]))).toEqual([]);
    expect(objectionsOf("REVIEW-1", calculated([CHILD]))).toEqual([]);
  });

  test("an alarm that the document does not contain is REVIEW-1, and no error rests on it", () => {
    const document = changing(calculated([CHILD]), "aws_route53_health_check.child", {
      cloudwatch_alarm_name: "elsewhere",
    });

    expect(objectionsOf("REVIEW-1", document)).toEqual([
      expect.stringMatching(/^warning aws_route53_health_check\.child: .*does not contain the alarm/),
    ]);
    expect(errors(document)).toEqual([]);
  });

  test("so is a child that the document does not contain", () => {
    const document = calculated(["11111111-2222-4333-8444-555555555555"]);

    expect(objectionsOf("REVIEW-1", document)).toEqual([
      expect.stringMatching(/^warning aws_route53_health_check\.a: .*does not contain all health checks/),
    ]);
    expect(errors(document)).toEqual([]);
  });

  test("the zone of an alarm behind a child is REVIEW-1 where it is assumed", () => {
    const dimensions = {
      LoadBalancer: "${aws_lb.keys.arn_suffix}",
      TargetGroup: "${aws_lb_target_group.https.arn_suffix}",
      AvailabilityZone: "${var.zone}",
    };
    const document = changing(calculated([CHILD]), "aws_cloudwatch_metric_alarm.a", { dimensions });

    expect(objectionsOf("REVIEW-1", document)).toEqual([
      expect.stringMatching(/^warning aws_cloudwatch_metric_alarm\.a: /),
    ]);
    expect(errors(document)).toEqual([]);
  });

  test("a check that is calculated from itself ends", () => {
    expect(errors(calculated(["${aws_route53_health_check.a.id}"]))).toEqual(expect.any(Array));
  });
});

describe("what a plan does to the checks behind a check is reported", () => {
  test("a child and its alarm that Terraform forgets", () => {
    const before = calculated([CHILD]);
    const forgotten = ["aws_route53_health_check.child", "aws_cloudwatch_metric_alarm.a"];
    const { disruptive } = changesBetween(before, without(before, ...forgotten), { forgotten });

    expect(disruptive.map(({ address }) => address)).toEqual(expect.arrayContaining(forgotten));
  });

  test("an alarm behind a child that is replaced", () => {
    const before = calculated([CHILD]);
    const replaced = { "aws_cloudwatch_metric_alarm.a": "alarm_name" };
    const { disruptive } = changesBetween(before, before, { replaced });

    expect(disruptive.map(({ why }) => why)).toContainEqual(expect.stringContaining("is replaced"));
  });
});
