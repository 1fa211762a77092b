import { Lazy } from "cdktf";
import { formatProblem, LoadBalancingMethod, type SemsNode } from "../../lib";
import { checkMethod, type MethodDescription } from "../../lib/client-access/load-balancing-method";
import { accessProblems, accessTemplate } from "../support/access";
import { node, upTo } from "../support/cluster";

const problems = (method: MethodDescription, nodes: readonly SemsNode[] = [node(1), node(2)]) =>
  checkMethod("method", method, nodes).map(formatProblem);

const weights = (primary?: number, backup?: number) => problems({ type: "weighted", primary, backup });

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

  test.each([3, 6])("SEMS-LB-2: of fail-over is refused with %i nodes", (nodes) => {
    expect(accessProblems(nodes, { method: LoadBalancingMethod.failOver() })).toEqual([
      `method: found "fail-over" with ${nodes} nodes; allowed: 2 nodes with fail-over; use ordered-list for more [SEMS-LB-2]`,
    ]);
  });

  test.each([
    [1, 1],
    [1, 10],
    [0, 0],
  ])(
    "SEMS-LB-3: weighted is refused where the primary's weight is %i and the backups' %i",
    (primary, backup) => {
      expect(accessProblems(2, { method: LoadBalancingMethod.weighted({ primary, backup }) })).toEqual([
        `method: found primary ${primary}, backup ${backup}; allowed: a primary weight above the backup weight (10 and 1): equal weights are round robin [SEMS-LB-3]`,
      ]);
    },
  );

  test("SEMS-LB-3: weighted has a highest weight by default, 10 to 1", () => {
    expect(LoadBalancingMethod.weighted()).toMatchObject({ primary: 10, backup: 1 });
    expect(weights(undefined, 9)).toEqual([]);
    expect(weights(undefined, 10)).toHaveLength(1);
    expect(weights(1)).toHaveLength(1);
    expect(weights(2)).toEqual([]);
    expect(weights(999, 0)).toEqual([]);
  });

  test.each([
    [1000, 1, "primary: found 1000"],
    [1.5, 1, "primary: found 1.5"],
    [10, -1, "backup: found -1"],
  ])("SEMS-LB-3: refuses weights of %d and %d, which the API does not take", (primary, backup, found) => {
    expect(weights(primary, backup)).toEqual([
      `method.${found}; allowed: a weight from 0 to 999 [SEMS-LB-3]`,
    ]);
  });

  test("manual names a node of the cluster", () => {
    expect(problems({ type: "manual", activeNode: "sems2" })).toEqual([]);
    expect(accessProblems(2, { method: LoadBalancingMethod.manual("sems3") })).toEqual([
      'method.activeNode: found "sems3"; allowed: the name of a node (sems1, sems2); if that is a token, the same token',
    ]);
  });

  test("manual does not name the node that is being worked on", () => {
    const nodes = upTo(2).map((n) => node(n, { maintenance: n === 2 }));
    expect(problems({ type: "manual", activeNode: "sems1" }, nodes)).toEqual([]);
    expect(problems({ type: "manual", activeNode: "sems2" }, nodes)).toEqual([
      'method.activeNode: found "sems2"; allowed: a node that is not in maintenance: all clients are routed to it',
    ]);
  });

  test.each([
    [5, 0],
    [6, 1],
  ])("weighted with %i nodes has %i faults: a listener forwards to five groups", (count, faults) => {
    const nodes = upTo(count).map((n) => node(n));
    expect(problems({ type: "weighted" }, nodes)).toHaveLength(faults);
  });

  test("is checked as far as the nodes are there", () => {
    const faults = (method: Parameters<typeof checkMethod>[1], nodes?: Parameters<typeof checkMethod>[2]) =>
      checkMethod("method", method, nodes).map((problem) => formatProblem(problem).split(": ")[0]);
    expect(faults({ type: "fail-over" }, [{ name: "sems1" }, { name: "sems2" }])).toEqual([]);
    expect(faults(undefined, [])).toEqual([]);
    expect(faults({ type: "fail-over" })).toEqual([]);
    expect(faults({ type: "weighted" })).toEqual([]);
    expect(faults({ type: "manual" }, [{ name: "sems1" }])).toEqual([]);
    expect(faults({ type: "manual", activeNode: "sems9" })).toEqual([]);
    expect(faults({ type: "manual", activeNode: "sems9" }, [])).toEqual([]);
    expect(faults({ type: "manual", activeNode: "sems9" }, [undefined, { name: "sems1" }])).toEqual([]);
    expect(faults({ type: "manual", activeNode: "sems9" }, [{ name: "sems1" }])).toEqual([
      "method.activeNode",
    ]);
  });

  test("manual lists the names that are known", () => {
    const nodes = [node(1, { name: Lazy.stringValue({ produce: () => "x" }) }), node(2)];
    expect(problems({ type: "manual", activeNode: "sems9" }, nodes)).toEqual([
      'method.activeNode: found "sems9"; allowed: the name of a node (sems2); if that is a token, the same token',
    ]);
  });

  test("weighted is not compared with a weight that is a token", () => {
    const token = Lazy.numberValue({ produce: () => 1 });
    expect(weights(token, 10)).toEqual([]);
    expect(weights(1, token)).toEqual([]);
  });
});
