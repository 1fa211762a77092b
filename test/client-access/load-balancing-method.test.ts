import { formatProblem, LoadBalancingMethod } from "../../lib";
import { checkMethod, type MethodDescription } from "../../lib/client-access/load-balancing-method";
import { accessProblems, accessTemplate } from "../support/access";

const problems = (method: MethodDescription, nodes = 2) =>
  checkMethod("method", method, nodes).map(formatProblem);

const NOT_BUILT =
  'which this version does not build; allowed: "fail-over" (2 nodes) or "ordered-list" (2 to 6 nodes)';

describe("LoadBalancingMethod", () => {
  test.each([
    [2, "fail-over"],
    [3, "ordered-list"],
    [6, "ordered-list"],
  ])("for %i nodes is by default %s, and the load balancer's tags say so", (nodes, type) => {
    expect(accessTemplate(nodes).only("aws_lb")["tags"]).toMatchObject({ "sems:method": type });
  });

  test("of an ordered list fits two nodes too", () => {
    const template = accessTemplate(2, { method: LoadBalancingMethod.orderedList() });
    expect(template.only("aws_lb")["tags"]).toMatchObject({ "sems:method": "ordered-list" });
  });

  test.each(["fail-over", "ordered-list"] as const)("of type %s is found by its type", (type) => {
    expect(LoadBalancingMethod.ofType(type).type).toBe(type);
  });

  test.each([3, 6])("SEMS-LB-2: of fail-over is refused with %i nodes", (nodes) => {
    expect(accessProblems(nodes, { method: LoadBalancingMethod.failOver() })).toEqual([
      `method: found "fail-over" with ${nodes} nodes; allowed: 2 nodes with fail-over; ordered-list with more [SEMS-LB-2]`,
    ]);
  });

  test.each(["manual", "weighted", "round-robin"])("%s is refused: it is not built", (type) => {
    expect(problems({ type })).toEqual([`method.type: found "${type}", ${NOT_BUILT}`]);
  });

  test.each([
    [1, 1],
    [1, 10],
  ])(
    "SEMS-LB-3: weighted is refused where the primary's weight is %i and the backups' %i",
    (primary, backup) => {
      expect(problems({ type: "weighted", primary, backup })).toEqual([
        `method: found primary ${primary}, backup ${backup}; allowed: a primary weight above the backup weight (10 and 1): equal weights are round robin [SEMS-LB-3]`,
        `method.type: found "weighted", ${NOT_BUILT}`,
      ]);
    },
  );

  test("SEMS-LB-3: weighted has a highest weight by default, 10 to 1", () => {
    expect(problems({ type: "weighted", backup: 9 })).toHaveLength(1);
    expect(problems({ type: "weighted", backup: 10 })).toHaveLength(2);
    expect(problems({ type: "weighted", primary: 1 })).toHaveLength(2);
    expect(problems({ type: "weighted", primary: 2 })).toHaveLength(1);
  });
});
