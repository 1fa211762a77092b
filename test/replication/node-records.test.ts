import { Token } from "cdktf";
import type { SemsNode } from "../../lib";
import { NodeRecords } from "../../lib/replication/replication";
import { hostedZone, newStack, node, synth } from "../support/cluster";

const records = (nodes: readonly SemsNode[]) =>
  synth((stack) => {
    new NodeRecords(stack, "Records", { hostedZone, nodes });
  }).resources("aws_route53_record");

describe("NodeRecords", () => {
  test("each node's own FQDN resolves to its Interface 1", () => {
    expect(records([node(1), node(2)])).toEqual({
      Records_sems1examplecom: {
        zone_id: hostedZone.id,
        name: "sems1.example.com",
        type: "A",
        ttl: 60,
        records: ["10.0.11.10"],
      },
      Records_sems2examplecom: {
        zone_id: hostedZone.id,
        name: "sems2.example.com",
        type: "A",
        ttl: 60,
        records: ["10.0.12.10"],
      },
    });
  });

  test("another order of the nodes leaves every record where it is", () => {
    expect(records([node(2), node(1)])).toEqual(records([node(1), node(2)]));
  });

  test("another name of a node leaves every record as it is", () => {
    expect(records([node(1), node(2, { name: "other" })])).toEqual(records([node(1), node(2)]));
  });

  test("a node whose FQDN is a token goes by its name, and by its place where that is one too", () => {
    const token = () => Token.asString({ resolve: () => "unknown" });
    const interface1 = () => ({ fqdn: token(), address: "10.0.19.10" });
    const nodes = [
      node(1),
      node(2, { interface1: interface1() }),
      node(3, { name: token(), interface1: interface1() }),
    ];
    expect(Object.keys(records(nodes)).sort()).toEqual([
      "Records_Node3",
      "Records_sems1examplecom",
      "Records_sems2",
    ]);
  });

  test("are exposed in the order of the nodes", () => {
    const { records: exposed } = new NodeRecords(newStack(), "Records", {
      hostedZone,
      nodes: [node(2), node(1)],
    });
    expect(exposed.map((record) => record.nameInput)).toEqual(["sems2.example.com", "sems1.example.com"]);
  });
});
