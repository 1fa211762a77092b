import { KEYS, nameOf, ref, ScenarioDocument } from "../support/scenario-document";

const pair = () => new ScenarioDocument().balancer({ zones: [[1], [2]] });

describe("A name", () => {
  test.each([
    ["in any case", "Tier.Example.COM"],
    ["with a last dot", "tier.example.com."],
    ["with an escape", "\\164ier.example.com"],
  ])("is the same %s", (_how, written) => {
    const document = pair().record(KEYS, { name: "tier.example.com" }).record(written, { zone: 2 });
    expect(document.reach()).toEqual({ 2: 1 });
  });

  test.each([
    ["tier", "tier.example.com"],
    ["tier.example.com", "tier.example.com"],
    ["", "example.com"],
    ["example.com", "example.com"],
    ["notexample.com", "notexample.com.example.com"],
  ])("'%s' is completed to %s", (written, name) => {
    const document = pair().add("aws_route53_zone", "own", { name: "example.com." });
    document.record(written, { zone: 2 }, { zone_id: ref("aws_route53_zone.own", "zone_id") });
    expect(document.reach({ name })).toEqual({ 2: 1 });
  });

  test("may be known after apply only, and is the same where its expression is", () => {
    const name = "${var.prefix}.example.com";
    const document = pair().record(KEYS, { name }).record(name, { zone: 2 });
    expect(document.reach()).toEqual({ 2: 1 });
  });

  test("is another one in a private zone", () => {
    const document = pair();
    document.add("aws_route53_zone", "public", { name: "example.com" });
    document.add("aws_route53_zone", "private", { name: "example.com", vpc: [{ vpc_id: "vpc-1" }] });
    const zone_id = (name: string) => ({ zone_id: ref(`aws_route53_zone.${name}`, "zone_id") });
    document.record("a.example.com", { name: "b.example.com" }, zone_id("public"));
    document.record("b.example.com", { zone: 1 }, zone_id("private"));
    document.record("b.example.com", { zone: 2 }, zone_id("public"));
    expect(document.reach({ name: "a.example.com" })).toEqual({ 2: 1 });
  });
});

describe("A CNAME record", () => {
  const cname = (document: ScenarioDocument, name: string, target: string, args = {}) =>
    document.record(name, { values: [target] }, { type: "CNAME", ...args });

  test("resolves through others, and to A rather than AAAA records", () => {
    const document = cname(cname(pair(), KEYS, "a.example.com"), "a.example.com", "b.example.com.");
    document.record("b.example.com", { zone: 1 }, { type: "AAAA" }).record("b.example.com", { zone: 2 });
    expect(document.reach()).toEqual({ 2: 1 });
  });

  test("resolves into other public zones, and not into a private one", () => {
    const document = cname(pair(), KEYS, "a.example.org");
    document.add("aws_route53_zone", "private", { name: "example.org", vpc: [{ vpc_id: "vpc-1" }] });
    document.record("a.example.org", { zone: 1 }, { zone_id: ref("aws_route53_zone.private", "zone_id") });
    expect(document.reach()).toEqual({ elsewhere: 1 });
    document.record("a.example.org", { zone: 2 }, { zone_id: "Z2" });
    expect(document.reach()).toEqual({ 2: 1 });
  });

  test("routes to what a wildcard answers, where no nearer name is", () => {
    const document = pair().record("*.example.com", { zone: 1 }).record("near.example.com", { zone: 2 });
    cname(document, "one.example.org", "a.b.example.com", { zone_id: "Z2" });
    cname(document, "two.example.org", "a.near.example.com", { zone_id: "Z2" });
    expect(document.reach({ name: "one.example.org" })).toEqual({ 1: 1 });
    expect(document.reach({ name: "two.example.org" })).toEqual({ elsewhere: 1 });
  });

  test("may take part in failover", () => {
    const document = pair().record("b.example.com", { zone: 2 });
    document.failover(
      KEYS,
      "PRIMARY",
      { values: [nameOf()] },
      { type: "CNAME", health_check_id: document.probe(1) },
    );
    document.failover(KEYS, "SECONDARY", { values: ["b.example.com"] }, { type: "CNAME" });
    expect([document.reach(), document.reach({ down: [1] })]).toEqual([{ 1: 0.5, 2: 0.5 }, { 2: 1 }]);
  });
});

describe("Records that make no sense", () => {
  test("may refer back to themselves", () => {
    const document = pair().record(KEYS, { name: "b.example.com", evaluates: true });
    document.record("b.example.com", { name: KEYS, evaluates: true });
    expect(document.reach()).toEqual({ nowhere: 1 });
    expect(pair().record(KEYS, { name: KEYS }).reach()).toEqual({ nowhere: 1 });
  });

  test("may fail over to themselves", () => {
    const document = pair().failover(KEYS, "PRIMARY", { name: KEYS, evaluates: true });
    document.failover(KEYS, "SECONDARY", { zone: 2 });
    expect(document.reach()).toEqual({ 2: 1 });
  });

  test("may hold no value and an alias to nothing", () => {
    const document = pair().add("aws_route53_record", "odd", { zone_id: "Z1", name: KEYS, type: "A" });
    expect(document.reach()).toEqual({ nowhere: 1 });
    document.add("aws_route53_record", "odd", { zone_id: "Z1", name: KEYS, type: "A", alias: [{}] });
    expect(document.reach()).toEqual({ nowhere: 1 });
  });

  test("may have roles that Route 53 does not know, and weights below zero", () => {
    const document = pair().record(KEYS, { zone: 1 }, { failover_routing_policy: { type: "TERTIARY" } });
    expect(document.reach()).toEqual({ 1: 1 });
    const odd = pair().weighted(KEYS, -5, { zone: 1 }).weighted(KEYS, 1, { zone: 2 });
    expect(odd.reach()).toEqual({ 2: 1 });
  });
});
