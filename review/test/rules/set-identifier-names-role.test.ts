import { planBetween } from "../impact/support/plan";
import { adding, bodyOf, changing, type Body, type Document } from "../support/document";
import { weightsOfRoute53 } from "../support/faults";
import { objectionsOf } from "../support/findings";
import { declared, plain } from "../support/mended";

const RECORD = "aws_route53_record.tier1_primary";
const INSTANCE = "aws_instance.sems1";
const INTERFACE = "aws_network_interface.sems1_outside";

const objections = (document: unknown): string[] => objectionsOf("AWS-R53-2", document);
const identifiedBy = (set_identifier: string, document: Document = plain): string[] =>
  objections(changing(document, RECORD, { set_identifier }));
const naming = (name: string): unknown => [expect.stringContaining(` names a node (${name}): `)];
const tag = (Name: string, address = INSTANCE): Document => changing(plain, address, { tags: { Name } });

describe("a set identifier names a role, not a node (AWS-R53-2)", () => {
  test.each(["primary", "keys-primary", "sems10", "xsems1", "first"])("lets %s pass", (identifier) => {
    expect(identifiedBy(identifier)).toEqual([]);
  });

  test.each(["sems1", "Keys-SEMS1", "sems1.keys", "sems12-sems1"])("objects to %s", (identifier) => {
    expect(identifiedBy(identifier)).toEqual([
      expect.stringMatching(
        `^error ${RECORD}: The set identifier ${identifier} names a node \\(sems1\\): .* the second PRIMARY beside the first, .* Name the role: primary\\.$`,
      ),
    ]);
  });

  test("lets records of other policies name nodes, whose places Route 53 does not exchange", () => {
    const document = changing(weightsOfRoute53(plain), "aws_route53_record.first", {
      set_identifier: "sems1",
    });
    expect(objections(document)).toEqual([]);
  });

  test.each([
    ["keys-a", "a"],
    ["keys-22", "22"],
    ["2nd-2", "2"],
    ["primary", "Primary"],
    ["keys-master", "master"],
  ])("lets %s pass where a node has the name %s, which may mean something else", (identifier, name) => {
    expect(identifiedBy(identifier, tag(name))).toEqual([]);
  });

  test("objects to a name of two letters", () => {
    expect(identifiedBy("keys-n1", tag("n1"))).toEqual(naming("n1"));
  });
});

describe("a node's names (AWS-R53-2)", () => {
  test("are its address, the Name tags of its instance and interface, and the names of both", () => {
    expect(identifiedBy("10.0.1.10")).toEqual(naming("10.0.1.10"));
    expect(identifiedBy("keys-left", tag("Left"))).toEqual(naming("left"));
    expect(identifiedBy("keys-left", tag("left", INTERFACE))).toEqual(naming("left"));
    expect(identifiedBy("sems1", tag("left"))).toEqual(naming("sems1"));
    expect(identifiedBy("sems1_outside", tag("left"))).toEqual(naming("sems1_outside"));
  });

  test("are those that tags declare, of a node without a target, too", () => {
    const { tags } = bodyOf(declared, "aws_lb.keys");
    const more = changing(declared, "aws_lb.keys", {
      tags: { ...(tags as Body), "sems:interface2:spare": "10.0.9.10", "sems:zone:spare": "us-east-1a" },
    });
    expect(identifiedBy("keys-spare", declared)).toEqual([]);
    expect(identifiedBy("keys-spare", more)).toEqual(naming("spare"));
  });

  test("are none that several nodes have", () => {
    const instances = ["sems1", "sems2", "sems3"].map((name) => `aws_instance.${name}`);
    const tagged = (...names: readonly string[]): Document =>
      instances.reduce(
        (document, address, i) => changing(document, address, { tags: { Name: names[i] } }),
        plain,
      );
    expect(identifiedBy("keys-primary", tagged("keys", "keys", "keys"))).toEqual([]);
    expect(identifiedBy("keys-primary", tagged("keys", "one", "two"))).toEqual(naming("keys"));
  });

  test("are none of an instance that is no node of the service", () => {
    const other = { ...bodyOf(plain, INSTANCE), tags: { Name: "other" } };
    const withInterface = (network_interface_id?: string): Document =>
      adding(plain, {
        "aws_network_interface.other": {
          subnet_id: "${aws_subnet.inside_a.id}",
          private_ips: ["10.0.11.99"],
        },
        "aws_instance.other": { ...other, network_interface: [{ device_index: 0, network_interface_id }] },
      });
    expect(identifiedBy("other", withInterface("${aws_network_interface.other.id}"))).toEqual([]);
    expect(identifiedBy("other", withInterface("${var.interface}"))).toEqual([]);
  });

  test("are its instance's, however its interface is attached", () => {
    const network_interface = undefined;
    const attachment = {
      instance_id: `\${${INSTANCE}.id}`,
      network_interface_id: `\${${INTERFACE}.id}`,
      device_index: 1,
    };
    const attached = adding(changing(plain, INSTANCE, { network_interface }), {
      "aws_network_interface_attachment.sems1": attachment,
    });
    expect(identifiedBy("sems1", attached)).toEqual(naming("sems1"));
  });

  test.each([
    ['aws_instance.node["left"]', "keys-left", "left"],
    ['module.a["right"].aws_instance.node["left"]', "keys-left", "left"],
    ['module.a["right"].aws_instance.left', "keys-left", "left"],
    ["aws_instance.left[0]", "keys-left", undefined],
    ['module.a["right"].aws_instance.left', "keys-right", undefined],
  ])("of %s in a state: %s names %s", (address, set_identifier, name) => {
    const document = changing(plain, RECORD, { set_identifier });
    const { prior_state } = planBetween(document, document);
    const state = JSON.stringify(prior_state).replaceAll(
      `"address":"${INSTANCE}"`,
      `"address":${JSON.stringify(address)}`,
    );
    const found = objections(JSON.parse(state));
    expect(found).toEqual(name === undefined ? [] : naming(name));
  });
});
