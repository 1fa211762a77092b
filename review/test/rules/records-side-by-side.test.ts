import { reviewDocuments } from "../../review";
import { graphOf } from "../../terraform/document";
import { adding, addressesOf, bodyOf, changing, without, type Document } from "../support/document";
import { objectionsOf } from "../support/findings";
import { plain } from "../support/mended";
import { configurationOf } from "../support/review";

const FIRST = "aws_route53_record.tier1_primary";
const SECOND = "aws_route53_record.tier1_secondary";
const { zone_id, set_identifier } = bodyOf(plain, FIRST);

const objections = (document: Document): string[] => objectionsOf("SEMS-DNS-1", document);

describe("records of one name and type with the same set identifier are refused", () => {
  test("at the second of two", () => {
    expect(objections(changing(plain, SECOND, { set_identifier }))).toEqual([
      expect.stringMatching(
        `^error ${SECOND}: ${FIRST} and ${SECOND} of keys\\.example\\.com \\(A\\) have the same set identifier, primary: `,
      ),
    ]);
  });

  test("by their addresses in order, whichever comes first in the document", () => {
    const document = adding(plain, { "aws_route53_record.added": bodyOf(plain, FIRST) });
    expect(objections(document)).toContainEqual(
      expect.stringMatching(
        `^error ${FIRST}: aws_route53_record\\.added and ${FIRST} of .* same set identifier`,
      ),
    );
  });

  test("and so are two without one", () => {
    const simple = { zone_id, name: "tier2.keys.example.com", type: "A", ttl: 30, records: ["203.0.113.1"] };
    const [, , ...below] = addressesOf(plain, /^aws_route53_record\./);
    const document = adding(without(plain, ...below), {
      "aws_route53_record.one": simple,
      "aws_route53_record.two": simple,
    });
    expect(objections(document)).toContainEqual(
      expect.stringMatching(
        /^error aws_route53_record\.two: aws_route53_record\.one and aws_route53_record\.two of .* have no set identifier: Route 53 refuses the second/,
      ),
    );
  });

  test("but not those whose set identifiers are not known", () => {
    const document = changing(plain, FIRST, { set_identifier: "${var.first}" });
    expect(objections(changing(document, SECOND, { set_identifier: "${var.second}" }))).toEqual([]);
  });
});

describe("a CNAME record is refused", () => {
  const cname = { zone_id, name: "keys.example.com", type: "CNAME", ttl: 60 };

  test("beside other records of its name", () => {
    const old = { ...cname, records: ["old.example.com"] };
    const found = objections(adding(plain, { "aws_route53_record.old": old }));
    expect(found.filter((line) => line.includes("CNAME record beside"))).toEqual([
      expect.stringMatching(
        `^error aws_route53_record\\.old: keys\\.example\\.com has a CNAME record beside ${FIRST}, ${SECOND}: `,
      ),
    ]);
  });

  test("beside no other CNAME record of its set", () => {
    const tiers = addressesOf(plain, /^aws_route53_record\.tier1/);
    const document = adding(without(plain, ...tiers), {
      "aws_route53_record.keys": { ...cname, records: ["tier2.keys.example.com"] },
    });
    expect(objections(document).filter((line) => line.includes("beside"))).toEqual([]);
  });
});

test("what Route 53 refuses is an error in a stack that declares nothing of SEMS, too", () => {
  const document = changing(plain, SECOND, { set_identifier });
  const review = reviewDocuments("test", [configurationOf(graphOf(document, "test"))], new Map());

  expect(review.findings.map(({ rule, level }) => [rule, level])).toContainEqual(["SEMS-DNS-1", "error"]);
});
