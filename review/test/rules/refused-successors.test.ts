import { planBetween, type Steps } from "../impact/support/plan";
import { adding, addressesOf, bodyOf, changing, without, type Document } from "../support/document";
import { handWritten, handWrittenNodes, tagged } from "../support/hand-written";
import { reviewOf } from "../support/review";

const BASE = tagged(handWritten(), "ordered-list", handWrittenNodes(3));
const RECORD = "aws_route53_record.tier1_primary";

/** What one rule says of a plan: `LEVEL ADDRESS: MESSAGE` each. */
const refusals = (rule: string, after: Document, steps: Steps = {}, before: Document = BASE): string[] =>
  reviewOf(planBetween(before, after, steps))
    .findings.filter((finding) => finding.rule === rule)
    .map(({ level, address, message }) => `${level} ${address}: ${message}`);

const firstOf = (address: string, path = "name"): Steps => ({
  replaced: { [address]: path },
  createdFirst: [address],
});

describe("AWS-APPLY-4: a record", () => {
  test("that is replaced is destroyed before the new one, unless that is created first", () => {
    expect(refusals("AWS-APPLY-4", BASE, { replaced: { [RECORD]: "name" } })).toEqual([]);
    expect(refusals("AWS-APPLY-4", BASE, firstOf(RECORD))).toEqual([
      expect.stringMatching(
        new RegExp(
          `^error ${RECORD}: .* while its predecessor is still there: .*InvalidChangeBatch\\)\\. Nothing is destroyed`,
        ),
      ),
    ]);
  });

  test("that is written over is deleted with the old one", () => {
    const overwriting = changing(BASE, RECORD, { allow_overwrite: true });
    expect(refusals("AWS-APPLY-4", overwriting, firstOf(RECORD), overwriting)).toEqual([
      expect.stringMatching(/deletes what was written: clients cannot resolve the name/),
    ]);
  });

  test.each<[string, object, RegExp]>([
    ["set identifier", {}, /has one record of a name, type and set identifier/],
    ["role", { set_identifier: "other" }, /wants one PRIMARY record/],
    ["policy", { set_identifier: "other", failover_routing_policy: undefined }, /wants one routing policy/],
    ["name beside a CNAME", { type: "CNAME" }, /allows no other record beside a CNAME/],
  ])("at another address may come too early for its %s", (_what, changes, reason) => {
    const after = adding(without(BASE, RECORD), {
      "aws_route53_record.other": { ...bodyOf(BASE, RECORD), ...changes },
    });
    const found = refusals("AWS-APPLY-4", after);
    expect(found[0]).toMatch(
      /^warning aws_route53_record\.other: .*Terraform orders neither before the other/,
    );
    expect(found.join("\n")).toMatch(reason);
    // What is forgotten stays for good.
    expect(refusals("AWS-APPLY-4", after, { forgotten: [RECORD] })[0]).toMatch(
      /^error aws_route53_record\.other/,
    );
  });

  test("of another name is no obstacle", () => {
    const body = { ...bodyOf(BASE, RECORD), name: "other.example.com" };
    expect(
      refusals("AWS-APPLY-4", adding(without(BASE, RECORD), { "aws_route53_record.other": body })),
    ).toEqual([]);
  });
});

describe("AWS-APPLY-6: a group", () => {
  const GROUP = addressesOf(BASE, /^aws_lb_target_group\.https/)[0] ?? "";
  const LISTENER = "aws_lb_listener.https";

  test("of targets that is replaced first is in use, as its listener is updated later", () => {
    expect(refusals("AWS-APPLY-6", BASE, { replaced: { [GROUP]: "name" } })).toEqual([
      expect.stringMatching(
        new RegExp(`^error ${GROUP}: .*${LISTENER} still uses it: .*DeleteTargetGroup: ResourceInUse`),
      ),
    ]);
    expect(refusals("AWS-APPLY-6", BASE, firstOf(GROUP))).toEqual([]);
  });

  test("that goes with all that uses it is not in use", () => {
    const gone = addressesOf(BASE, /^aws_lb_(listener|target_group|target_group_attachment)\.https/);
    expect(gone).toContain(LISTENER);
    expect(refusals("AWS-APPLY-6", without(BASE, ...gone))).toEqual([]);
  });

  test("of security that a load balancer lets go of in the same plan is deleted too early", () => {
    const more = (prefix: object): Document =>
      adding(
        changing(BASE, "aws_lb.keys", {
          security_groups: ["${aws_security_group.more.id}"],
        }),
        { "aws_security_group.more": { vpc_id: "vpc-1", ...prefix } },
      );
    const message = /^warning aws_security_group\.more: .*aws_lb\.keys still uses it: .*DependencyViolation/;
    expect(refusals("AWS-APPLY-6", BASE, {}, more({ name: "more" }))).toEqual([
      expect.stringMatching(message),
    ]);
    // Such a name is given to what is created before it is destroyed.
    expect(refusals("AWS-APPLY-6", BASE, {}, more({ name_prefix: "more" }))).toEqual([]);
  });
});

describe("AWS-APPLY-7: what is created first", () => {
  const ATTACHMENT = addressesOf(BASE, /^aws_lb_target_group_attachment\./)[0] ?? "";

  test("needs a name of its own", () => {
    const named = changing(BASE, "aws_lb.keys", { name: "keys" });
    expect(refusals("AWS-APPLY-7", named, firstOf("aws_lb.keys", "internal"), named)).toEqual([
      expect.stringMatching(
        /^error aws_lb\.keys: aws_lb\.keys is created before its predecessor is destroyed, and both have the same name: AWS refuses the new one \(CreateLoadBalancer: DuplicateLoadBalancerName\)\. Nothing is destroyed/,
      ),
    ]);
    const renamed = changing(BASE, "aws_lb.keys", { name: "keys2" });
    expect(refusals("AWS-APPLY-7", renamed, firstOf("aws_lb.keys"), named)).toEqual([]);
    expect(refusals("AWS-APPLY-7", named, { replaced: { "aws_lb.keys": "internal" } }, named)).toEqual([]);
  });

  test("has no name of another's where the name is not known", () => {
    const unnamed = changing(BASE, "aws_lb.keys", { name: undefined });
    expect(refusals("AWS-APPLY-7", unnamed, firstOf("aws_lb.keys", "internal"), unnamed)).toEqual([]);
    const group = changing(BASE, "aws_security_group.nlb", { vpc_id: undefined });
    expect(refusals("AWS-APPLY-7", group, firstOf("aws_security_group.nlb"), group)).toEqual([]);
  });

  test("may be refused at another address while the old one is there, for all that makes it the same", () => {
    const [listener = ""] = addressesOf(BASE, /^aws_lb_listener\.https/);
    const after = adding(without(BASE, listener), { "aws_lb_listener.other": bodyOf(BASE, listener) });
    expect(refusals("AWS-APPLY-7", after)).toEqual([
      expect.stringMatching(
        /^warning aws_lb_listener\.other: aws_lb_listener\.other is created with the same load_balancer_arn and port as aws_lb_listener\.https, which is destroyed in the same apply, and Terraform orders neither first: AWS refuses the new one while the old one is there \(CreateListener: DuplicateListener\)\. Remove create_before_destroy/,
      ),
    ]);
  });

  test("and is the same target is deregistered with the old registration", () => {
    expect(refusals("AWS-APPLY-7", BASE, firstOf(ATTACHMENT, "availability_zone"))).toEqual([
      expect.stringMatching(
        new RegExp(
          `^error ${ATTACHMENT}: .*the same group, target and port: .*ends the new one, without an error\\. Remove create_before_destroy`,
        ),
      ),
    ]);
    expect(refusals("AWS-APPLY-7", BASE, { replaced: { [ATTACHMENT]: "availability_zone" } })).toEqual([]);
  });

  test("at another address may be ended with the old one", () => {
    const after = adding(without(BASE, ATTACHMENT), {
      "aws_lb_target_group_attachment.other": bodyOf(BASE, ATTACHMENT),
    });
    expect(refusals("AWS-APPLY-7", after)).toEqual([
      expect.stringMatching(
        /^warning aws_lb_target_group_attachment\.other: .*Terraform orders neither first/,
      ),
    ]);
  });
});
