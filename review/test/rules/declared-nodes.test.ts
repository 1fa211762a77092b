import { addressesOf, changing, without, type Body, type Document } from "../support/document";
import { objectionsOf } from "../support/findings";
import { handWrittenNodes, tagged } from "../support/hand-written";
import { plain } from "../support/mended";
import { KEYS, nameOf, ScenarioDocument, zoneOf } from "../support/scenario-document";

const objections = (document: unknown): string[] => objectionsOf("SEMS-INTENT-1", document);
const DECLARED = tagged(plain, "ordered-list", handWrittenNodes(3));
const UNDECLARED = tagged(plain, "ordered-list", handWrittenNodes(2));
const FQDN = { "sems:client-fqdn": KEYS };

/** The stack with some tags more, or without them. */
function retagged(document: Document, tags: Body): Document {
  const own = document.resource["aws_lb"]?.["keys"]?.["tags"] as Body;
  return changing(document, "aws_lb.keys", { tags: { ...own, ...tags } });
}

describe("nodes of which the document does not show whether they are declared (SEMS-INTENT-1)", () => {
  test("are those of a service without targets", () => {
    const attachments = addressesOf(DECLARED, /^aws_lb_target_group_attachment\./);
    expect(objections(without(DECLARED, ...attachments))).toEqual([]);
  });

  test("are those of which no tag names any", () => {
    expect(objections(changing(plain, "aws_lb.keys", { tags: FQDN }))).toEqual([]);
  });

  test("are those of a listener one of whose target groups the document does not hold", () => {
    const forward = (...arns: readonly string[]) => ({
      default_action: [
        { type: "forward", forward: [{ target_group: arns.map((arn) => ({ arn, weight: 1 })) }] },
      ],
    });
    const of = (...arns: readonly string[]): string[] =>
      objections(
        ["https", "ldaps"].reduce(
          (document, name) =>
            changing(
              document,
              `aws_lb_listener.${name}`,
              forward(`\${aws_lb_target_group.${name}.arn}`, ...arns),
            ),
          UNDECLARED,
        ),
      ).filter((line) => line.includes("which the tags do not declare"));
    expect(of()).toHaveLength(1);
    expect(of("${var.group}")).toEqual([]);
  });

  /** A name whose two load balancers have these tags; the second has no target that the first declares. */
  const two = (first: unknown, second: unknown, listener?: Body): string[] => {
    const document = new ScenarioDocument();
    document.balancer({ name: "a", zones: [[1]], args: { tags: first } });
    document.balancer({ name: "b", zones: [[2]], args: { tags: second } });
    if (listener !== undefined) document.add("aws_lb_listener", "b_443", listener);
    document.failover(KEYS, "PRIMARY", { zone: 1, of: "a" });
    document.failover(KEYS, "SECONDARY", { zone: 1, of: "b" });
    return objections(document.json);
  };
  const tag = (n: number) => ({ [`sems:interface2:sems${n}`]: `10.0.${n}.10` });

  test("are those of a load balancer whose tags are not known", () => {
    const undeclared = [expect.stringContaining("routed to 10.0.2.10, which the tags do not declare")];
    expect(two({ ...FQDN, ...tag(1) }, undefined)).toEqual(undeclared);
    expect(two({ ...FQDN, ...tag(1) }, { Name: "b" })).toEqual(undeclared);
    expect(two({ ...FQDN, ...tag(1) }, "${var.tags}")).toEqual([]);
    expect(two({ ...FQDN, ...tag(1) }, { "sems:client-fqdn": "${var.name}" })).toEqual([]);
  });

  test("are those that may have the address of a declared node, which is not known", () => {
    const unknown = (n: number) => ({ [`sems:interface2:sems${n}`]: "${var.address}" });
    expect(two({ ...FQDN, ...tag(1) }, { ...FQDN, ...unknown(2) })).toEqual([]);
    // Both targets are declared by their addresses.
    expect(two({ ...FQDN, ...tag(1) }, { ...FQDN, ...tag(2), ...unknown(3) })).toEqual([
      expect.stringMatching(/^error aws_lb\.b: The tags declare the node sems3/),
    ]);
    // No target has the address of the third node, whatever the first one's is.
    expect(two({ ...FQDN, ...unknown(1) }, { ...FQDN, ...tag(3) })).toEqual([
      expect.stringMatching(/^error aws_lb\.b: The tags declare the node sems3/),
    ]);
  });

  test("are not those in another zone than the declared node whose address is not known", () => {
    const tags = { ...FQDN, "sems:interface2:sems1": "${var.address}", "sems:zone:sems1": zoneOf(1) };
    const document = new ScenarioDocument().balancer({ zones: [[1], [2]], args: { tags } }).ordered([1, 2]);
    expect(objections(document.json)).toEqual([
      expect.stringContaining("routed to 10.0.2.10, which the tags do not declare"),
    ]);
  });

  test("are those of a name one of whose listeners forwards out of the document", () => {
    const listener = (target_group_arn: string) => ({
      load_balancer_arn: "${aws_lb.b.arn}",
      port: 443,
      protocol: "TCP",
      default_action: [{ type: "forward", target_group_arn }],
    });
    expect(
      two({ ...FQDN, ...tag(1), ...tag(3) }, {}, listener("${aws_lb_target_group.b_443.arn}")),
    ).toHaveLength(2);
    expect(two({ ...FQDN, ...tag(1), ...tag(3) }, {}, listener("${var.group}"))).toEqual([]);
  });

  test("are no target: the load balancer is named whose tags declare the node", () => {
    expect(two({ Name: "a" }, { ...FQDN, ...tag(1), ...tag(2), ...tag(3) })).toEqual([
      expect.stringMatching(
        /^error aws_lb\.b: The tags declare the node sems3, which is no target on port 443:/,
      ),
    ]);
    expect(two({ ...FQDN, ...tag(1), ...tag(3) }, { ...FQDN, ...tag(2) })).toEqual([
      expect.stringMatching(/^error aws_lb\.a: The tags declare the node sems3/),
    ]);
    expect(two({ ...FQDN, ...tag(1) }, { ...FQDN, ...tag(2), ...tag(3) })).toEqual([
      expect.stringMatching(/^error aws_lb\.b: The tags declare the node sems3/),
    ]);
  });

  test("are no target of a load balancer that a person may switch to", () => {
    const document = new ScenarioDocument();
    const manual = { ...FQDN, "sems:method": "manual" };
    document.balancer({ name: "a", zones: [[1]], args: { tags: { ...manual, ...tag(1) } } });
    document.balancer({ name: "b", zones: [[2]], args: { tags: { ...manual, ...tag(2), ...tag(3) } } });
    document.record(KEYS, { name: nameOf("a") });
    expect(objections(document.json)).toEqual([
      expect.stringMatching(/^error aws_lb\.b: The tags declare the node sems3/),
    ]);
  });
});

describe("nodes with another address than the declared one (SEMS-INTENT-1)", () => {
  test("are left to SEMS-LB-5 where the address is that of Interface 1", () => {
    const targets = addressesOf(UNDECLARED, /^aws_lb_target_group_attachment\.\w+_sems3$/);
    const inside = targets.reduce(
      (document, address) =>
        changing(document, address, { target_id: "${aws_network_interface.sems3_inside.private_ip}" }),
      UNDECLARED,
    );
    const named = {
      ...inside,
      output: {
        nodes_serving_order: {
          value: [{ node: "sems3", interface1_address: "10.0.13.10", interface2_address: "10.0.3.10" }],
        },
      },
    };
    expect(targets).toHaveLength(2);
    expect(objections(named)).toEqual([]);
  });

  test("are not known to have it where either is not known", () => {
    expect(objections(retagged(DECLARED, { "sems:interface2:sems2": "10.0.2.99" }))).toHaveLength(1);
    expect(objections(retagged(DECLARED, { "sems:interface2:sems2": "${var.address}" }))).toEqual([]);
    const chosen = changing(DECLARED, "aws_network_interface.sems2_outside", { private_ips: undefined });
    expect(objections(chosen)).toEqual([]);
  });
});
