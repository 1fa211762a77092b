import { adding, changing, without, type Document, type Resources } from "../support/document";
import { staticWeights, weightsOfRoute53 } from "../support/faults";
import { objectionsOf } from "../support/findings";
import { handWrittenNodes, tagged } from "../support/hand-written";
import { plain } from "../support/mended";

const weighted = (document: Document): Document => tagged(document, "weighted", handWrittenNodes(2));
/** What is said of the weights themselves; without records behind them, clients are lost besides. */
const objections = (document: Document): string[] =>
  objectionsOf("SEMS-LB-3", document).filter((objection) => !objection.includes("reach no healthy node"));

/** The document with a variable in place of a target group's ARN. */
const unspecified = (group: string, document: Document): Document =>
  JSON.parse(
    JSON.stringify(document).replaceAll(
      `{"arn":"\${aws_lb_target_group.${group}.arn}"`,
      '{"arn":"${var.group}"',
    ),
  ) as Document;

describe("SEMS-LB-3, of declared weights", () => {
  test.each([
    [10, 1],
    [999, 998],
  ])("lets %i to %i pass", (first, second) => {
    expect(objections(weighted(staticWeights(first, second)(plain)))).toEqual([]);
  });

  test.each([
    [1, 1],
    [0, 0],
  ])("objects to %i and %i", (first, second) => {
    expect(objections(weighted(staticWeights(first, second)(plain)))).toEqual([
      expect.stringMatching(
        /^error aws_lb_listener\.https: No weight is the highest: sems1 and sems2 have [01] each/,
      ),
    ]);
  });

  test("judges Route 53's weights alike", () => {
    const document = weighted(weightsOfRoute53(plain));
    expect(objections(document)).toEqual([]);
    const even = changing(document, "aws_route53_record.second", {
      weighted_routing_policy: { weight: 100 },
    });
    expect(objections(even)).toEqual([expect.stringContaining("No weight is the highest")]);
    const one = without(document, "aws_route53_record.second");
    expect(objections(one)).toEqual([]);
    expect(objections(weighted(plain))).toEqual([]);
  });
});

describe("SEMS-LB-3, of weights that no tag declares", () => {
  test("lets a record of weight 0 pass: Route 53 answers with it when the others are down", () => {
    const document = changing(weightsOfRoute53(plain), "aws_route53_record.second", {
      weighted_routing_policy: { weight: 0 },
    });
    expect(objections(document)).toEqual([]);
  });

  test("says which share of the clients goes to which node", () => {
    expect(objections(weightsOfRoute53(plain))).toEqual([
      expect.stringContaining("it routes 99 % to 10.0.1.10 and 1 % to 10.0.2.10, and whoever asks again"),
    ]);
  });

  test.each([
    ["the first", [100, 1], "100 to 10.0.1.10 and 1 to 10.0.2.10", "10.0.1.10"],
    ["the second", [1, 100], "1 to 10.0.1.10 and 100 to 10.0.2.10", "10.0.2.10"],
  ] as const)(
    "says which weights there are, and what the failure of %s costs",
    (_which, [first, second], all, worst) => {
      const [found] = objections(staticWeights(first, second)(plain));
      expect(found).toContain(
        `by static weights, ${all}, and that is no failover: an unhealthy target group keeps its share: with ${worst} down, 99 % of`,
      );
    },
  );

  test("says of no failure that it costs clients where each group holds all nodes", () => {
    const others = [
      ["https_primary", "sems2"],
      ["https_backup", "sems1"],
    ].map(([group, node]) => [
      `aws_lb_target_group_attachment.${group}_too`,
      {
        target_group_arn: `\${aws_lb_target_group.${group}.arn}`,
        target_id: `\${aws_network_interface.${node}_outside.private_ip}`,
        port: 443,
      },
    ]);
    const document = adding(staticWeights(10, 1)(plain), Object.fromEntries(others) as Resources);
    expect(objections(document)).toEqual([expect.stringContaining("keeps its share. Point the name")]);
  });

  test.each([
    [
      "without a node by its address",
      without(staticWeights(10, 1)(plain), "aws_lb_target_group_attachment.https_backup"),
      "10 to 10.0.1.10 and 1 to aws_lb_target_group.https_backup",
    ],
    [
      "that the document does not specify as such",
      unspecified("https_backup", staticWeights(10, 1)(plain)),
      "10 to 10.0.1.10 and 1 to a target group that the document does not specify",
    ],
  ])("names a target group %s", (_which, document, words) => {
    expect(objections(document)).toEqual([expect.stringContaining(words)]);
  });

  test("says how to declare them", () => {
    expect(objections(staticWeights(10, 1)(plain))).toEqual([
      expect.stringContaining("declare the method with the tag sems:method = weighted"),
    ]);
  });
});
