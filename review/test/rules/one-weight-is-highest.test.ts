import { type Document, changing } from "../support/document";
import { staticWeights, weightsOfRoute53 } from "../support/faults";
import { objectionsOf } from "../support/findings";
import { handWrittenNodes, tagged } from "../support/hand-written";
import { plain } from "../support/mended";

const weighted = (document: Document): Document => tagged(document, "weighted", handWrittenNodes(2));
/** What is said of the weights themselves; without records behind them, clients are lost besides. */
const objections = (document: Document): string[] =>
  objectionsOf("SEMS-LB-3", document).filter((objection) => !objection.includes("reach no healthy node"));

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
  });
});

describe("SEMS-LB-3, of weights that no tag declares", () => {
  test("lets a record of weight 0 pass: Route 53 answers with it when the others are down", () => {
    const document = changing(weightsOfRoute53(plain), "aws_route53_record.second", {
      weighted_routing_policy: { weight: 0 },
    });
    expect(objections(document)).toEqual([]);
  });

  test("says how to declare them", () => {
    expect(objections(staticWeights(10, 1)(plain))).toEqual([
      expect.stringContaining("declare the method with the tag sems:method = weighted"),
    ]);
  });
});
