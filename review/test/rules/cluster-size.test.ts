import { clusterSize } from "../../rules/cluster-size";
import { adding, bodyOf, changing, without, addressesOf, type Document } from "../support/document";
import { handWritten, handWrittenNodes, tagged } from "../support/hand-written";
import { objections, places } from "./support/objections";

const NODES = handWrittenNodes(3);

/** The stack with other tags of the load balancer. */
const retagged = (tags: Readonly<Record<string, string>>): Document =>
  changing(handWritten(), "aws_lb.keys", { tags: { "sems:client-fqdn": "keys.example.com", ...tags } });

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

test("has no say in a document without services", () => {
  const document = handWritten();
  const records = addressesOf(document, /^aws_route53_record\./);
  expect(places(clusterSize, without(document, ...records))).toEqual([]);
});
