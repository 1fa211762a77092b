import { adding, bodyOf, changing, without, type Document } from "../support/document";
import { BASE, NOTHING, refusals } from "./support/refusals";

const RECORD = "aws_route53_record.tier1_primary";

describe("what is destroyed when AWS stops an apply", () => {
  /** The load balancer with one more security group, which is deleted while it is in use: AWS may refuse that. */
  const before: Document = adding(
    changing(BASE, "aws_lb.keys", { security_groups: ["${aws_security_group.more.id}"] }),
    {
      "aws_vpc.more": { cidr_block: "10.1.0.0/16" },
      "aws_security_group.more": { vpc_id: "${aws_vpc.more.id}", name: "more" },
    },
  );
  const steps = { replaced: { [RECORD]: "name" }, createdFirst: [RECORD] };

  test("is also what follows a step that AWS may refuse, where another one is sure to be refused", () => {
    expect(refusals("AWS-APPLY-4", BASE, steps, before)).toEqual([
      expect.stringContaining(
        " When the apply stops, aws_vpc.more and aws_security_group.more are destroyed already. ",
      ),
    ]);
  });

  test("is nothing that follows either, where AWS refuses the doubtful one", () => {
    expect(refusals("AWS-APPLY-6", BASE, steps, before)).toEqual([
      expect.stringMatching(/^warning aws_security_group\.more: .* Nothing is destroyed by then\./),
    ]);
  });
});

test("what AWS refuses of a stack without clients of a cluster is not reported", () => {
  const balancer = { ...bodyOf(BASE, "aws_lb.keys"), tags: {}, enable_deletion_protection: true };
  const shop = adding(NOTHING, { "aws_lb.shop": balancer });
  expect(refusals("AWS-APPLY-3", without(shop, "aws_lb.shop"), {}, shop)).toEqual([]);
  const beside = adding(BASE, { "aws_lb.shop": balancer });
  expect(refusals("AWS-APPLY-3", BASE, {}, beside)).toEqual([expect.stringMatching(/^error aws_lb\.shop: /)]);
});
