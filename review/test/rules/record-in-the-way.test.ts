import { planBetween, type Steps } from "../impact/support/plan";
import { adding, bodyOf, changing, without, type Body, type Document } from "../support/document";
import { reviewOf } from "../support/review";
import { BASE, refusals, refusalsIn } from "./support/refusals";

const RULE = "AWS-APPLY-4";
const RECORD = "aws_route53_record.tier1_primary";
const OTHER = "aws_route53_record.other";

const SECOND = "aws_route53_record.tier1_secondary";
const NAME = { zone_id: "${aws_route53_zone.example.zone_id}", name: "keys.example.com" };
const CNAME = { ...NAME, type: "CNAME", ttl: 60, records: ["other.example.com"] };

/** The stack with its first record at another address, changed. */
const moved = (changes: Body = {}): Document =>
  adding(without(BASE, RECORD), { [OTHER]: { ...bodyOf(BASE, RECORD), ...changes } });

describe("AWS-APPLY-4: a record", () => {
  const firstOf: Steps = { replaced: { [RECORD]: "name" }, createdFirst: [RECORD] };

  test("that is replaced is destroyed before the new one, unless that is created first", () => {
    expect(refusals(RULE, BASE, { replaced: { [RECORD]: "name" } })).toEqual([]);
    expect(refusals(RULE, BASE, firstOf)).toEqual([
      expect.stringMatching(
        `^error ${RECORD}: .* while its predecessor is still there: .*InvalidChangeBatch\\)\\. Nothing is destroyed`,
      ),
    ]);
  });

  test("that is written over is deleted with the old one", () => {
    const overwriting = changing(BASE, RECORD, { allow_overwrite: true });
    expect(refusals(RULE, overwriting, firstOf, overwriting)).toEqual([
      expect.stringMatching(
        `^error ${RECORD}: .* is created over its predecessor by allow_overwrite, .* deletes what was written: clients cannot resolve the name`,
      ),
    ]);
  });

  test("that may be written over may be deleted with the old one", () => {
    expect(refusals(RULE, moved({ allow_overwrite: true }))).toEqual([
      expect.stringMatching(`^warning ${OTHER}: .* is created over ${RECORD} by allow_overwrite, and`),
    ]);
  });

  test("writes over no record of another set identifier", () => {
    expect(refusals(RULE, moved({ allow_overwrite: true, set_identifier: "other" }))).toEqual([
      expect.stringMatching(
        `^warning ${OTHER}: .* is created, and ${RECORD} is destroyed in the same apply;`,
      ),
    ]);
  });

  test.each<[string, Body, RegExp]>([
    ["set identifier", {}, /has one record of a name, type and set identifier/],
    ["role", { set_identifier: "other" }, /wants one PRIMARY record/],
    ["policy", { set_identifier: "other", failover_routing_policy: undefined }, /wants one routing policy/],
    ["name beside a CNAME", { type: "CNAME" }, /allows no other record beside a CNAME/],
  ])("at another address may come too early for its %s", (_what, changes, reason) => {
    const after = moved(changes);
    const found = refusals(RULE, after);
    expect(found[0]).toMatch(
      /^warning aws_route53_record\.other: .* and aws_route53_record\.tier1_primary is destroyed .*Terraform orders neither before the other/,
    );
    expect(found.join("\n")).toMatch(reason);
    // What is forgotten stays for good.
    expect(refusals(RULE, after, { forgotten: [RECORD] })[0]).toMatch(/^error aws_route53_record\.other/);
  });

  test("of a type may come too early beside a CNAME", () => {
    const before = adding(without(BASE, RECORD, SECOND), { [OTHER]: CNAME });
    expect(refusals(RULE, BASE, {}, before)).toEqual([
      expect.stringMatching(`^warning ${RECORD}: .*allows no other record beside a CNAME`),
      expect.stringMatching(`^warning ${SECOND}: .*allows no other record beside a CNAME`),
    ]);
  });

  test.each<[string, Body]>([
    ["name", { name: "other.example.com" }],
    ["hosted zone", { zone_id: "Z2" }],
    ["type", { type: "AAAA" }],
    ["role and set identifier", { set_identifier: "other", failover_routing_policy: { type: "SECONDARY" } }],
  ])("of another %s is no obstacle", (_what, changes) => {
    expect(refusals(RULE, moved(changes))).toEqual([]);
  });

  test("with a weight is no obstacle to another one with a weight", () => {
    const weighted = (set_identifier: string): Body => ({
      ...bodyOf(BASE, RECORD),
      failover_routing_policy: undefined,
      weighted_routing_policy: { weight: 1 },
      set_identifier,
    });
    const rest = without(BASE, RECORD, SECOND);
    const [before, after] = ["old", "new"].map((name) =>
      adding(rest, { [`aws_route53_record.${name}`]: weighted(name) }),
    );
    expect(refusals(RULE, after ?? rest, {}, before)).toEqual([]);
  });
});

/** The rules that say that Route 53 refuses a record beside another one. */
const rulesThatRefuse = (after: Document, steps: Steps, before: Document = BASE): string[] =>
  reviewOf(planBetween(before, after, steps))
    .findings.filter(({ message }) => /Route 53 refuses|InvalidChangeBatch/.test(message))
    .map(({ level, rule, address }) => `${level} ${rule} ${address}`);

describe("AWS-APPLY-4: a record that changes in place", () => {
  const role = (type: string): Body => ({ failover_routing_policy: { type } });
  const TARGETS =
    / Keep the set identifier, routing policy and role of each record, and change its target and health check\.$/;

  test("may come too early for the role of one that is destroyed", () => {
    const [found, ...others] = refusals(RULE, changing(without(BASE, RECORD), SECOND, role("PRIMARY")));
    expect(others).toEqual([]);
    expect(found).toMatch(
      /^warning aws_route53_record\.tier1_secondary: .* \(A\) is changed, and aws_route53_record\.tier1_primary is destroyed in .* wants one PRIMARY record .* while the old one is there\./,
    );
    expect(found).toMatch(TARGETS);
  });

  test("is refused where each of two takes the other's role", () => {
    const swapped = changing(changing(BASE, RECORD, role("SECONDARY")), SECOND, role("PRIMARY"));
    const found = refusals(RULE, swapped);
    expect(found).toEqual([
      expect.stringMatching(
        `^error ${RECORD}: .* is changed while ${SECOND} is still as it was: Route 53 wants one SECONDARY record`,
      ),
      expect.stringMatching(
        `^error ${SECOND}: .* is changed while ${RECORD} is still as it was: Route 53 wants one PRIMARY record`,
      ),
    ]);
    for (const line of found) expect(line).toMatch(TARGETS);
  });

  test("may be in the way of one that is created, as long as it is as it was", () => {
    const after = adding(changing(without(BASE, SECOND), RECORD, role("SECONDARY")), {
      [OTHER]: { ...bodyOf(BASE, RECORD), set_identifier: "other" },
    });
    const [found] = refusals(RULE, after).filter((line) => line.includes(`warning ${OTHER}`));
    expect(found).toMatch(
      /\(A\) is created, and aws_route53_record\.tier1_primary is changed in the same apply; .* while the old one is as it was\. Move the record/,
    );
  });

  test("is not in the way of itself, nor of what it does not clash with", () => {
    expect(refusals(RULE, changing(BASE, RECORD, { ttl: 10 }))).toEqual([]);
    expect(refusals(RULE, changing(changing(BASE, RECORD, { ttl: 10 }), SECOND, { ttl: 10 }))).toEqual([]);
  });

  test("and clashes with what stays is left to SEMS-DNS-1", () => {
    expect(rulesThatRefuse(changing(BASE, SECOND, role("PRIMARY")), {})).toEqual([
      `error SEMS-DNS-1 ${SECOND}`,
    ]);
  });

  test("is not refused for its own set identifier where it may overwrite records", () => {
    const overwriting = changing(BASE, RECORD, { allow_overwrite: true });
    const after = changing(without(overwriting, SECOND), RECORD, { set_identifier: "secondary" });
    expect(refusals(RULE, after, {}, overwriting)).toEqual([
      expect.stringMatching(
        `^warning ${RECORD}: .* is changed, and ${SECOND} is destroyed in the same apply; `,
      ),
    ]);
  });
});

describe("a record that Terraform forgets is reported once", () => {
  test.each<[string, Body]>([
    ["of the same set identifier", {}],
    ["of the same role", { set_identifier: "other" }],
  ])("where one is created %s", (_what, changes) => {
    expect(rulesThatRefuse(moved(changes), { forgotten: [RECORD] })).toEqual([`error ${RULE} ${OTHER}`]);
  });

  test("where a CNAME is created in place of two of another type", () => {
    const after = adding(without(BASE, RECORD, SECOND), { [OTHER]: CNAME });
    expect(rulesThatRefuse(after, { forgotten: [RECORD, SECOND] })).toEqual([
      `error ${RULE} ${OTHER}`,
      `error ${RULE} ${OTHER}`,
    ]);
  });

  test("where two of another type are created in place of a CNAME", () => {
    const before = adding(without(BASE, RECORD, SECOND), { [OTHER]: CNAME });
    expect(rulesThatRefuse(BASE, { forgotten: [OTHER] }, before)).toEqual([
      `error ${RULE} ${RECORD}`,
      `error ${RULE} ${SECOND}`,
    ]);
  });

  test("where two of another policy are created in its place", () => {
    const before = adding(without(BASE, RECORD, SECOND), {
      [OTHER]: { ...NAME, type: "A", ttl: 60, records: ["203.0.113.1"] },
    });
    expect(rulesThatRefuse(BASE, { forgotten: [OTHER] }, before)).toEqual([
      `error ${RULE} ${RECORD}`,
      `error ${RULE} ${SECOND}`,
    ]);
  });

  test("where another one takes its role in place", () => {
    const after = changing(without(BASE, RECORD), SECOND, { failover_routing_policy: { type: "PRIMARY" } });
    expect(rulesThatRefuse(after, { forgotten: [RECORD] })).toEqual([`error ${RULE} ${SECOND}`]);
  });
});

test("a record that Terraform forgets, or that is created anew, is still one of its name", () => {
  expect(rulesThatRefuse(without(BASE, RECORD), { forgotten: [RECORD] })).toEqual([]);
  expect(refusals("SEMS-DNS-1", without(BASE, RECORD), { forgotten: [RECORD] })).toEqual([]);
  const createdFirst = { replaced: { [RECORD]: "name" }, createdFirst: [RECORD] };
  expect(refusals("SEMS-DNS-1", BASE, createdFirst)).toEqual([]);
});

test("a record that a plan leaves alone is in the way, as where Terraform applies a part only", () => {
  const plan = planBetween(BASE, moved());
  const isOther = ({ address }: { readonly address: string }): boolean => address !== RECORD;
  const part = { ...plan, resource_changes: plan.resource_changes.filter(isOther) };
  expect(refusalsIn(RULE, part)).toEqual([
    expect.stringMatching(`^error ${OTHER}: .* is created while ${RECORD} is still there: `),
  ]);
});
