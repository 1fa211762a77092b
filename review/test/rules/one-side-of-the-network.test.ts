import { objectionsOf } from "../support/findings";
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

  test("lets public addresses pass, known and unknown to the document", () => {
    for (const address of ["${aws_eip.nlb_1.public_ip}", "198.51.100.77"])
      expect(objectionsOf("AWS-R53-4", pair(address))).toEqual([]);
  });
});
