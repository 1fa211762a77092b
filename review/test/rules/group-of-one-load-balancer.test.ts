import {
  adding,
  addressesOf,
  bodyOf,
  changing,
  without,
  type Body,
  type Document,
} from "../support/document";
import { objectionsOf } from "../support/findings";
import { BASE, refusals } from "./support/refusals";

const RULE = "AWS-APPLY-2";
const LISTENER = "aws_lb_listener.ldaps";
const forwarding = (target_group_arn: string) => [{ type: "forward", target_group_arn }];

/** A listener of another load balancer that forwards to the same group. */
const withOther = (document: Document, listener: Body = {}): Document =>
  adding(document, {
    "aws_lb.other": { load_balancer_type: "network", name: "other" },
    "aws_lb_listener.other": {
      load_balancer_arn: "${aws_lb.other.arn}",
      port: 8443,
      protocol: "TCP",
      default_action: forwarding("${aws_lb_target_group.ldaps.arn}"),
      ...listener,
    },
  });

describe("a target group of two load balancers of a document (AWS-APPLY-2)", () => {
  test("has listeners of both", () => {
    expect(objectionsOf(RULE, withOther(BASE))).toHaveLength(1);
  });

  test("may have a listener whose load balancer is not given", () => {
    expect(objectionsOf(RULE, withOther(BASE, { load_balancer_arn: undefined }))).toEqual([]);
  });

  test.each([[""], [undefined]])("is no group whose ARN is %j, as of a listener that redirects", (none) => {
    const redirecting = { default_action: [{ type: "redirect", target_group_arn: none }] };
    const document = withOther(changing(BASE, LISTENER, redirecting), redirecting);
    expect(objectionsOf(RULE, document)).toEqual([]);
  });

  test("is no group of a weight without one", () => {
    const empty = { default_action: [{ type: "forward", forward: [{ target_group: [{ weight: 1 }] }] }] };
    expect(objectionsOf(RULE, withOther(changing(BASE, LISTENER, empty), empty))).toEqual([]);
  });
});

describe("a plan that gives a target group to another load balancer (AWS-APPLY-2)", () => {
  const gone = without(BASE, LISTENER);
  const onKeys = { load_balancer_arn: "${aws_lb.keys.arn}" };

  test("is not refused where it is the same load balancer", () => {
    expect(refusals(RULE, withOther(gone, onKeys))).toEqual([]);
  });

  test("names the group that the document has, and else its listener", () => {
    expect(refusals(RULE, withOther(gone))).toEqual([
      expect.stringContaining("aws_lb_listener.other forwards to aws_lb_target_group.ldaps, and"),
    ]);
    const own = { default_action: forwarding("arn:aws:elsewhere") };
    expect(refusals(RULE, withOther(gone, own), {}, changing(BASE, LISTENER, own))).toEqual([
      expect.stringContaining(
        `aws_lb_listener.other forwards to a target group of ${LISTENER}, and ${LISTENER}`,
      ),
    ]);
  });

  test("may be refused where the document does not hold the old load balancer", () => {
    const before = changing(BASE, LISTENER, { load_balancer_arn: "arn:aws:elsewhere" });
    expect(refusals(RULE, withOther(gone), {}, before)).toEqual([
      expect.stringMatching(/^warning aws_lb_listener\.other: /),
    ]);
  });

  test("is refused once, beside a listener that Terraform forgets", () => {
    expect(refusals(RULE, withOther(gone), { forgotten: [LISTENER] })).toEqual([
      expect.stringMatching(
        new RegExp(
          `^error aws_lb_listener\\.other: .*, to which ${LISTENER} of another load balancer still forwards`,
        ),
      ),
    ]);
  });

  test("is refused to a new listener, whatever else changes in place", () => {
    const after = changing(withOther(gone), "aws_lb.keys", { tags: {} });
    expect(refusals(RULE, after, { forgotten: [LISTENER] })).toEqual([
      expect.stringMatching(/ still forwards when it is created: AWS refuses it \(CreateListener: /),
    ]);
  });

  test("is not refused to a listener that has it already, and stays as it is", () => {
    expect(refusals(RULE, without(withOther(BASE), LISTENER), {}, withOther(BASE))).toEqual([]);
  });

  test("is not refused where the load balancer takes a forgotten listener along before", () => {
    const steps = { forgotten: [LISTENER], replaced: { "aws_lb.keys": "internal" } };
    expect(refusals(RULE, withOther(gone, onKeys), steps)).toEqual([]);
    expect(refusals(RULE, withOther(gone, onKeys), { ...steps, createdFirst: ["aws_lb.keys"] })).toHaveLength(
      1,
    );
  });

  test("is sure to be refused where what waits for the old listener is created before that is destroyed", () => {
    const targets = addressesOf(BASE, /^aws_lb_target_group_attachment\.ldaps/);
    const waiting = (document: Document, depends_on: readonly string[]): Document =>
      targets.reduce((changed, address) => changing(changed, address, { depends_on }), document);
    const steps = {
      replaced: Object.fromEntries(targets.map((address) => [address, "availability_zone"])),
      createdFirst: targets,
    };
    const after = waiting(withOther(gone), ["aws_lb_listener.other"]);
    expect(bodyOf(after, targets[0] ?? "")["depends_on"]).toEqual(["aws_lb_listener.other"]);
    expect(refusals(RULE, after, steps, waiting(BASE, [LISTENER]))).toEqual([
      expect.stringMatching(
        new RegExp(
          `^error aws_lb_listener\\.other: .*, to which ${LISTENER} of another load balancer still forwards`,
        ),
      ),
    ]);
  });

  describe("in place", () => {
    const spare = "${aws_lb_target_group.spare.arn}";
    const before = adding(withOther(BASE, { default_action: forwarding(spare) }), {
      "aws_lb_target_group.spare": { ...bodyOf(BASE, "aws_lb_target_group.ldaps"), name: "spare" },
    });
    const after = changing(without(before, LISTENER), "aws_lb_listener.other", {
      default_action: forwarding("${aws_lb_target_group.ldaps.arn}"),
    });

    test("may be refused while the old listener is there", () => {
      expect(refusals(RULE, after, {}, before)).toEqual([
        expect.stringMatching(
          /^warning aws_lb_listener\.other: .* lets go of it in the same apply; .* AWS refuses the change while .* \(ModifyListener: /,
        ),
      ]);
    });

    test("is refused beside a listener that Terraform forgets", () => {
      expect(refusals(RULE, after, { forgotten: [LISTENER] }, before)).toEqual([
        expect.stringMatching(
          /^error aws_lb_listener\.other: .* still forwards when it is changed: AWS refuses it \(ModifyListener: /,
        ),
      ]);
    });
  });
});
