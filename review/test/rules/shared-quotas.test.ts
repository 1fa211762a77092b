import { adding, addressesOf, bodyOf, type Body, type Document } from "../support/document";
import { objectionsOf } from "../support/findings";
import { reviewOf } from "../support/review";
import { BASE } from "./support/refusals";

const found = (document: Document) => objectionsOf("AWS-QUOTA-1", document);

/** What is said of a whole file, whose providers are known. */
const messages = (document: Document): string[] =>
  reviewOf(document)
    .findings.filter(({ rule }) => rule === "AWS-QUOTA-1")
    .map(({ message }) => message);

test("health checks are counted by account, and records by hosted zone", () => {
  const existing = addressesOf(BASE, /^aws_route53_health_check\./);
  const checks = (count: number) =>
    adding(BASE, {
      "aws_route53_health_check.more": {
        ...bodyOf(BASE, existing[0] ?? ""),
        count: count - existing.length,
      },
    });
  expect(found(checks(200))).toEqual([]);
  expect(found(checks(201))).toEqual([
    expect.stringMatching(
      /^warning aws_route53_health_check\.\S+: 201 health checks of one account, where AWS allows 200 by default: .*TooManyHealthChecks/,
    ),
  ]);
  const records = (count: number, zone: string): Body => ({
    count,
    zone_id: zone,
    name: "n${count.index}",
    type: "TXT",
    ttl: 60,
    records: ["x"],
  });
  const two = { "aws_route53_record.a": records(6000, "Z1"), "aws_route53_record.b": records(6000, "Z2") };
  expect(found(adding(BASE, two))).toEqual([]);
  expect(found(adding(BASE, { "aws_route53_record.a": records(10_001, "Z1") }))).toEqual([
    expect.stringMatching(
      /^warning aws_route53_record\.\S+: 10001 records of one hosted zone, .* 10000 by default/,
    ),
  ]);
});

test("Network Load Balancers are counted, and no others", () => {
  const more = (count: number, load_balancer_type: string) =>
    messages(adding(BASE, { "aws_lb.more": { count, load_balancer_type } }));
  expect(more(49, "network")).toEqual([]);
  expect(more(50, "network")).toEqual([
    expect.stringContaining("51 Network Load Balancers of one Region, where AWS allows 50 by default"),
  ]);
  expect(more(50, "application")).toEqual([]);
});

test("what a Region has a quota of is counted where one provider has it all", () => {
  const withAddresses = (count: number) =>
    adding(BASE, { "aws_eip.more": { count: count - addressesOf(BASE, /^aws_eip\./).length } });
  expect(messages(withAddresses(5))).toEqual([]);
  expect(messages(withAddresses(6))).toEqual([
    "6 Elastic IPs of one Region, where AWS allows 5 by default: the apply stops at the quota (AddressLimitExceeded). " +
      "Use fewer subnets, or have the quota raised first.",
  ]);
  // Without its providers, a document may be of several Regions.
  expect(found(withAddresses(6))).toEqual([]);
  const provider = { aws: [{ region: "us-east-1" }, { region: "us-west-2", alias: "west" }] };
  expect(messages({ ...withAddresses(6), provider })).toEqual([]);
});
