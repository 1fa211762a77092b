import { changing } from "../support/document";
import { objectionsOf } from "../support/findings";
import { plain } from "../support/mended";

const RECORD = "aws_route53_record.tier1_primary";
const ALIAS = "aws_route53_record.tier1_secondary";

const objections = (address: string, ttl: unknown): string[] =>
  objectionsOf("SEMS-DNS-2", changing(plain, address, { ttl }));

describe("clients keep an answer for a minute at most (SEMS-DNS-2)", () => {
  test.each([1, 60, "60", "${var.ttl}"])("nothing is said of %s seconds", (ttl) => {
    expect(objections(RECORD, ttl)).toEqual([]);
  });

  test("a longer time is an error", () => {
    expect(objections(RECORD, 61)).toEqual([
      expect.stringMatching(`^error ${RECORD}: Clients of keys\\.example\\.com keep this answer for 61 s`),
    ]);
  });

  test("nothing is said of an alias, which has the time of its target", () => {
    expect(objections(ALIAS, 300)).toEqual([]);
  });
});
