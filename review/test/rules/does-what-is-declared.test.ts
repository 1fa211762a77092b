import { addressesOf, changing, without, type Document } from "../support/document";
import { objectionsOf } from "../support/findings";
import { handWrittenNodes, tagged } from "../support/hand-written";
import { plain } from "../support/mended";
import { addressOf, KEYS, nameOf, ScenarioDocument, type Balancer } from "../support/scenario-document";

const objections = (document: unknown): string[] => objectionsOf("SEMS-INTENT-1", document);
const withoutRecords = (document: Document): Document =>
  without(document, ...addressesOf(document, /^aws_route53_(record|health_check|zone)\./));

describe("SEMS-INTENT-1", () => {
  test("objects to a manual method where records fail over", () => {
    expect(objections(tagged(plain, "manual", handWrittenNodes(3)))).toEqual([
      expect.stringContaining("with sems1 down, they are routed to sems2"),
    ]);
  });

  test("objects to a weighted method without weights", () => {
    expect(objections(tagged(plain, "weighted", handWrittenNodes(3)))).toEqual([
      expect.stringContaining("nothing on the path of its clients has a weight"),
    ]);
  });

  test("objects once to a node that no tag declares, whatever ports it has", () => {
    expect(objections(tagged(plain, "ordered-list", handWrittenNodes(2)))).toEqual([
      expect.stringMatching(
        /^error aws_lb_target_group_attachment\.https_sems3: Clients of port 443 and 636 are routed to 10\.0\.3\.10/,
      ),
    ]);
  });

  test("objects to another address in a declared node's zone", () => {
    const document = changing(plain, "aws_network_interface.sems2_outside", { private_ips: ["10.0.2.99"] });
    expect(objections(tagged(document, "ordered-list", handWrittenNodes(3)))).toEqual([
      expect.stringContaining("routed to 10.0.2.99, where the tags declare sems2 with Interface 2 10.0.2.10"),
    ]);
  });

  test("warns where the records may be in another stack", () => {
    const document = withoutRecords(tagged(plain, "ordered-list", handWrittenNodes(3)));
    expect(objections(document)).toEqual([
      expect.stringMatching(/^warning aws_lb\.keys: .* the document has no record that does/),
    ]);
  });

  test("says nothing of a stack that declares nothing", () => {
    expect(objections(withoutRecords(plain))).toEqual([]);
  });
});

/** Tags that declare nodes 1 to 3 with a method. */
const tags = (method: string) => ({
  "sems:client-fqdn": KEYS,
  "sems:method": method,
  ...Object.fromEntries([1, 2, 3].map((n) => [`sems:interface2:sems${n}`, addressOf(n)])),
});

/** Three nodes, each alone in its zone, with a method. */
const threeNodes = (method: string, more: Partial<Balancer> = {}): ScenarioDocument =>
  new ScenarioDocument().balancer({
    zones: [[1], [2], [3]],
    ...more,
    args: { tags: tags(method), ...more.args },
  });

const found = (document: ScenarioDocument): string[] => objectionsOf("SEMS-INTENT-1", document.json);

describe("the method manual (SEMS-INTENT-1)", () => {
  const other = "other.example.com";

  test("keeps clients on one node, whatever is down", () => {
    expect(found(threeNodes("manual").record(KEYS, { zone: 1 }))).toEqual([]);
  });

  test("is not judged where nothing is registered", () => {
    expect(found(threeNodes("manual", { zones: [[], [], []] }).record(KEYS, { zone: 1 }))).toEqual([]);
  });

  test("does not divide them from the start", () => {
    const document = threeNodes("manual").weighted(KEYS, 1, { zone: 1 }).weighted(KEYS, 1, { zone: 2 });
    expect(found(document)).toEqual([
      expect.stringContaining(
        "do not stay on one node: with all nodes healthy, they are routed to sems1 and sems2. Point the name",
      ),
    ]);
  });

  test("does not take all of them to an address without a node", () => {
    const document = threeNodes("manual", { zones: [[1], [2], [3], []] }).record(KEYS, { zone: 4 });
    expect(found(document)).toEqual([
      expect.stringContaining("with all nodes healthy, some of them reach nothing. Point the name"),
    ]);
  });

  test("does not take some of them elsewhere", () => {
    const document = threeNodes("manual").weighted(other, 1, { zone: 1 }).weighted(other, 1, { zone: 3 });
    document.failover(KEYS, "PRIMARY", { zone: 1 }, { health_check_id: document.check(2) });
    document.failover(KEYS, "SECONDARY", { name: other });
    expect(found(document)).toEqual([
      expect.stringContaining("with sems2 down, they are routed to sems3. Point the name"),
    ]);
  });

  test("does not take them out of the document", () => {
    const document = threeNodes("manual");
    document.failover(KEYS, "PRIMARY", { zone: 1 }, { health_check_id: document.check(1) });
    document.failover(KEYS, "SECONDARY", { values: ["203.0.113.7"] });
    expect(found(document)).toEqual([
      expect.stringContaining("with sems1 down, they are routed to 203.0.113.7. Point the name"),
    ]);
  });

  test("does not leave them without a node while theirs is healthy", () => {
    const document = threeNodes("manual", { zones: [[1], [2], [3], []] });
    document.failover(KEYS, "PRIMARY", { zone: 1 }, { health_check_id: document.check(2) });
    document.failover(KEYS, "SECONDARY", { zone: 4 });
    expect(found(document)).toEqual([
      expect.stringContaining("with sems2 down, some of them reach nothing. Point the name"),
    ]);
  });
});

describe("the method weighted (SEMS-INTENT-1)", () => {
  const unweighted = expect.stringContaining("nothing on the path of its clients has a weight") as unknown;

  test("may have its weights in records, below others", () => {
    const plainly = threeNodes("weighted").ordered([1, 2, 3]);
    expect(found(plainly)).toEqual([unweighted]);
    const document = threeNodes("weighted");
    const below = "below.example.com";
    for (const n of [1, 2, 3])
      document.weighted(below, n, { zone: n }, { health_check_id: document.check(n) });
    document.failover(KEYS, "PRIMARY", { name: below, evaluates: true });
    document.failover(KEYS, "SECONDARY", { zone: 3 });
    expect(found(document)).toEqual([]);
  });

  test("may have its weights in one of several listeners", () => {
    const document = threeNodes("weighted", { ports: [443, 636] });
    document.group("w").target("w", 1).target("w", 2).target("w", 3);
    document.listener("nlb", 443, [
      { group: "nlb_443", weight: 1 },
      { group: "w", weight: 1 },
    ]);
    expect(found(document.record(KEYS, { name: nameOf() }))).toEqual([]);
  });
});

describe("the declared order (SEMS-INTENT-1)", () => {
  /** The names that an output lists in this order. */
  const declaring = (document: ScenarioDocument, ...order: readonly number[]): string[] =>
    objections({
      ...document.json,
      output: { keys_serving_order: { value: order.map((n) => ({ node: `sems${n}` })) } },
    });

  test("is that of the records", () => {
    expect(declaring(threeNodes("ordered-list").ordered([1, 2, 3]), 1, 2, 3)).toEqual([]);
    expect(declaring(threeNodes("ordered-list").ordered([1, 2, 3]), 3, 2, 1)).toEqual([
      expect.stringContaining(
        "sems3, sems2, sems1 serve keys.example.com in this order, and the records put them in the order sems1, sems2, sems3.",
      ),
    ]);
  });

  test("is not judged where not all nodes follow each other", () => {
    const document = threeNodes("ordered-list", { zones: [[1, 2], [3]] });
    document.failover(KEYS, "PRIMARY", { zone: 2 }, { health_check_id: document.check(2) });
    document.failover(KEYS, "SECONDARY", { zone: 1 });
    expect(declaring(document, 1, 2, 3)).toEqual([]);
    const two = threeNodes("ordered-list");
    two.failover(KEYS, "PRIMARY", { zone: 2 }, { health_check_id: two.check(2) });
    two.failover(KEYS, "SECONDARY", { zone: 1 });
    expect(declaring(two, 1, 2, 3)).toEqual([]);
  });
});
