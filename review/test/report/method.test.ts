import { behaviorOf } from "../../report/behavior";
import { FAULT_CASES } from "../support/fault-cases";
import { handWrittenNodes, tagged } from "../support/hand-written";
import { reviewOf } from "../support/review";

describe("where the failover table violates the declared method, the method's rule says so", () => {
  test.each([
    ["ordered-list", "SEMS-LB-2"],
    ["weighted", "SEMS-LB-3"],
    ["manual", "SEMS-INTENT-1"],
  ])("%s: %s", (method, rule) => {
    const reviews = FAULT_CASES.map(({ what, document }) => ({
      what,
      ...reviewOf(tagged(document, method, handWrittenNodes(3))),
    }));
    const violated = reviews.filter(({ services }) =>
      services.some((service) => behaviorOf(service).fault === "VIOLATES THE DECLARED METHOD"),
    );
    expect(violated.length).toBeGreaterThan(5);
    const unreported = violated.filter(({ findings }) => findings.every((finding) => finding.rule !== rule));
    expect(unreported.map(({ what }) => what)).toEqual([]);
  });
});
