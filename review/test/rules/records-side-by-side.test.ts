import { reviewDocuments } from "../../review";
import { graphOf } from "../../terraform/document";
import { adding, bodyOf, changing } from "../support/document";
import { objectionsOf } from "../support/findings";
import { plain } from "../support/mended";
import { configurationOf } from "../support/review";

test("two records of one name and type with the same set identifier are refused", () => {
  const { set_identifier } = bodyOf(plain, "aws_route53_record.tier1_primary");
  const document = changing(plain, "aws_route53_record.tier1_secondary", { set_identifier });

  expect(objectionsOf("SEMS-DNS-1", document)).toEqual([
    expect.stringMatching(/^error aws_route53_record\.tier1_secondary: .*same set identifier/),
  ]);
});

test("so is a CNAME record beside other records of its name", () => {
  const { zone_id } = bodyOf(plain, "aws_route53_record.tier1_primary");
  const document = adding(plain, {
    "aws_route53_record.old": {
      zone_id,
      name: "keys.example.com",
      type: "CNAME",
      ttl: 60,
      records: ["old.example.com"],
    },
  });

  expect(objectionsOf("SEMS-DNS-1", document)).toContainEqual(
    expect.stringMatching(/^error aws_route53_record\.old: .*CNAME record beside/),
  );
});

test("what Route 53 refuses is an error in a stack that declares nothing of SEMS, too", () => {
  const { set_identifier } = bodyOf(plain, "aws_route53_record.tier1_primary");
  const document = changing(plain, "aws_route53_record.tier1_secondary", { set_identifier });
  const review = reviewDocuments("test", [configurationOf(graphOf(document, "test"))], new Map());

  expect(review.findings.map(({ rule, level }) => [rule, level])).toContainEqual(["SEMS-DNS-1", "error"]);
});
