import { objectionsOf } from "../support/findings";
import { addressOf, KEYS, nameOf, ScenarioDocument, zoneOf } from "../support/scenario-document";

interface Weights {
  /** Weights of the listener, by the nodes' numbers. */
  readonly weights?: readonly number[];
  /** Weights that the tags declare. */
  readonly tags?: readonly number[];
  readonly isCrossZone?: boolean;
  /** Whether the first entry evaluates the health of the weighted load balancer. */
  readonly isEvaluated?: boolean;
  /** Whether the weighted load balancer and all nodes are in one zone. */
  readonly isOneZone?: boolean;
}

/** Three nodes by weight, and in order behind that. */
function weighted({
  weights = [10, 1, 1],
  tags = weights,
  isCrossZone = true,
  isEvaluated = true,
  isOneZone = false,
}: Weights = {}): ScenarioDocument {
  const nodes = [1, 2, 3];
  const zoneIn = (n: number): string => zoneOf(isOneZone ? 1 : n);
  const declared = Object.fromEntries(
    nodes.flatMap((n, i) => [
      [`sems:interface2:sems${n}`, addressOf(n)],
      [`sems:zone:sems${n}`, zoneIn(n)],
      [`sems:weight:sems${n}`, String(tags[i])],
    ]),
  );
  const document = new ScenarioDocument();
  document.balancer({ zones: nodes.map((n) => [n]) });
  document.balancer({
    name: "weighted",
    zones: isOneZone ? [[]] : [[], [], []],
    ports: [],
    args: {
      enable_cross_zone_load_balancing: isCrossZone,
      tags: { "sems:client-fqdn": KEYS, "sems:method": "weighted", ...declared },
    },
  });
  for (const n of nodes) document.group(`w${n}`).target(`w${n}`, n, { availability_zone: zoneIn(n) });
  document.listener(
    "weighted",
    443,
    nodes.map((n, i) => ({ group: `w${n}`, weight: weights[i] ?? 1 })),
  );
  document.ordered(nodes, `ordered.${KEYS}`);
  document.failover(KEYS, "PRIMARY", { name: nameOf("weighted"), evaluates: isEvaluated });
  return document.failover(KEYS, "SECONDARY", { name: `ordered.${KEYS}`, evaluates: true });
}

describe("with the method weighted, every new client is served while any node is healthy (SEMS-LB-3)", () => {
  test("so it is with cross-zone load balancing and a safety net that sees the weights' health", () => {
    expect(objectionsOf("SEMS-LB-3", weighted().json)).toEqual([]);
  });

  test("cross-zone load balancing off: two thirds reach nothing while all nodes are healthy", () => {
    expect(objectionsOf("SEMS-LB-3", weighted({ isCrossZone: false }).json)).toEqual([
      expect.stringMatching(
        /^error aws_lb\.weighted: With all nodes healthy, 67 % of the clients of keys\.example\.com:443 .*turn cross-zone load balancing on/,
      ),
    ]);
  });

  test("a safety net that nothing refers to: a failed node keeps its share", () => {
    expect(objectionsOf("SEMS-LB-3", weighted({ isEvaluated: false }).json)).toEqual([
      expect.stringMatching(
        /^error aws_route53_record\..*: With sems1 down, 83 % of the clients of keys\.example\.com:443 reach no healthy node, although one is there\. The same goes for 8 more of 11 states\. A target group without a healthy target keeps its share/,
      ),
    ]);
  });

  test.each<[string, (document: ScenarioDocument) => ScenarioDocument]>([
    [
      "beside a listener of one group",
      (document) => document.listener("weighted", 636, [{ group: "w1", weight: 1 }]),
    ],
    [
      "with a group that has it on",
      (document) => document.group("w3", { load_balancing_cross_zone_enabled: "true" }),
    ],
  ])("cross-zone load balancing off, %s", (_what, changed) => {
    const found = objectionsOf("SEMS-LB-3", changed(weighted({ isCrossZone: false })).json);
    expect(found).not.toEqual([]);
    for (const line of found)
      expect(line).toMatch(
        /^error aws_lb\.weighted: With all nodes healthy, .*turn cross-zone load balancing on/,
      );
  });

  test("a group without a target, with cross-zone load balancing on", () => {
    const document = weighted({ isEvaluated: false }).group("empty");
    document.listener("weighted", 443, [
      { group: "w1", weight: 10 },
      { group: "empty", weight: 1 },
    ]);
    expect(objectionsOf("SEMS-LB-3", document.json)).toEqual([
      expect.stringMatching(
        /^error aws_route53_record\.\w+: With all nodes healthy, 9 % .* A target group without a healthy/,
      ),
    ]);
  });

  test("a failed node keeps its share where all are in one zone, for which cross-zone load balancing does nothing", () => {
    const document = weighted({ isCrossZone: false, isEvaluated: false, isOneZone: true });
    expect(objectionsOf("SEMS-LB-3", document.json)).toEqual([
      expect.stringMatching(
        /^error aws_route53_record\.\w+: With sems1 down, .* A target group without a healthy/,
      ),
    ]);
  });

  test("a safety net without one node's check: the one state in which its clients are lost", () => {
    const document = weighted();
    const { aws_route53_record: records = {} } = document.json.resource;
    // Of the pair behind the weights, the records keep node 2 whatever happens to it.
    const [name] = Object.entries(records).find(
      ([, { name, set_identifier }]) => name === `tier2.ordered.${KEYS}` && set_identifier === "PRIMARY",
    ) ?? [""];
    document.add("aws_route53_record", name, { ...records[name], health_check_id: undefined });
    expect(objectionsOf("SEMS-LB-3", document.json)).toEqual([
      expect.stringMatching(/100 % of the clients of .* although one is there\. A target group/),
    ]);
  });

  test.each(["${var.check}"])("a check that the document does not hold, %s, makes it a warning", (check) => {
    const document = weighted({ isEvaluated: false });
    const { aws_route53_record: records = {} } = document.json.resource;
    for (const [name, record] of Object.entries(records))
      if (record["set_identifier"] === "PRIMARY")
        document.add("aws_route53_record", name, { ...record, health_check_id: check });
    expect(objectionsOf("SEMS-LB-3", document.json)).toEqual([
      expect.stringMatching(
        /^warning .* The document does not specify all that this rests on: see REVIEW-1\.$/,
      ),
    ]);
  });
});

describe("weights are those that the tags declare (SEMS-INTENT-1)", () => {
  test.each([
    [[10, 1, 1]],
    // The parts are the same.
    [[20, 2, 2]],
  ])("%j for 10, 1 and 1", (weights) => {
    expect(objectionsOf("SEMS-INTENT-1", weighted({ weights, tags: [10, 1, 1] }).json)).toEqual([]);
  });

  test("nothing is said where a group holds no declared node, several, or none at all", () => {
    const contradicting = (): ScenarioDocument => weighted({ weights: [1, 10, 1], tags: [10, 1, 1] });
    const found = [
      contradicting().target("w1", 4, { availability_zone: zoneOf(1) }),
      contradicting()
        .group("empty")
        .listener("weighted", 443, [
          { group: "w1", weight: 1 },
          { group: "empty", weight: 10 },
        ]),
    ].map((document) =>
      objectionsOf("SEMS-INTENT-1", document.json).filter((line) => line.includes("weight")),
    );
    expect(found).toEqual([[], []]);
  });

  test("weights of nothing are no part of anything", () => {
    expect(objectionsOf("SEMS-INTENT-1", weighted({ weights: [0, 0, 0], tags: [1, 1, 1] }).json)).toEqual([
      expect.stringContaining("0 % to sems1 where the tags declare 33 %"),
    ]);
  });

  test("another node is the highest", () => {
    expect(objectionsOf("SEMS-INTENT-1", weighted({ weights: [1, 10, 1], tags: [10, 1, 1] }).json)).toEqual([
      expect.stringMatching(
        /^error aws_lb_listener\.weighted_443: .* 8 % to sems1 where the tags declare 83 % and 83 % to sems2 where the tags declare 8 %/,
      ),
    ]);
  });
});
