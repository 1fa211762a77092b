import { addressOf, KEYS, nameOf, ref, ScenarioDocument, type Answer } from "../support/scenario-document";

/** Two zones with a node each. */
const pair = () => new ScenarioDocument().balancer({ zones: [[1], [2]] });
const three = () => new ScenarioDocument().balancer({ zones: [[1], [2], [3]] });

describe("A simple record", () => {
  test("routes to the node behind its address, healthy or not", () => {
    const document = pair().record(KEYS, { zone: 1 });
    expect([document.reach(), document.reach({ down: [1] })]).toEqual([{ 1: 1 }, { 1: 1 }]);
  });

  test("spreads clients over its values, healthy or not", () => {
    const values = [1, 2].map((n) => ref(`aws_eip.nlb_${n}`, "public_ip"));
    const document = pair().record(KEYS, { values });
    expect([document.reach(), document.reach({ down: [1] })]).toEqual([
      { 1: 0.5, 2: 0.5 },
      { 1: 0.5, 2: 0.5 },
    ]);
  });

  test("routes to the node whose own private address it holds", () => {
    expect(
      pair()
        .record(KEYS, { values: [addressOf(1)] })
        .reach(),
    ).toEqual({ 1: 1 });
  });

  test.each([
    ["203.0.113.9", "203.0.113.9"],
    ["host.example.org.", "host.example.org"],
    ["${var.address}", "var.address"],
  ])("routes elsewhere with a value that the document does not hold: %s", (value, name) => {
    const document = pair().record(KEYS, { values: [value] });
    expect([...document.traffic().elsewhere]).toEqual([[name, 1]]);
  });
});

describe("A pair of failover records", () => {
  const checked = (): ScenarioDocument => pair().ordered([1, 2]);

  test.each([
    { down: [], reached: { 1: 1 } },
    { down: [1], reached: { 2: 1 } },
    { down: [2], reached: { 1: 1 } },
    { down: [1, 2], reached: { 1: 1 } },
  ])("routes to $reached while $down are down", ({ down, reached }) => {
    expect(checked().reach({ down })).toEqual(reached);
  });

  test("rests on an assumption with both unhealthy, and on none before", () => {
    const assumed = (down: number[]) => [...checked().traffic({ down }).assumptions];
    expect([assumed([]), assumed([1]), assumed([1, 2])]).toEqual([[], [], ["all-down"]]);
  });

  test("routes to a SECONDARY without a check whenever the PRIMARY is unhealthy", () => {
    const document = pair();
    document.failover(KEYS, "PRIMARY", { zone: 1 }, { health_check_id: document.check(1) });
    document.failover(KEYS, "SECONDARY", { zone: 2 });
    expect([document.reach({ down: [1] }), document.reach({ down: [1, 2] })]).toEqual([{ 2: 1 }, { 2: 1 }]);
  });

  test("never leaves a PRIMARY without a check", () => {
    const document = pair().failover(KEYS, "PRIMARY", { zone: 1 }).failover(KEYS, "SECONDARY", { zone: 2 });
    expect(document.reach({ down: [1] })).toEqual({ 1: 1 });
  });

  test.each(["PRIMARY", "SECONDARY"] as const)("answers with its %s where that is all there is", (role) => {
    const document = pair();
    document.failover(KEYS, role, { zone: 1 }, { health_check_id: document.check(1) });
    expect([document.reach(), document.reach({ down: [1] })]).toEqual([{ 1: 1 }, { 1: 1 }]);
    expect([...document.traffic({ down: [1] }).assumptions]).toEqual([]);
  });
});

describe("Nested failover pairs", () => {
  const nested = (depth: number): ScenarioDocument => {
    const nodes = Array.from({ length: depth + 1 }, (_, i) => i + 1);
    return new ScenarioDocument().balancer({ zones: nodes.map((n) => [n]) }).ordered(nodes);
  };

  test.each([2, 3, 4, 5])("of %i levels route to the first healthy node", (depth) => {
    const document = nested(depth);
    for (let first = 1; first <= depth + 1; first++) {
      const down = Array.from({ length: first - 1 }, (_, i) => i + 1);
      expect(document.reach({ down })).toEqual({ [first]: 1 });
    }
    const all = Array.from({ length: depth + 1 }, (_, i) => i + 1);
    expect(document.reach({ down: all })).toEqual({ 1: 1 });
  });

  test("rest on an assumption as soon as clients go through more of them than AWS shows", () => {
    const rests = (down: number[]) => nested(3).traffic({ down }).assumptions.has("nested-failover");
    expect([rests([1]), rests([1, 2])]).toEqual([false, true]);
  });

  test("rest on it below records of another policy, too", () => {
    const document = nested(3);
    document.weighted("first.example.com", 1, { zone: 4 });
    document.weighted("top.example.com", 1, { name: "first.example.com" });
    document.weighted("top.example.com", 1, { name: KEYS });
    const { assumptions } = document.traffic({ name: "top.example.com", down: [1, 2] });
    expect([...assumptions]).toEqual(["nested-failover"]);
  });

  test("rest on no assumption beside one another, or below records of another policy", () => {
    const document = three();
    for (const branch of ["a", "b", "c"]) {
      document.weighted(KEYS, 1, { name: `all.${branch}.example.com` });
      document.weighted(`all.${branch}.example.com`, 1, { name: `${branch}.example.com` });
      document.ordered([1, 2, 3], `${branch}.example.com`);
    }
    expect([...document.traffic({ down: [1] }).assumptions]).toEqual([]);
  });

  test("do not back out of a branch whose alias does not evaluate its target", () => {
    const document = three();
    document.failover(KEYS, "PRIMARY", { name: `tier2.${KEYS}` });
    document.failover(KEYS, "SECONDARY", { zone: 3 });
    document.failover(`tier2.${KEYS}`, "PRIMARY", { zone: 1 }, { health_check_id: document.check(1) });
    document.failover(`tier2.${KEYS}`, "SECONDARY", { zone: 2 }, { health_check_id: document.check(2) });
    expect(document.reach({ down: [1, 2] })).toEqual({ 1: 1 });
  });
});

describe("Weighted records", () => {
  const weighted = (weights: readonly number[], isChecked = true): ScenarioDocument => {
    const document = three();
    weights.forEach((weight, i) => {
      const health = isChecked ? { health_check_id: document.check(i + 1) } : {};
      document.weighted(KEYS, weight, { zone: i + 1 }, health);
    });
    return document;
  };

  test.each([
    { weights: [3, 1], down: [], reached: { 1: 0.75, 2: 0.25 } },
    { weights: [3, 1], down: [1], reached: { 2: 1 } },
    { weights: [3, 1], down: [1, 2], reached: { 1: 0.75, 2: 0.25 } },
    { weights: [1, 0], down: [], reached: { 1: 1 } },
    { weights: [1, 0], down: [1], reached: { 2: 1 } },
    { weights: [1, 0], down: [1, 2], reached: { 1: 1 } },
    { weights: [1, 0, 0], down: [1], reached: { 2: 0.5, 3: 0.5 } },
    { weights: [0, 0], down: [], reached: { 1: 0.5, 2: 0.5 } },
    { weights: [0, 0], down: [1], reached: { 2: 1 } },
    { weights: [0, 0], down: [1, 2], reached: { 1: 0.5, 2: 0.5 } },
  ])("of weights $weights route to $reached while $down are down", ({ weights, down, reached }) => {
    expect(weighted(weights).reach({ down })).toEqual(reached);
  });

  test("count as healthy without a check", () => {
    expect(weighted([3, 1], false).reach({ down: [1] })).toEqual({ 1: 0.75, 2: 0.25 });
  });
});

describe("Records with other policies", () => {
  const two = (args: (n: number) => Readonly<Record<string, unknown>>): ScenarioDocument => {
    const document = pair();
    for (const n of [1, 2]) {
      const common = { set_identifier: `${n}`, health_check_id: document.check(n) };
      document.record(KEYS, { zone: n }, { ...common, ...args(n) });
    }
    return document;
  };

  test("multivalue ones route to the healthy, and to all where none is", () => {
    const document = two(() => ({ multivalue_answer_routing_policy: true }));
    expect([[], [1], [1, 2]].map((down) => document.reach({ down }))).toEqual([
      { 1: 0.5, 2: 0.5 },
      { 2: 1 },
      { 1: 0.5, 2: 0.5 },
    ]);
    expect([...document.traffic().assumptions]).toEqual([]);
  });

  test.each([
    ["latency", (n: number) => ({ latency_routing_policy: { region: `us-east-${n}` } })],
    ["geolocation", (n: number) => ({ geolocation_routing_policy: { country: n === 1 ? "*" : "DE" } })],
    ["geoproximity", (n: number) => ({ geoproximity_routing_policy: { aws_region: `us-east-${n}` } })],
    ["cidr", (n: number) => ({ cidr_routing_policy: { collection_id: "c", location_name: `${n}` } })],
  ])("%s ones may route a client to any healthy one", (_policy, args) => {
    const document = two(args);
    expect([document.reach(), document.reach({ down: [1] })]).toEqual([{ 1: 0.5, 2: 0.5 }, { 2: 1 }]);
    expect([...document.traffic().assumptions]).toEqual(["client-location"]);
  });
});

describe("An alias", () => {
  const toPair = (args: Readonly<Record<string, unknown>>, evaluates: boolean) => {
    const document = three().balancer({ name: "spare", zones: [[4]] });
    const health = "both" in args ? { health_check_id: document.check(1) } : {};
    const tier: Answer = { name: "tier.example.com", evaluates };
    document.failover(KEYS, "PRIMARY", tier, health);
    document.failover(KEYS, "SECONDARY", { zone: 1, of: "spare" });
    document.failover("tier.example.com", "PRIMARY", { zone: 1 }, { health_check_id: document.check(1) });
    document.failover("tier.example.com", "SECONDARY", { zone: 2 }, { health_check_id: document.check(2) });
    return document;
  };

  test("is as healthy as any record that it routes to", () => {
    const document = toPair({}, true);
    expect([document.reach({ down: [1] }), document.reach({ down: [1, 2] })]).toEqual([{ 2: 1 }, { 4: 1 }]);
  });

  test("needs both its health check and its target to be healthy", () => {
    expect(toPair({ both: true }, true).reach({ down: [1] })).toEqual({ 4: 1 });
  });

  test("to nothing routes nowhere, and never fails over", () => {
    const document = pair().failover(KEYS, "PRIMARY", { name: "gone.example.com", evaluates: true });
    document.failover(KEYS, "SECONDARY", { zone: 2 });
    expect(document.reach()).toEqual({ elsewhere: 1 });
  });

  test("without a target routes nowhere, and never fails over", () => {
    const document = pair();
    document.failover(KEYS, "PRIMARY", { values: [] }, { alias: { evaluate_target_health: true } });
    document.failover(KEYS, "SECONDARY", { zone: 2 });
    expect(document.reach()).toEqual({ nowhere: 1 });
  });

  test("leads nowhere at the head of more aliases than AWS follows", () => {
    const document = pair().record(KEYS, { name: "1.example.com" });
    for (let i = 1; i < 5000; i++) document.record(`${i}.example.com`, { name: `${i + 1}.example.com` });
    document.record("5000.example.com", { zone: 1 });
    expect(document.reach()).toEqual({ nowhere: 1 });
  });

  test("routes to records of its own type alone", () => {
    const document = pair().record(KEYS, { name: "tier.example.com" });
    document.record("tier.example.com", { zone: 1 }, { type: "AAAA" });
    expect(document.reach()).toEqual({ elsewhere: 1 });
  });

  test("routes to records of its own zone alone", () => {
    const document = pair().record(KEYS, { name: "tier.example.com" });
    document.record("tier.example.com", { zone: 1 }, { zone_id: "Z2" });
    expect(document.reach()).toEqual({ elsewhere: 1 });
  });

  test("may name another record by reference", () => {
    const document = pair().record(KEYS, { name: ref("aws_route53_record.target", "fqdn") });
    document.add("aws_route53_record", "target", {
      zone_id: "Z1",
      name: "tier.example.com",
      type: "A",
      records: [ref("aws_eip.nlb_2", "public_ip")],
    });
    expect(document.reach()).toEqual({ 2: 1 });
  });

  test("to a load balancer without evaluated health never fails over", () => {
    const document = pair().failover(KEYS, "PRIMARY", { name: nameOf() });
    document.failover(KEYS, "SECONDARY", { zone: 2 });
    expect(document.reach({ down: [1, 2] })).toEqual({ 1: 0.5, 2: 0.5 });
  });
});
