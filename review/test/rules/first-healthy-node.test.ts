import { objectionsOf } from "../support/findings";
import { addressOf, KEYS, nameOf, ScenarioDocument, zoneOf, type Answer } from "../support/scenario-document";

const objections = (document: ScenarioDocument): string[] => objectionsOf("SEMS-LB-2", document.json);

const twoNodes = (args: Readonly<Record<string, unknown>> = {}): ScenarioDocument =>
  new ScenarioDocument().balancer({ zones: [[1], [2]], args });

/** Node 1 serves while a check of it is healthy, else something else. */
const failingOverTo = (answer: Answer, document = twoNodes()): ScenarioDocument =>
  document
    .failover(KEYS, "PRIMARY", { zone: 1 }, { health_check_id: document.check(1) })
    .failover(KEYS, "SECONDARY", answer);

const SHOULD = "all clients of keys\\.example\\.com:443 should be routed to";

describe("all clients reach the first healthy node (SEMS-LB-2)", () => {
  test("so they do by failover records in order, and by weights of 1 and 0", () => {
    const weighted = twoNodes();
    for (const [weight, zone] of [
      [1, 1],
      [0, 2],
    ] as const)
      weighted.weighted(KEYS, weight, { zone }, { health_check_id: weighted.check(zone) });

    expect([objections(twoNodes().ordered([1, 2])), objections(weighted)]).toEqual([[], []]);
  });

  test("a node without a check keeps its clients, in each state in which it is down and another is not", () => {
    const document = twoNodes()
      .failover(KEYS, "PRIMARY", { zone: 1 })
      .failover(KEYS, "SECONDARY", { zone: 2 });

    expect(objections(document)).toEqual([
      expect.stringMatching(
        `^error aws_route53_record\\.record_\\d+: With 10\\.0\\.1\\.10 down, ${SHOULD} 10\\.0\\.2\\.10, but 100 % are routed to 10\\.0\\.1\\.10, which is down\\. The same goes for 1 more of 6 states\\.$`,
      ),
    ]);
  });

  test("with no healthy node, they are routed to the first", () => {
    expect(objections(failingOverTo({ zone: 2 }))).toEqual([
      expect.stringMatching(
        `: With 10\\.0\\.1\\.10, 10\\.0\\.2\\.10 down, ${SHOULD} 10\\.0\\.1\\.10, but 100 % are routed to 10\\.0\\.2\\.10, which is down\\.$`,
      ),
    ]);
  });

  test("with no healthy node, something outside the document may answer all of them", () => {
    const document = twoNodes().ordered([1, 2], `nodes.${KEYS}`);
    document.failover(KEYS, "PRIMARY", { name: `nodes.${KEYS}`, evaluates: true });
    document.failover(KEYS, "SECONDARY", { values: ["203.0.113.9"] });

    expect(objections(document)).toEqual([]);
  });

  test("while a node is healthy, nothing outside the document may", () => {
    expect(objections(failingOverTo({ values: ["203.0.113.9"] }))).toEqual([
      expect.stringMatching(
        `^warning .*: With 10\\.0\\.1\\.10 down, ${SHOULD} 10\\.0\\.2\\.10, but 100 % are routed to 203\\.0\\.113\\.9, which the document does not contain\\. The same goes for 1 more of 6 states\\. The document does not specify all that this rests on: see REVIEW-1\\.$`,
      ),
    ]);
  });

  test("an address without a node reaches nothing", () => {
    const document = new ScenarioDocument().balancer({ zones: [[1], [2], []] });

    expect(objections(failingOverTo({ zone: 3 }, document))).toEqual([
      expect.stringMatching(`${SHOULD} 10\\.0\\.2\\.10, but 100 % reach nothing\\.`),
    ]);
  });

  test("weights split them, whichever node is down", () => {
    const document = twoNodes().weighted(KEYS, 3, { zone: 1 }).weighted(KEYS, 1, { zone: 2 });

    expect(objections(document)).toEqual([
      expect.stringMatching(
        `: With all nodes healthy, ${SHOULD} 10\\.0\\.1\\.10, but 75 % are routed to 10\\.0\\.1\\.10 and 25 % are routed to 10\\.0\\.2\\.10\\. The same goes for 5 more of 6 states\\.$`,
      ),
    ]);
  });

  test("a zone that takes all nodes with it leaves no node to route to", () => {
    const document = new ScenarioDocument();
    for (const n of [1, 2]) {
      document.balancer({ name: `nlb${n}`, zones: [[n]] });
      const role = n === 1 ? "PRIMARY" : "SECONDARY";
      document.failover(KEYS, role, { name: nameOf(`nlb${n}`), evaluates: true });
    }

    expect(objections(document)).toEqual([]);
  });

  test("a method without an order has none to keep", () => {
    const declared = Object.fromEntries(
      [1, 2].flatMap((n) => [
        [`sems:interface2:sems${n}`, addressOf(n)],
        [`sems:zone:sems${n}`, zoneOf(n)],
      ]),
    );
    const of = (method: string): ScenarioDocument =>
      twoNodes({ tags: { "sems:client-fqdn": KEYS, "sems:method": method, ...declared } })
        .failover(KEYS, "PRIMARY", { zone: 1 })
        .failover(KEYS, "SECONDARY", { zone: 2 });

    expect([objections(of("weighted")), objections(of("ordered-list")).length]).toEqual([[], 1]);
    expect(objectionsOf("SEMS-LB-3", of("ordered-list").json)).toEqual([]);
  });
});

describe("one service of a node that fails alone (SEMS-LB-2)", () => {
  const PORTS = [443, 636];

  /** Nodes, each alone in its zone, whose target groups have the listener's port. */
  const nodes = (count: number): ScenarioDocument => {
    const zones = Array.from({ length: count }, (_, i) => [i + 1]);
    const document = new ScenarioDocument().balancer({ zones, ports: PORTS });
    for (const port of PORTS) document.group(`nlb_${port}`, { port });
    return document;
  };

  /** A check that fails once more than a number of a node's services do. */
  const services = (document: ScenarioDocument, zone: number, child_health_threshold: number): string =>
    document.check(zone, {
      type: "CALCULATED",
      child_health_threshold,
      child_healthchecks: PORTS.map((port) => document.check(zone, { port })),
    });

  test("leaves clients of the others where they are, or not, as long as they reach a node", () => {
    const pair = (threshold: number): string[] => {
      const document = nodes(2);
      document.failover(KEYS, "PRIMARY", { zone: 1 }, { health_check_id: services(document, 1, threshold) });
      document.failover(KEYS, "SECONDARY", { zone: 2 });
      return objections(document);
    };
    // With both nodes down, clients are routed to the second.
    expect(pair(2)).toEqual([expect.stringMatching(/10\.0\.2\.10, which is down\.$/)]);
    // Clients of the service itself stay, too: that is one state more.
    expect(pair(1)).toEqual([expect.stringMatching(/The same goes for 1 more of 10 states\.$/)]);
  });

  test("must not take clients of the others to an address without a node", () => {
    const document = nodes(2).balancer({ name: "empty", zones: [[]], ports: PORTS });
    document.failover(KEYS, "PRIMARY", { zone: 1 }, { health_check_id: services(document, 1, 2) });
    document.failover(KEYS, "SECONDARY", { zone: 1, of: "empty" });
    // With node 1 down, its zone or both nodes; and with either service of node 1 not answering.
    expect(objections(document)).toEqual([
      expect.stringMatching(/100 % reach nothing\. The same goes for 4 more of 10 states\.$/),
    ]);
  });

  test("must not split its clients among the other nodes", () => {
    const document = nodes(3);
    for (const zone of [1, 2, 3])
      document.weighted(KEYS, 1, { zone }, { health_check_id: services(document, zone, 2) });
    // With nothing, a node, its zone, all nodes, or that very service of a node down.
    expect(objections(document)).toEqual([
      expect.stringMatching(/The same goes for 10 more of 17 states\.$/),
    ]);
  });

  test("of the only node leaves none to route to", () => {
    const document = nodes(1);
    document.failover(KEYS, "PRIMARY", { zone: 1 }, { health_check_id: services(document, 1, 2) });
    document.failover(KEYS, "SECONDARY", { zone: 1 });
    expect(objections(document)).toEqual([]);
  });
});
