import { documentOf, findingsIn, reviewOfCase, rowsOf } from "../support/case";
import { reviewOf } from "../support/review";

interface Json {
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
}

/** The document whose Auto Scaling groups are replaced by other registrars. */
function registeredBy(change: (resources: Json["resource"]) => void): unknown {
  const json = JSON.parse(JSON.stringify(documentOf("asg-targets"))) as Json;
  change(json.resource);
  return json;
}

const ROWS = (primary: string, secondary: string): string[] => [
  `nothing down -> ${primary}`,
  `${primary} -> ${secondary}`,
  `${secondary} -> ${primary}`,
  `${primary} + ${secondary} -> nothing`,
  `zone us-east-1a -> ${secondary}`,
  `zone us-east-1b -> ${primary}`,
];

describe("whoever registers targets counts as a node, which the document does not list", () => {
  test("an Auto Scaling group, in its own zones", () => {
    const review = reviewOfCase("asg-targets");

    expect(rowsOf(review)).toEqual(ROWS("aws_autoscaling_group.primary", "aws_autoscaling_group.secondary"));
    expect(findingsIn(review)).toEqual(
      expect.arrayContaining([
        "warning REVIEW-1 aws_lb_target_group.primary",
        "warning REVIEW-1 aws_lb_target_group.secondary",
      ]),
    );
    expect(findingsIn(review).join()).not.toMatch(/SEMS-LB-|AWS-NLB-6/);
  });

  test.each([
    ["aws_autoscaling_attachment", { lb_target_group_arn: "${aws_lb_target_group.primary.arn}" }],
    [
      "aws_autoscaling_traffic_source_attachment",
      { traffic_source: [{ identifier: "${aws_lb_target_group.primary.arn}", type: "elbv2" }] },
    ],
  ])("an %s", (type, args) => {
    const document = registeredBy((resources) => {
      delete resources["aws_autoscaling_group"]?.["primary"]?.["target_group_arns"];
      resources[type] = { a: { autoscaling_group_name: "${aws_autoscaling_group.primary.name}", ...args } };
    });

    expect(rowsOf(reviewOf(document))).toEqual(
      ROWS("aws_autoscaling_group.primary", "aws_autoscaling_group.secondary"),
    );
  });

  test("a service of ECS", () => {
    const document = registeredBy((resources) => {
      delete resources["aws_autoscaling_group"]?.["primary"];
      resources["aws_ecs_service"] = {
        web: {
          network_configuration: [{ subnets: ["${aws_subnet.primary.id}"] }],
          load_balancer: [{ target_group_arn: "${aws_lb_target_group.primary.arn}", container_port: 443 }],
        },
      };
    });

    expect(rowsOf(reviewOf(document))).toEqual(
      expect.arrayContaining([
        "nothing down -> aws_ecs_service.web",
        "aws_ecs_service.web -> aws_autoscaling_group.secondary",
      ]),
    );
  });
});
