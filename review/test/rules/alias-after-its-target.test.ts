import { changing, without, type Document } from "../support/document";
import { reviewOf } from "../support/review";
import { plain } from "../support/mended";
import { planBetween } from "../impact/support/plan";

const NOTHING: Document = { ...plain, resource: {} };
const ALIAS = "aws_route53_record.tier1_secondary";

/** The alias to the second tier without what makes Terraform create that first. */
const unordered = changing(plain, ALIAS, { depends_on: undefined });

/** What AWS-APPLY-8 says of a plan. */
const warnings = (before: Document, after: Document): string[] =>
  reviewOf(planBetween(before, after))
    .findings.filter(({ rule }) => rule === "AWS-APPLY-8")
    .map(({ level, address, message }) => `${level} ${address}: ${message}`);

const refused = [
  expect.stringMatching(
    /^warning aws_route53_record\.tier1_secondary: .* alias to tier2\.keys\.example\.com, .* Add depends_on with aws_route53_record\.tier2_primary and aws_route53_record\.tier2_secondary\.$/,
  ),
];

describe("AWS-APPLY-8: an alias to a record of its zone", () => {
  test("waits for that record", () => {
    expect(warnings(NOTHING, plain)).toEqual([]);
    expect(warnings(NOTHING, unordered)).toEqual(refused);
  });

  test("waits for it in a first plan, which has nothing deployed", () => {
    const first = (document: Document) => ({ ...planBetween(NOTHING, document), prior_state: undefined });
    const found = (document: Document) =>
      reviewOf(first(document)).findings.filter(({ rule }) => rule === "AWS-APPLY-8");
    expect(found(plain)).toEqual([]);
    expect(found(unordered).map(({ address }) => address)).toEqual([ALIAS]);
  });

  test("waits for one record of the name, which is enough", () => {
    const one = changing(plain, ALIAS, { depends_on: ["aws_route53_record.tier2_secondary"] });
    expect(warnings(NOTHING, one)).toEqual([]);
  });

  test("may be created beside records that are deployed, and be changed beside itself", () => {
    const ttl = changing(plain, "aws_route53_record.tier2_primary", { ttl: 20 });
    expect(warnings(ttl, unordered)).toEqual([]);
  });

  test("is not changed to point to a name before that is there", () => {
    const elsewhere = changing(unordered, ALIAS, {
      alias: {
        name: "${aws_lb.keys.dns_name}",
        zone_id: "${aws_lb.keys.zone_id}",
        evaluate_target_health: true,
      },
    });
    const { aws_route53_record: records = {}, ...rest } = elsewhere.resource;
    const { tier2_primary: _primary, tier2_secondary: _secondary, ...kept } = records;
    const before = { ...elsewhere, resource: { ...rest, aws_route53_record: kept } };
    expect(warnings(before, unordered)).toEqual(refused);
  });

  test("is not refused where it is a CNAME record", () => {
    const cname = { type: "CNAME", alias: undefined, ttl: 10, records: ["tier2.keys.example.com"] };
    expect(warnings(NOTHING, changing(unordered, ALIAS, cname))).toEqual([]);
  });

  test("is not refused where the plan does not write it", () => {
    const tier2 = ["aws_route53_record.tier2_primary", "aws_route53_record.tier2_secondary"];
    expect(warnings(without(unordered, ...tier2), unordered)).toEqual([]);
  });

  test("may point to a load balancer that is created in the same apply", () => {
    const alias = {
      name: "${aws_lb.keys.dns_name}",
      zone_id: "${aws_lb.keys.zone_id}",
      evaluate_target_health: true,
    };
    expect(warnings(NOTHING, changing(unordered, ALIAS, { alias }))).toEqual([]);
  });
});
