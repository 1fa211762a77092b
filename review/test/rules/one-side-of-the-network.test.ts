import { adding, changing } from "../support/document";
import { objectionsOf } from "../support/findings";
import { handWritten } from "../support/hand-written";
import { plain } from "../support/mended";
import { KEYS, ScenarioDocument } from "../support/scenario-document";

/** A name whose first record points to an address. */
function pair(address: string): unknown {
  const document = new ScenarioDocument().balancer({ zones: [[1], [2]] });
  document.balancer({
    name: "inside",
    zones: [[1]],
    args: {
      internal: true,
      subnet_mapping: [{ subnet_id: "${aws_subnet.inside_1.id}", private_ipv4_address: "10.0.1.5" }],
    },
  });
  document.failover(KEYS, "PRIMARY", { values: [address] }, { health_check_id: document.check(1) });
  return document.failover(KEYS, "SECONDARY", { zone: 2 }, { health_check_id: document.check(2) }).json;
}

describe("AWS-R53-4", () => {
  test.each([
    ["an internal load balancer's address", "10.0.1.5", "aws_lb.inside in us-east-1a, which is internal"],
    ["a node's own address", "10.0.1.10", "the private address 10.0.1.10"],
  ])("objects to %s beside an internet-facing load balancer's", (_what, address, says) => {
    expect(objectionsOf("AWS-R53-4", pair(address))).toEqual([
      expect.stringMatching(
        new RegExp(`^error aws_route53_record\\.record_\\d+: The record points to ${says}`),
      ),
    ]);
  });

  test("names an internal load balancer without a zone where its own name is used", () => {
    const alias = { name: "${aws_lb.inside.dns_name}", zone_id: "${aws_lb.inside.zone_id}" };
    const document = adding(plain, {
      "aws_lb.inside": {
        internal: true,
        load_balancer_type: "network",
        subnets: ["${aws_subnet.outside_a.id}"],
      },
    });
    const mixed = changing(document, "aws_route53_record.tier1_primary", {
      alias: { ...alias, evaluate_target_health: true },
      records: undefined,
      ttl: undefined,
      health_check_id: undefined,
    });
    expect(objectionsOf("AWS-R53-4", mixed)).toEqual([
      expect.stringMatching(
        /^error aws_route53_record\.tier1_primary: The record points to aws_lb\.inside, which is internal/,
      ),
    ]);
  });

  test("objects to both addresses in one record", () => {
    const two = handWritten(2);
    const mixed = changing(two, "aws_route53_record.tier1_primary", {
      records: ["${aws_eip.a.public_ip}", "10.0.1.10"],
    });
    const document = changing(mixed, "aws_route53_record.tier1_secondary", { records: ["10.0.2.10"] });
    expect(objectionsOf("AWS-R53-4", document)).toEqual([
      expect.stringContaining("aws_route53_record.tier1_primary: "),
      expect.stringContaining("aws_route53_record.tier1_secondary: "),
    ]);
  });

  test("lets public addresses pass, known and unknown to the document", () => {
    for (const address of ["${aws_eip.nlb_1.public_ip}", "198.51.100.77"])
      expect(objectionsOf("AWS-R53-4", pair(address))).toEqual([]);
  });
});
