import { objectionsOf } from "../support/findings";
import { KEYS, ref, ScenarioDocument } from "../support/scenario-document";

const objections = (document: ScenarioDocument): string[] => objectionsOf("SEMS-LB-1", document.json);

/** Weighted records, one node each. */
const weighted = (...weights: readonly number[]): ScenarioDocument =>
  weights.reduce(
    (document, weight, i) => document.weighted(KEYS, weight, { zone: i + 1 }),
    new ScenarioDocument().balancer({ zones: weights.map((_weight, i) => [i + 1]) }),
  );

/** Node 1 serves while its check is healthy, else nodes 2 and 3 in equal parts. */
const spareTwo = (args: Readonly<Record<string, unknown>> = {}): ScenarioDocument => {
  const document = new ScenarioDocument().balancer({ zones: [[1], [2], [3]] });
  const values = [2, 3].map((n) => ref(`aws_eip.nlb_${n}`, "public_ip"));
  return document
    .failover(KEYS, "PRIMARY", { zone: 1 }, { health_check_id: document.check(1), ...args })
    .failover(KEYS, "SECONDARY", { values });
};

describe("no clients are spread evenly over healthy nodes (SEMS-LB-1)", () => {
  test.each([
    ["in order", new ScenarioDocument().balancer({ zones: [[1], [2]] }).ordered([1, 2])],
    ["by weights with one highest", weighted(3, 1)],
    ["by weights that all differ", weighted(4, 2, 1)],
  ])("nor are they %s", (_how, document) => {
    expect(objections(document)).toEqual([]);
  });

  test.each([
    [[2, 2, 1], "10\\.0\\.1\\.10, 10\\.0\\.2\\.10"],
    [[1, 2, 2], "10\\.0\\.2\\.10, 10\\.0\\.3\\.10"],
  ])("by weights %j, two nodes are the highest", (weights, names) => {
    expect(objections(weighted(...weights))).toEqual([
      expect.stringMatching(
        `^error aws_route53_record\\.record_\\d+: With all nodes healthy, clients of keys\\.example\\.com:443 are spread evenly: 40 % each to ${names}\\. A user`,
      ),
    ]);
  });

  test("two nodes take over from one that is down", () => {
    expect(objections(spareTwo())).toEqual([
      expect.stringMatching(
        /: With 10\.0\.1\.10 down, clients of .* 50 % each to 10\.0\.2\.10, 10\.0\.3\.10\. .* when it is down\.$/,
      ),
    ]);
  });

  test("whether they do is a warning where a check is calculated from what the document does not hold", () => {
    const document = spareTwo();
    const check = document.check(1, {
      type: "CALCULATED",
      child_health_threshold: 2,
      child_healthchecks: [document.check(1), "11111111-2222"],
    });
    const { aws_route53_record: records = {} } = document.json.resource;
    for (const [name, record] of Object.entries(records))
      if ("health_check_id" in record)
        document.add("aws_route53_record", name, { ...record, health_check_id: check });
    expect(objections(document)).toEqual([
      expect.stringMatching(/^warning .*With 10\.0\.1\.10 down, .*rests on: see REVIEW-1\.$/),
    ]);
  });

  test("a node that is down counts for none", () => {
    // With no healthy node, both of the zone have the same share, and nobody is served.
    const document = new ScenarioDocument().balancer({ zones: [[1], [2]] });
    const values = [1, 2].map((n) => ref(`aws_eip.nlb_${n}`, "public_ip"));
    document.ordered([1, 2], `nodes.${KEYS}`);
    document.failover(KEYS, "PRIMARY", { name: `nodes.${KEYS}`, evaluates: true });
    document.failover(KEYS, "SECONDARY", { values });
    expect(objections(document)).toEqual([]);
  });
});
