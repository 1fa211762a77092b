import { addressesOf, bodyOf, changing, adding, without, type Document } from "../support/document";
import { handWritten, handWrittenNodes, tagged } from "../support/hand-written";
import { reviewOf } from "../support/review";
import { planBetween, type Steps } from "../impact/support/plan";

const BASE = tagged(handWritten(), "ordered-list", handWrittenNodes(3));
const LISTENERS = addressesOf(BASE, /^aws_lb_listener\./);

/** What is said of steps that AWS refuses: `LEVEL RULE ADDRESS: MESSAGE` each. */
const refusals = (after: Document, steps: Steps = {}, before: Document = BASE): string[] =>
  reviewOf(planBetween(before, after, steps))
    // The stack gives fixed names, which AWS-APPLY-7 objects to on its own.
    .findings.filter(({ rule }) => rule.startsWith("AWS-APPLY-") && rule !== "AWS-APPLY-7")
    .map(({ level, rule, address, message }) => `${level} ${rule} ${address}: ${message}`);

/** The replacement of the load balancer, with everything on it. */
const replacing = (createdFirst: readonly string[] = []): Steps => ({
  replaced: {
    "aws_lb.keys": "internal",
    ...Object.fromEntries(LISTENERS.map((address) => [address, "load_balancer_arn"])),
  },
  createdFirst,
});

test("nothing is refused of a plan that does nothing, that creates everything, or that destroys everything", () => {
  const nothing = { ...BASE, resource: {}, output: {} };
  expect(refusals(BASE)).toEqual([]);
  expect(refusals(BASE, {}, nothing)).toEqual([]);
  expect(refusals(nothing)).toEqual([]);
});

describe("AWS-APPLY-1: a load balancer's fixed address", () => {
  test("is free once the old load balancer is destroyed first", () => {
    expect(refusals(BASE, replacing())).toEqual([]);
  });

  test("is in use while the new one is created first; its listeners are gone by then", () => {
    const [first, ...others] = refusals(BASE, replacing(["aws_lb.keys"]));
    expect(others).toEqual([]);
    expect(first).toMatch(
      /^error AWS-APPLY-1 aws_lb\.keys: .* is created before its predecessor is destroyed/,
    );
    expect(first).toMatch(/CreateLoadBalancer: ResourceInUse/);
    expect(first).toMatch(
      /When the apply stops, aws_lb_listener\.https and aws_lb_listener\.ldaps are destroyed already, and are not created again/,
    );
  });

  test("may be in use where another load balancer takes it over, for Terraform orders neither first", () => {
    const body = bodyOf(BASE, "aws_lb.keys");
    const after = adding(without(BASE, "aws_lb.keys", ...LISTENERS), { "aws_lb.other": body });
    expect(refusals(after)).toEqual([
      expect.stringMatching(
        /^warning AWS-APPLY-1 aws_lb\.other: .*Terraform orders neither before the other/,
      ),
    ]);
    expect(refusals(after, { forgotten: ["aws_lb.keys"] })).toContainEqual(
      expect.stringMatching(/^error AWS-APPLY-1 .*aws_lb\.keys/),
    );
  });

  test("belongs to one load balancer of a document", () => {
    const both = adding(BASE, { "aws_lb.other": bodyOf(BASE, "aws_lb.keys") });
    const nothing = { ...BASE, resource: {}, output: {} };
    expect(refusals(both, {}, nothing)).toEqual([
      expect.stringMatching(/^error AWS-APPLY-1 aws_lb\.other: aws_lb\.keys and aws_lb\.other have the same/),
    ]);
  });
});

describe("AWS-APPLY-2: a target group", () => {
  const [listener = ""] = LISTENERS;

  test("has one load balancer at a time: its new listener is refused beside the old one", () => {
    const createdFirst = ["aws_lb.keys", ...LISTENERS];
    const found = refusals(dynamic(), replacing(createdFirst), dynamic());
    expect(found).toHaveLength(LISTENERS.length);
    expect(found[0]).toMatch(
      new RegExp(
        `^error AWS-APPLY-2 ${listener}: .* still forwards when it is created: .*TargetGroupAssociationLimit`,
      ),
    );
    expect(found[0]).toMatch(
      /: aws_lb_listener\.https forwards to aws_lb_target_group\.https, to which its predecessor of another load balancer still .* Nothing is destroyed by then\. Replace the target group/,
    );
  });

  /** Another load balancer, whose listener forwards to groups of the first one. */
  const withOther = (
    document: Document,
    default_action: unknown = bodyOf(BASE, listener)["default_action"],
  ) =>
    adding(document, {
      "aws_lb.other": { load_balancer_type: "network", name: "other" },
      "aws_lb_listener.other": {
        load_balancer_arn: "${aws_lb.other.arn}",
        port: 8443,
        protocol: "TCP",
        default_action,
      },
    });
  const toGroups = (...groups: readonly string[]) => [
    {
      type: "forward",
      forward: [
        { target_group: groups.map((group) => ({ arn: `\${aws_lb_target_group.${group}.arn}`, weight: 1 })) },
      ],
    },
  ];

  test.each([
    ["alone", bodyOf(BASE, listener)["default_action"]],
    ["beside another", toGroups("ldaps2", "https")],
  ])("may be refused to another load balancer %s, while a listener lets go of it", (_how, action) => {
    const spare = adding(BASE, {
      "aws_lb_target_group.https2": { ...bodyOf(BASE, "aws_lb_target_group.https"), name: "https2" },
      "aws_lb_target_group.ldaps2": { ...bodyOf(BASE, "aws_lb_target_group.ldaps"), name: "ldaps2" },
    });
    const released = changing(spare, listener, { default_action: toGroups("https2") });
    expect(refusals(withOther(released, action), {}, spare)).toEqual([
      expect.stringMatching(
        /^warning AWS-APPLY-2 aws_lb_listener\.other: aws_lb_listener\.other forwards to aws_lb_target_group\.https, and aws_lb_listener\.https of another load balancer lets go of it in the same apply; Terraform orders neither/,
      ),
    ]);
  });

  test("may be refused to another load balancer while the old one is destroyed in the same apply", () => {
    const after = withOther(without(BASE, listener));
    expect(refusals(after)).toEqual([
      expect.stringMatching(
        /^warning AWS-APPLY-2 aws_lb_listener\.other: .* lets go of it in the same apply/,
      ),
    ]);
  });

  test("stays with a load balancer that Terraform forgets", () => {
    const after = withOther(without(BASE, listener));
    expect(refusals(after, { forgotten: [listener] })).toContainEqual(
      expect.stringMatching(
        /^error AWS-APPLY-2 aws_lb_listener\.other: .*, to which aws_lb_listener\.https of another load balancer still forwards when it is created/,
      ),
    );
  });

  test("is said to be held twice once, where both stay", () => {
    expect(refusals(withOther(BASE))).toEqual([
      expect.stringMatching(
        /^error AWS-APPLY-2 aws_lb_listener\.other: aws_lb_listener\.https and aws_lb_listener\.other are listeners of two load balancers/,
      ),
    ]);
  });

  test("may have two listeners of one load balancer", () => {
    const second = adding(BASE, { "aws_lb_listener.second": { ...bodyOf(BASE, listener), port: 8443 } });
    expect(refusals(second)).toEqual([]);
    expect(refusals(second, {}, { ...BASE, resource: {}, output: {} })).toEqual([]);
  });

  test("may be replaced with the load balancer", () => {
    const groups = addressesOf(BASE, /^aws_lb_target_group\./);
    const { replaced } = replacing();
    const steps = {
      replaced: { ...replaced, ...Object.fromEntries(groups.map((group) => [group, "name"])) },
      createdFirst: ["aws_lb.keys", ...LISTENERS, ...groups],
    };
    expect(refusals(dynamic(), steps, dynamic())).toEqual([]);
    expect(refusals(dynamic(), replacing(["aws_lb.keys"]), dynamic())).toEqual([]);
  });

  test("has one load balancer of a document", () => {
    const nothing = { ...BASE, resource: {}, output: {} };
    expect(refusals(withOther(BASE), {}, nothing)).toEqual([
      expect.stringMatching(/^error AWS-APPLY-2 aws_lb_listener\.other: .* listeners of two load balancers/),
    ]);
  });
});

/** The stack with a load balancer whose addresses AWS chooses. */
function dynamic(): Document {
  const { subnet_mapping } = bodyOf(BASE, "aws_lb.keys");
  const mappings = Array.isArray(subnet_mapping) ? (subnet_mapping as { subnet_id: string }[]) : [];
  return changing(BASE, "aws_lb.keys", { subnet_mapping: mappings.map(({ subnet_id }) => ({ subnet_id })) });
}

describe("AWS-APPLY-3: deletion protection", () => {
  const protectedBase = changing(BASE, "aws_lb.keys", { enable_deletion_protection: true });

  test("stops the replacement and the deletion, with the listeners destroyed before", () => {
    const expected = (what: string) =>
      expect.stringMatching(
        new RegExp(
          `^error AWS-APPLY-3 aws_lb\\.keys: .* and is ${what}: .*OperationNotPermitted.*aws_lb_listener\\.\\w+.* destroyed already`,
        ),
      ) as unknown;
    // To turn it off in the same plan does not help: what is deployed is still protected.
    expect(refusals(BASE, replacing(), protectedBase)).toEqual([expected("replaced")]);
    expect(refusals(without(BASE, "aws_lb.keys", ...LISTENERS), {}, protectedBase)).toEqual([
      expected("deleted"),
    ]);
  });

  test("stops no change in place", () => {
    expect(refusals(BASE, {}, protectedBase)).toEqual([]);
    expect(refusals(protectedBase)).toEqual([]);
  });
});

test("of two refusals, neither counts as destroyed what waits for the other", () => {
  const record = "aws_route53_record.tier1_primary";
  const protectedBase = changing(BASE, "aws_lb.keys", { enable_deletion_protection: true });
  const { replaced } = replacing();
  const steps = { replaced: { ...replaced, [record]: "name" }, createdFirst: [record] };
  const found = refusals(BASE, steps, protectedBase);
  const gone =
    /When the apply stops, aws_lb_listener\.https and aws_lb_listener\.ldaps are destroyed already/;
  expect(found.map((line) => line.split(":")[0]).sort()).toEqual([
    "error AWS-APPLY-3 aws_lb.keys",
    `error AWS-APPLY-4 ${record}`,
  ]);
  for (const line of found) {
    expect(line).toMatch(gone);
    expect(line).not.toContain(`${record} is destroyed`);
    expect(line).not.toContain(`and ${record}`);
  }
});

test("AWS-APPLY-5: a subnet's Elastic IP is not exchanged in place for one that is still to be made", () => {
  const plan = (after_unknown: object) => {
    const json = planBetween(BASE, changing(BASE, "aws_lb.keys", { tags: { Name: "keys" } }));
    return {
      ...json,
      resource_changes: json.resource_changes.map((resource) => {
        if (resource.address !== "aws_lb.keys") return resource;
        return { ...resource, change: { ...resource.change, after_unknown } };
      }),
    };
  };
  const unknown = { subnet_mapping: [{ allocation_id: true }, {}, {}] };
  const found = (json: unknown) => reviewOf(json).findings.filter(({ rule }) => rule === "AWS-APPLY-5");
  expect(found(plan({}))).toEqual([]);
  expect(found(plan(unknown))).toMatchObject([
    {
      address: "aws_lb.keys",
      message: expect.stringContaining("an Elastic IP that does not exist yet") as string,
    },
  ]);
});

test("AWS-APPLY-5: a subnet mapping has a subnet", () => {
  const { subnet_mapping } = bodyOf(BASE, "aws_lb.keys");
  const mappings: unknown[] = Array.isArray(subnet_mapping) ? subnet_mapping : [];
  const after = changing(BASE, "aws_lb.keys", {
    subnet_mapping: [...mappings, { allocation_id: null, subnet_id: "" }],
  });
  expect(refusals(after)).toEqual([
    expect.stringMatching(
      /^error AWS-APPLY-5 aws_lb\.keys: 1 of 4 subnet mappings has no subnet: .*SetSubnets: ValidationError.*Nothing is destroyed/,
    ),
  ]);
});
