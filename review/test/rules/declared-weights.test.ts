import { objectionsOf } from "../support/findings";
import { addressOf, KEYS, nameOf, ScenarioDocument, zoneOf } from "../support/scenario-document";

interface Weighted {
  /** Weights that the tags declare, by the nodes' numbers. */
  readonly declared: readonly (number | undefined)[];
  /** Groups of the listener, by the numbers of their nodes, with their weights. */
  readonly groups: readonly { readonly nodes: readonly number[]; readonly weight: number }[];
  /** A further group that the document does not hold. */
  readonly unknown?: string;
}

/** What is said of the weights of a listener. */
function found({ declared, groups, unknown }: Weighted): string[] {
  const nodes = declared.flatMap((weight, i) => [
    [`sems:interface2:sems${i + 1}`, addressOf(i + 1)],
    ...(weight === undefined ? [] : [[`sems:weight:sems${i + 1}`, String(weight)]]),
  ]);
  const tags = { "sems:client-fqdn": KEYS, "sems:method": "weighted", ...Object.fromEntries(nodes) };
  const document = new ScenarioDocument().balancer({ zones: [[], [], []], ports: [], args: { tags } });
  groups.forEach((group, i) => {
    document.group(`w${i}`);
    for (const n of group.nodes) document.target(`w${i}`, n, { availability_zone: zoneOf(n) });
  });
  const own = groups.map(({ weight }, i) => ({
    target_group: { arn: `\${aws_lb_target_group.w${i}.arn}`, weight },
  }));
  const others = unknown === undefined ? [] : [{ target_group: { arn: unknown, weight: 1 } }];
  document.add("aws_lb_listener", "nlb_443", {
    load_balancer_arn: "${aws_lb.nlb.arn}",
    port: 443,
    protocol: "TCP",
    default_action: [
      { type: "forward", forward: [{ target_group: [...own, ...others].map((one) => one.target_group) }] },
    ],
  });
  document.record(KEYS, { name: nameOf() });
  return objectionsOf("SEMS-INTENT-1", document.json).filter((line) => line.includes("weights"));
}

const one = (n: number, weight: number) => ({ nodes: [n], weight });

describe("the weights of a listener are the declared ones (SEMS-INTENT-1)", () => {
  test("in proportion", () => {
    expect(found({ declared: [30, 10], groups: [one(1, 3), one(2, 1)] })).toEqual([]);
    expect(found({ declared: [3, 1], groups: [one(1, 1), one(2, 1)] })).toEqual([
      expect.stringContaining(
        "route 50 % to sems1 where the tags declare 75 % and 50 % to sems2 where the tags declare 25 % (sems:weight:NAME of aws_lb.nlb)",
      ),
    ]);
  });

  test("of all groups of a node together", () => {
    expect(found({ declared: [3, 1], groups: [one(1, 1), one(1, 2), one(2, 1)] })).toEqual([]);
  });

  test.each<[string, Weighted]>([
    [
      "a node whose weight the tags do not declare",
      { declared: [3, 1, undefined], groups: [one(1, 1), one(2, 1), one(3, 1)] },
    ],
    ["several nodes", { declared: [3, 1], groups: [{ nodes: [1, 2], weight: 1 }, one(2, 1)] }],
    [
      "nodes that the document does not hold",
      { declared: [3, 1], groups: [one(1, 1), one(2, 1)], unknown: "${var.group}" },
    ],
  ])("are not judged where a group has %s", (_what, weighted) => {
    expect(found(weighted)).toEqual([]);
  });

  test("are not judged of load balancers without tags", () => {
    const document = new ScenarioDocument().balancer({ zones: [[1], [2]] }).ordered([1, 2]);
    expect(objectionsOf("SEMS-INTENT-1", document.json)).toEqual([]);
  });
});
