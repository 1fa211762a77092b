import { clusterSize } from "../../rules/cluster-size";
import { adding, bodyOf, changing, without, addressesOf, type Document } from "../support/document";
import { handWritten, handWrittenNodes, tagged } from "../support/hand-written";
import { KEYS, ScenarioDocument } from "../support/scenario-document";
import { objections, places } from "./support/objections";

const NODES = handWrittenNodes(3);

/** The stack with other tags of the load balancer. */
const retagged = (tags: Readonly<Record<string, string>>): Document =>
  changing(handWritten(), "aws_lb.keys", { tags: { "sems:client-fqdn": "keys.example.com", ...tags } });

/** One node is left, in a document that may not hold all. */
const oneNode = (): Document => {
  const document = handWritten(2);
  return without(document, ...addressesOf(document, /^aws_lb_target_group_attachment\.\w+_sems2$/));
};

test.each([2, 3, 6])("leaves a cluster of %i nodes alone", (count) => {
  expect(objections(clusterSize, handWritten(count))).toEqual([]);
});

test("leaves the nodes alone that the tags declare", () => {
  expect(objections(clusterSize, tagged(handWritten(), "ordered-list", NODES))).toEqual([]);
});

test("objects to a cluster of one node, once for all its ports", () => {
  const others = /^aws_lb_target_group_attachment\.\w+_sems[23]$/;
  const document = handWritten();
  const found = objections(clusterSize, without(document, ...addressesOf(document, others)));
  expect(found).toEqual([
    {
      address: "aws_route53_record.tier1_primary",
      level: "error",
      message: expect.stringContaining("keys.example.com has one node only"),
    },
  ]);
});

test("objects to more nodes than replicate with each other", () => {
  const document = handWritten();
  const seventh = ["a", "b", "c", "d"].map((letter, i) => {
    const target = bodyOf(document, "aws_lb_target_group_attachment.https_sems1");
    return [
      `aws_lb_target_group_attachment.extra_${letter}`,
      { ...target, target_id: `10.0.1.${i + 20}` },
    ] as const;
  });
  const [found] = objections(clusterSize, adding(document, Object.fromEntries(seventh)));
  expect(found?.message).toContain("has 7 nodes");
  expect(found?.message).toContain("take 1 out");
});

test("counts the nodes that the tags declare where it is a person who switches between load balancers", () => {
  const document = tagged(handWritten(2), "manual", handWrittenNodes(2));
  const others = addressesOf(document, /^aws_lb_target_group_attachment\.\w+_sems2$/);
  expect(objections(clusterSize, without(document, ...others))).toEqual([]);
});

test("has no say where the tags of one of several load balancers are not known", () => {
  const two = (tags: unknown) => {
    const document = new ScenarioDocument();
    const first = { "sems:client-fqdn": KEYS, "sems:interface2:sems1": "10.0.1.10" };
    document.balancer({ name: "a", zones: [[1]], args: { tags: first } });
    document.balancer({ name: "b", zones: [[2]], args: { tags } });
    document.failover(KEYS, "PRIMARY", { zone: 1, of: "a" });
    document.failover(KEYS, "SECONDARY", { zone: 1, of: "b" });
    return document.json;
  };
  expect(objections(clusterSize, two("${var.tags}"))).toEqual([]);
  expect(objections(clusterSize, two({}))).toHaveLength(1);
});

test("has no say where the tags are not known in one of the hosted zones that have the name", () => {
  const inTwoZones = (tags: unknown) => {
    const document = new ScenarioDocument();
    const first = { "sems:client-fqdn": KEYS, "sems:interface2:sems1": "10.0.1.10" };
    document.balancer({ name: "a", zones: [[1]], args: { tags: first } });
    document.balancer({ name: "b", zones: [[2]], args: { tags } });
    document.record(KEYS, { zone: 1, of: "a" });
    document.failover(KEYS, "PRIMARY", { zone: 1, of: "b" }, { zone_id: "Z2" });
    return document.failover(KEYS, "SECONDARY", { zone: 1, of: "b" }, { zone_id: "Z2" }).json;
  };
  expect(objections(clusterSize, inTwoZones({}))).toHaveLength(1);
  expect(objections(clusterSize, inTwoZones("${var.tags}"))).toEqual([]);
});

test("has no say where nothing is registered", () => {
  const document = handWritten(2);
  const all = addressesOf(document, /^aws_lb_target_group_attachment\./);
  expect(objections(clusterSize, without(document, ...all))).toEqual([]);
});

test("has no say where the listeners do not specify what they forward to", () => {
  const silent = ["https", "ldaps"].reduce(
    (document, name) => changing(document, `aws_lb_listener.${name}`, { default_action: undefined }),
    handWritten(2),
  );
  expect(objections(clusterSize, silent)).toEqual([]);
});

test("objects to too many nodes, wherever else clients may be routed", () => {
  const document = handWritten();
  const more = ["a", "b", "c", "d"].map((letter, i) => {
    const target = bodyOf(document, "aws_lb_target_group_attachment.https_sems1");
    const target_id = `10.0.1.${i + 20}`;
    return [`aws_lb_target_group_attachment.extra_${letter}`, { ...target, target_id }] as const;
  });
  const beyond = changing(adding(document, Object.fromEntries(more)), "aws_route53_record.tier2_secondary", {
    records: ["203.0.113.7"],
  });
  const [found] = objections(clusterSize, beyond);
  expect(found?.message).toContain("has 7 nodes, and a SEMS cluster replicates among 6 at most");
});

test("has no say where one of several values is beyond the document", () => {
  const records = ["${aws_eip.a.public_ip}", "203.0.113.7"];
  const beyond = changing(oneNode(), "aws_route53_record.tier1_secondary", { records });
  expect(objections(clusterSize, beyond)).toEqual([]);
});

test("has no say where one of several weighted groups is in another document", () => {
  const forwarding = (...arns: readonly string[]): Document =>
    ["https", "ldaps"].reduce((document, name) => {
      const target_group = [`\${aws_lb_target_group.${name}.arn}`, ...arns].map((arn) => ({
        arn,
        weight: 1,
      }));
      return changing(document, `aws_lb_listener.${name}`, {
        default_action: [{ type: "forward", forward: [{ target_group }] }],
      });
    }, oneNode());
  expect(objections(clusterSize, forwarding())).toHaveLength(1);
  expect(objections(clusterSize, forwarding("${var.group}"))).toEqual([]);
});

test("has no say where one of several load balancers forwards out of the document", () => {
  const two = (target_group_arn: string): unknown => {
    const document = new ScenarioDocument();
    document.balancer({ name: "a", zones: [[1]] }).balancer({ name: "b", zones: [[1]] });
    document.add("aws_lb_listener", "b_443", {
      load_balancer_arn: "${aws_lb.b.arn}",
      port: 443,
      protocol: "TCP",
      default_action: [{ type: "forward", target_group_arn }],
    });
    document.failover(KEYS, "PRIMARY", { zone: 1, of: "a" });
    return document.failover(KEYS, "SECONDARY", { zone: 1, of: "b" }).json;
  };
  expect(objections(clusterSize, two("${aws_lb_target_group.b_443.arn}"))).toHaveLength(1);
  expect(objections(clusterSize, two("${var.group}"))).toEqual([]);
});

test("has no say where a listener's target group is empty, or in another document", () => {
  const empty = without(oneNode(), "aws_lb_target_group_attachment.ldaps_sems1");
  const elsewhere = changing(oneNode(), "aws_lb_listener.ldaps", {
    default_action: [{ type: "forward", target_group_arn: "${var.group}" }],
  });
  expect([empty, elsewhere].map((document) => objections(clusterSize, document))).toEqual([[], []]);
});

test("objects to one declared node, wherever clients may be routed", () => {
  const beyond = changing(oneNode(), "aws_route53_record.tier1_secondary", { records: ["203.0.113.7"] });
  expect(places(clusterSize, tagged(beyond, "ordered-list", handWrittenNodes(1)))).toEqual([
    ["aws_route53_record.tier1_primary", "error"],
  ]);
});

test("has no say where clients may be routed out of the document", () => {
  const document = handWritten(2);
  const others = addressesOf(document, /^aws_lb_target_group_attachment\.\w+_sems2$/);
  const beyond = changing(without(document, ...others), "aws_route53_record.tier1_secondary", {
    records: ["203.0.113.7"],
  });
  expect(objections(clusterSize, beyond)).toEqual([]);
});

test("objects to tags that give one address to two nodes", () => {
  const tags = { "sems:interface2:sems1": "10.0.1.10", "sems:interface2:sems2": "10.0.1.10" };
  expect(objections(clusterSize, retagged(tags))).toEqual([
    { address: "aws_lb.keys", level: "error", message: expect.stringContaining("to sems1 and sems2") },
  ]);
});

test("objects to tags that give one name to two nodes, in capital letters or not", () => {
  const tags = {
    "sems:interface2:sems1": "10.0.1.10",
    "sems:interface2:SEMS1": "10.0.2.10",
    "sems:interface2:b": "10.0.3.10",
  };
  expect(objections(clusterSize, retagged(tags))).toEqual([
    { address: "aws_lb.keys", level: "error", message: expect.stringContaining("10.0.1.10, 10.0.2.10") },
  ]);
});

test.each([
  [
    "one that is known and one that is not",
    "10.0.1.10",
    "${aws_network_interface.sems2_outside.private_ip}",
    0,
  ],
  ["two expressions", "${var.one}", "${var.other}", 0],
  ["two resources'", "${aws_eip.a.private_ip}", "${aws_eip.b.private_ip}", 1],
  ["the same one", "${aws_eip.a.private_ip}", "${aws_eip.a.private_ip}", 0],
])("tells nodes of one name apart by addresses: %s", (_which, one, other, count) => {
  const document = changing(handWritten(), "aws_network_interface.sems2_outside", {
    private_ips: undefined,
  });
  const tags = {
    "sems:client-fqdn": "keys.example.com",
    "sems:interface2:sems1": one,
    "sems:interface2:SEMS1": other,
    "sems:interface2:sems3": "10.0.3.10",
  };
  const found = objections(clusterSize, changing(document, "aws_lb.keys", { tags }));
  expect(
    found.filter(({ message }) => message.startsWith("The tags give the name sems1 to several")),
  ).toHaveLength(count);
});

test("points at the load balancer whose tags are wrong, and at none of another name", () => {
  const twice = { "sems:interface2:b": "10.0.1.10", "sems:interface2:a": "10.0.1.10" };
  const balancer = (fqdn: string, tags: Readonly<Record<string, string>>) => ({
    load_balancer_type: "network",
    tags: { "sems:client-fqdn": fqdn, ...tags },
  });
  const document = adding(tagged(handWritten(), "ordered-list", NODES), {
    "aws_lb.wrong": balancer("keys.example.com", twice),
    "aws_lb.right": balancer("keys.example.com", { "sems:interface2:c": "10.0.9.10" }),
    "aws_lb.another": balancer("mail.example.com", twice),
  });
  const found = objections(clusterSize, document);
  expect(found).toEqual([
    {
      address: "aws_lb.wrong",
      level: "error",
      message: expect.stringContaining("to a, b and sems1: they are one node"),
    },
  ]);
});

test("has no say in a document without services", () => {
  const document = handWritten();
  const records = addressesOf(document, /^aws_route53_record\./);
  expect(places(clusterSize, without(document, ...records))).toEqual([]);
});
