import { adding, changing, type Document } from "../support/document";
import { objectionsOf } from "../support/findings";
import { inside } from "../support/mended";

const ALARM = "aws_cloudwatch_metric_alarm.a";
const dimensions = (changed: Readonly<Record<string, string>> = {}) => ({
  dimensions: {
    LoadBalancer: "${aws_lb.keys.arn_suffix}",
    TargetGroup: "${aws_lb_target_group.https.arn_suffix}",
    AvailabilityZone: "us-east-1a",
    ...changed,
  },
});
const objections = (document: Document): string[] => objectionsOf("SEMS-DNS-1", document);

/** A target group that no listener forwards to. */
const withSpare = adding(inside, {
  "aws_lb_target_group.spare": {
    target_type: "ip",
    port: 443,
    protocol: "TCP",
    vpc_id: "${aws_vpc.main.id}",
  },
});

describe("an alarm that cannot work is an error beside another alarm that does (SEMS-DNS-1)", () => {
  test.each([
    [
      "the ARN for the load balancer",
      dimensions({ LoadBalancer: "${aws_lb.keys.arn}" }),
      "LoadBalancer dimension",
    ],
    ["the name for the load balancer", dimensions({ LoadBalancer: "sems-keys" }), "LoadBalancer dimension"],
    [
      "the name for the target group",
      dimensions({ TargetGroup: "${aws_lb_target_group.https.name}" }),
      "TargetGroup dimension",
    ],
    [
      "a target group without a listener",
      dimensions({ TargetGroup: "${aws_lb_target_group.spare.arn_suffix}" }),
      "to which no listener of aws_lb\\.keys forwards",
    ],
    ["a zone without a subnet", dimensions({ AvailabilityZone: "us-east-1f" }), "has no subnet"],
    ["another namespace", { namespace: "AWS/ApplicationELB" }, "the namespace AWS/ApplicationELB"],
    ["a high resolution", { period: 10 }, "only standard resolution"],
    ["a percentile", { statistic: undefined, extended_statistic: "p99" }, "the statistic p99"],
    ["M out of N datapoints", { evaluation_periods: 3, datapoints_to_alarm: 2 }, "counts 2 of 3 datapoints"],
  ])("with %s", (_what, args, says) => {
    expect(objections(changing(withSpare, ALARM, args))).toEqual([
      expect.stringMatching(
        new RegExp(`^error ${ALARM.replace(/\./g, "\\.")}: .*follows an alarm that .*${says}`),
      ),
    ]);
  });

  test("and not with the load balancer's and the group's own suffixes, or what the document leaves open", () => {
    expect(objections(changing(withSpare, ALARM, dimensions()))).toEqual([]);
    expect(objections(changing(withSpare, ALARM, dimensions({ LoadBalancer: "${var.suffix}" })))).toEqual([]);
    const known = "net/sems-keys/0123456789abcdef";
    expect(objections(changing(withSpare, ALARM, dimensions({ LoadBalancer: known })))).toEqual(
      // The document does not show whose suffix it is, and the other alarm watches the node.
      [],
    );
  });
});
