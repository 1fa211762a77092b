import { adding, bodyOf, changing, type Body, type Document } from "../support/document";
import { crossZoneOn, staticWeights, twoNodesInOneZone, weightsOfRoute53 } from "../support/faults";
import { objectionsOf } from "../support/findings";
import { handWritten, handWrittenNodes, tagged } from "../support/hand-written";
import { plain } from "../support/mended";
import { reviewOf } from "../support/review";
import { planBetween } from "../impact/support/plan";

const GROUP = "aws_lb_target_group.https";
const objections = (document: Document): string[] => objectionsOf("SEMS-LB-4", document);
const weighted = (document: Document): Document => tagged(document, "weighted", handWrittenNodes(2));
const stickiness = (document: Document, block: unknown): Document =>
  changing(document, GROUP, { stickiness: block });

describe("SEMS-LB-4", () => {
  test("lets a group without persistence pass whose zones leave no choice", () => {
    expect(objections(stickiness(plain, undefined))).toEqual([]);
  });

  test("objects to a choice of two nodes, in a zone or across zones", () => {
    const found = [expect.stringContaining("another one of 2 nodes")];
    expect(objections(stickiness(crossZoneOn(handWritten(2)), undefined))).toEqual(found);
    expect(objections(stickiness(twoNodesInOneZone(plain), undefined))).toEqual(found);
  });

  test("counts a node whose zone the document leaves open where zones do not matter", () => {
    const more = (document: Document): Document =>
      adding(stickiness(document, undefined), {
        "aws_lb_target_group_attachment.more": {
          target_group_arn: "${aws_lb_target_group.https.arn}",
          target_id: "${var.address}",
        },
      });
    expect(objections(more(plain))).toEqual([]);
    expect(objections(more(crossZoneOn(plain)))).toEqual([expect.stringContaining("another one of 4 nodes")]);
  });

  test("has no say while the document leaves it open whether clients are kept on their nodes", () => {
    expect(objections(stickiness(crossZoneOn(plain), "${var.stickiness}"))).toEqual([]);
  });

  test("objects to a plan that leaves stickiness to AWS, whose default is none", () => {
    const plan = planBetween(
      { ...plain, resource: {} },
      tagged(stickiness(crossZoneOn(plain), undefined), "ordered-list", handWrittenNodes(3)),
    );
    const isGroup = ({ address }: { readonly address: string }): boolean => address === GROUP;
    const resource_changes = plan.resource_changes.map((one) =>
      isGroup(one) ? { ...one, change: { ...one.change, after_unknown: { stickiness: true } } } : one,
    );
    const resources = plan.configuration.root_module.resources.map((one) =>
      isGroup(one) ? { ...one, expressions: { port: { constant_value: 443 } } } : one,
    );
    const { findings } = reviewOf({
      ...plan,
      resource_changes,
      configuration: { root_module: { resources } },
    });
    expect(findings.flatMap(({ rule, address }) => (rule === "SEMS-LB-4" ? [address] : []))).toEqual([GROUP]);
  });

  test("lets a cookie pass that is switched off, as older modules write it", () => {
    expect(objections(stickiness(plain, { type: "lb_cookie", enabled: false }))).toEqual([]);
  });

  test.each(["lb_cookie", "app_cookie"])("objects to %s, which is on by default", (type) => {
    expect(objections(stickiness(plain, { type }))).toEqual([
      expect.stringContaining(`by a cookie (${type})`),
    ]);
  });

  test("objects to a choice of node with persistence switched off", () => {
    const document = stickiness(crossZoneOn(plain), { type: "source_ip", enabled: false });
    expect(objections(document)).toEqual([expect.stringContaining("another one of 3 nodes")]);
  });

  test("wants the forward action of weighted groups to keep clients in their group", () => {
    const document = weighted(staticWeights(10, 1)(plain));
    expect(objections(document)).toEqual([]);
    const text = JSON.stringify(bodyOf(document, "aws_lb_listener.https"));
    const off: typeof document.provider = JSON.parse(text.replace('"enabled":true', '"enabled":false'));
    expect(objections(changing(document, "aws_lb_listener.https", off))).toEqual([
      expect.stringMatching(/^error aws_lb_listener\.https: .*one of 2 target groups again/),
    ]);
  });

  test.each([
    ["without stickiness", [100, 1], undefined, 1],
    ["whose stickiness is not switched on", [100, 1], { duration: 3600 }, 1],
    ["whose stickiness the document leaves open", [100, 1], { enabled: "${var.on}", duration: 3600 }, 0],
    ["whose stickiness is an expression", [100, 1], "${var.stickiness}", 0],
    ["of which only one has a weight", [100, 0], undefined, 0],
  ] as const)("judges weighted groups %s", (_what, [first, second], block, count) => {
    const document = staticWeights(first, second)(plain);
    const [{ forward }] = bodyOf(document, "aws_lb_listener.https")["default_action"] as [
      { readonly forward: Body },
    ];
    const default_action = [{ type: "forward", forward: { ...forward, stickiness: block } }];
    const changed = changing(document, "aws_lb_listener.https", { default_action });
    expect(objections(changed)).toHaveLength(count);
  });

  test("objects to declared weights of Route 53, which forgets whom it answered", () => {
    const document = weighted(weightsOfRoute53(plain));
    expect(objections(document)).toEqual([
      expect.stringMatching(/^error aws_route53_record\.first: .* one of 2 answers .*whoever asks/),
    ]);
    const spare = { weighted_routing_policy: { weight: 0 } };
    expect(objections(changing(document, "aws_route53_record.second", spare))).toEqual([]);
    expect(objections(weighted(plain))).toEqual([]);
  });
});
