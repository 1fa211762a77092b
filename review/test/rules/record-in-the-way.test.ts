import { planBetween, type Steps } from "../impact/support/plan";
import { adding, bodyOf, changing, without, type Body, type Document } from "../support/document";
import { reviewOf } from "../support/review";
import { BASE } from "./support/refusals";

const RULE = "AWS-APPLY-4";
const RECORD = "aws_route53_record.tier1_primary";
const OTHER = "aws_route53_record.other";

/** The stack with its first record at another address, changed. */
const moved = (changes: Body = {}): Document =>
  adding(without(BASE, RECORD), { [OTHER]: { ...bodyOf(BASE, RECORD), ...changes } });

/** The rules that say that Route 53 refuses a record beside another one. */
const rulesThatRefuse = (after: Document, steps: Steps, before: Document = BASE): string[] =>
  reviewOf(planBetween(before, after, steps))
    .findings.filter(({ message }) => /Route 53 refuses|InvalidChangeBatch/.test(message))
    .map(({ level, rule, address }) => `${level} ${rule} ${address}`);

const SECOND = "aws_route53_record.tier1_secondary";
const NAME = { zone_id: "${aws_route53_zone.example.zone_id}", name: "keys.example.com" };
const CNAME = { ...NAME, type: "CNAME", ttl: 60, records: ["other.example.com"] };

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
    expect(rulesThatRefuse(after, { forgotten: [RECORD] })).toEqual([`error SEMS-DNS-1 ${SECOND}`]);
  });
});

test("Route 53 refuses nothing where Terraform forgets a record, and none is created in its place", () => {
  expect(rulesThatRefuse(without(BASE, RECORD), { forgotten: [RECORD] })).toEqual([]);
});
