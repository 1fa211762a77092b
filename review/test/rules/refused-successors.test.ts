import { planBetween, type Steps } from "../impact/support/plan";
import { adding, addressesOf, bodyOf, changing, without, type Document } from "../support/document";
import { BASE, refusals, refusalsIn } from "./support/refusals";

const firstOf = (address: string, path = "name"): Steps => ({
  replaced: { [address]: path },
  createdFirst: [address],
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

describe("AWS-APPLY-6: what is destroyed", () => {
  const GROUP = "aws_lb_target_group.https";
  const LISTENER = "aws_lb_listener.https";
  const ATTACHMENTS = addressesOf(BASE, /^aws_lb_target_group_attachment\.https/);
  const arn = (name: string) => `\${aws_lb_target_group.${name}.arn}`;

  /** A listener that forwards to groups by weights. */
  const weighing = (document: Document, ...arns: readonly unknown[]): Document =>
    changing(document, LISTENER, {
      default_action: [
        { type: "forward", forward: [{ target_group: arns.map((one) => ({ arn: one, weight: 1 })) }] },
      ],
    });

  test("is in use by weight, too, and by no listener of another group", () => {
    const weighted = weighing(BASE, arn("https"), arn("ldaps"));
    expect(refusals("AWS-APPLY-6", weighted, { replaced: { [GROUP]: "name" } }, weighted)).toEqual([
      expect.stringContaining(`${GROUP} is destroyed while ${LISTENER} still uses it: `),
    ]);
    const broken = weighing(BASE, arn("https"), null);
    expect(refusals("AWS-APPLY-6", broken, { replaced: { [GROUP]: "name" } }, broken)).toHaveLength(1);
  });

  test("is no longer in use once what uses it is destroyed first", () => {
    const steps = { replaced: { [GROUP]: "name", [LISTENER]: "load_balancer_arn" } };
    expect(refusals("AWS-APPLY-6", BASE, steps)).toEqual([]);
  });

  test("is not in use by what gets to use its successor", () => {
    const after = changing(BASE, "aws_lb_listener.ldaps", {
      default_action: [{ type: "forward", target_group_arn: arn("https") }],
    });
    expect(refusals("AWS-APPLY-6", after, { replaced: { [GROUP]: "name" } })).toEqual([
      expect.stringContaining(`${GROUP} is destroyed while ${LISTENER} still uses it: `),
    ]);
  });

  test("stays in use by what Terraform forgets for a new one", () => {
    const steps = { replaced: { [GROUP]: "name", [LISTENER]: "port" }, createdFirst: [GROUP, LISTENER] };
    const json = planBetween(BASE, BASE, steps);
    const resource_changes = json.resource_changes.map((resource) =>
      resource.address === LISTENER
        ? { ...resource, change: { ...resource.change, actions: ["create", "forget"] } }
        : resource,
    );
    expect(refusalsIn("AWS-APPLY-6", json)).toEqual([]);
    expect(refusalsIn("AWS-APPLY-6", { ...json, resource_changes })).toEqual([
      expect.stringContaining(`${GROUP} is destroyed while ${LISTENER} still uses it: `),
    ]);
  });

  test("stays in use by what Terraform forgets", () => {
    const after = without(BASE, GROUP, LISTENER, ...ATTACHMENTS);
    expect(refusals("AWS-APPLY-6", after)).toEqual([]);
    expect(refusals("AWS-APPLY-6", after, { forgotten: [LISTENER] })).toEqual([
      expect.stringMatching(
        new RegExp(`^warning ${GROUP}: .* while ${LISTENER} still uses it: .* Let go of it`),
      ),
    ]);
  });

  test("stays in use by what names it without depending on it", () => {
    const default_action = (target_group_arn: string) => ({
      default_action: [{ type: "forward", target_group_arn }],
    });
    const before = changing(BASE, LISTENER, default_action(`${GROUP}/arn/1`));
    const gone = without(before, GROUP, ...ATTACHMENTS);
    expect(refusals("AWS-APPLY-6", gone, {}, before)).toHaveLength(1);
    expect(refusals("AWS-APPLY-6", weighing(gone, `${GROUP}/arn/1`, arn("ldaps")), {}, before)).toHaveLength(
      1,
    );
    const other = changing(gone, LISTENER, default_action("aws_lb_target_group.ldaps/arn/1"));
    expect(refusals("AWS-APPLY-6", other, {}, before)).toEqual([]);
  });

  test("though its name has a prefix, is in use where it is replaced without being created first", () => {
    const before = changing(BASE, GROUP, { name: undefined, name_prefix: "https-" });
    expect(refusals("AWS-APPLY-6", before, { replaced: { [GROUP]: "name_prefix" } }, before)).toHaveLength(1);
  });

  test("names all that use it, and nothing else", () => {
    const more = "aws_security_group.more";
    const rule = { security_group_id: "${aws_security_group.nlb.id}", ip_protocol: "-1" };
    const before = adding(
      changing(BASE, "aws_lb.keys", {
        security_groups: ["${aws_security_group.nlb.id}", "${aws_security_group.more.id}"],
      }),
      {
        [more]: { vpc_id: "vpc-1", name: "more" },
        "aws_vpc_security_group_egress_rule.more": {
          ...rule,
          referenced_security_group_id: `\${${more}.id}`,
        },
      },
    );
    const after = changing(
      changing(without(before, more), "aws_lb.keys", { security_groups: ["${aws_security_group.nlb.id}"] }),
      "aws_vpc_security_group_egress_rule.more",
      { referenced_security_group_id: "${aws_security_group.inside.id}" },
    );
    expect(refusals("AWS-APPLY-6", after, {}, before)).toEqual([
      expect.stringContaining(
        `${more} is destroyed while aws_lb.keys and aws_vpc_security_group_egress_rule.more still use it: `,
      ),
    ]);
  });
});

describe("AWS-APPLY-7: what is created first", () => {
  const ATTACHMENT = addressesOf(BASE, /^aws_lb_target_group_attachment\./)[0] ?? "";

  test("needs a name of its own", () => {
    const named = changing(BASE, "aws_lb.keys", { name: "keys" });
    expect(refusals("AWS-APPLY-7", named, firstOf("aws_lb.keys", "internal"), named)).toEqual([
      expect.stringMatching(
        /^error aws_lb\.keys: aws_lb\.keys is created before its predecessor is destroyed, and both have the same name: AWS or its provider refuses the new one \(CreateLoadBalancer: DuplicateLoadBalancerName\)\. Nothing is destroyed/,
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
        /^warning aws_lb_listener\.other: aws_lb_listener\.other is created with the same load_balancer_arn and port as aws_lb_listener\.https, which is destroyed in the same apply, and Terraform orders neither first: where all settings are the same, AWS takes both for one, which ends with the old one; otherwise it refuses the new one while the old one is there \(CreateListener: DuplicateListener\)\. Remove create_before_destroy/,
      ),
    ]);
  });

  test("and is a listener is either one with the old one or refused", () => {
    const [listener = ""] = addressesOf(BASE, /^aws_lb_listener\.https/);
    expect(refusals("AWS-APPLY-7", BASE, firstOf(listener, "tags"))).toEqual([
      expect.stringMatching(
        /^error aws_lb_listener\.https: .* is created before its predecessor is destroyed, and both have the same load_balancer_arn and port: where all settings are the same, AWS takes both for one, which ends with the old one; otherwise it refuses the new one \(CreateListener: DuplicateListener\)\. Nothing is destroyed/,
      ),
    ]);
    const after = adding(without(BASE, listener), { "aws_lb_listener.other": bodyOf(BASE, listener) });
    expect(refusals("AWS-APPLY-7", after, { forgotten: [listener] })).toEqual([
      expect.stringMatching(
        /^error aws_lb_listener\.other: .* forgets and leaves in AWS: where all settings are the same, AWS takes both for one; otherwise it refuses/,
      ),
    ]);
  });

  test("and is the same target is deregistered with the old registration", () => {
    expect(refusals("AWS-APPLY-7", BASE, firstOf(ATTACHMENT, "availability_zone"))).toEqual([
      expect.stringMatching(
        new RegExp(
          `^error ${ATTACHMENT}: .*the same target_group_arn, target_id and port: .*ends the new one, without an error\\. Remove create_before_destroy`,
        ),
      ),
    ]);
    expect(refusals("AWS-APPLY-7", BASE, { replaced: { [ATTACHMENT]: "availability_zone" } })).toEqual([]);
  });

  test("and has the port of its group is the same target, too", () => {
    const inherited = changing(BASE, ATTACHMENT, { port: undefined });
    expect(
      refusals("AWS-APPLY-7", inherited, firstOf(ATTACHMENT, "availability_zone"), inherited),
    ).toHaveLength(1);
  });

  test("is refused beside what Terraform forgets", () => {
    const after = adding(without(BASE, "aws_lb.keys"), { "aws_lb.other": bodyOf(BASE, "aws_lb.keys") });
    const forgotten = refusals("AWS-APPLY-7", after, { forgotten: ["aws_lb.keys"] });
    expect(forgotten).toEqual([
      expect.stringMatching(
        /^error aws_lb\.other: aws_lb\.other is created with the same name as aws_lb\.keys, which Terraform forgets and leaves in AWS: AWS or its provider refuses the new one \(CreateLoadBalancer: DuplicateLoadBalancerName\)\. .*import the old one/,
      ),
    ]);
  });

  test("and is the same target may stay beside what Terraform forgets, or leaves as it is", () => {
    const other = { "aws_lb_target_group_attachment.other": bodyOf(BASE, ATTACHMENT) };
    const after = adding(without(BASE, ATTACHMENT), other);
    expect(refusals("AWS-APPLY-7", after, { forgotten: [ATTACHMENT] })).toEqual([]);
    expect(refusals("AWS-APPLY-7", adding(BASE, other))).toEqual([]);
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
