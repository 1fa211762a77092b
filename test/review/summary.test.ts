import { SemsCluster } from "../../lib";
import { summarize } from "../../lib/review/summary";
import type { TerraformDocument } from "../../lib/review/terraform-document";
import { clusterProps, node, synth } from "../support/cluster";

/** What Terraform would read of a stack with these clusters. */
const documentOf = (...clusters: ReturnType<typeof clusterProps>[]): TerraformDocument =>
  synth((stack) => {
    clusters.forEach((props, i) => new SemsCluster(stack, `Keys${i}`, props));
  }).json;

const summary = (document: TerraformDocument) => summarize({ name: "keys", document }).split("\n");

/** The names of the nodes, in the order in which the lines have them. */
const namesIn = (lines: readonly string[]) => lines.flatMap((line) => /^\d {2}(\w+)/.exec(line)?.[1] ?? []);

describe("the summary of a stack", () => {
  test("tells the nodes in the order in which they serve, and where clients reach them", () => {
    expect(summary(documentOf(clusterProps(2)))).toEqual([
      "keys: keys.example.com (fail-over): the first healthy node takes all clients",
      "   node   Interface 2  zone        clients connect to",
      "1  sems1  10.0.1.10    us-east-1a  (known once deployed)",
      "2  sems2  10.0.2.10    us-east-1b  (known once deployed)",
    ]);
  });

  test.each([2, 3, 4, 5, 6])("follows the records of %i nodes through all their tiers", (count) => {
    const { nodes } = clusterProps(count);
    const [first = node(1), ...others] = nodes;
    const lines = summary(
      documentOf(clusterProps(count, { nodes: [{ ...first, maintenance: true }, ...others] })),
    );
    expect(namesIn(lines)).toEqual([...others, first].map(({ name }) => name));
  });

  test("tells each cluster of a stack by itself, whatever its outputs", () => {
    const { clientAccess } = clusterProps(2);
    const other = {
      clientFqdn: "keys.example.org",
      clientAccess: clientAccess.map((access) => ({
        ...access,
        hostedZone: { id: "Z1", name: "example.org" },
      })),
    };
    const lines = summary(documentOf(clusterProps(2), clusterProps(2, other)));
    expect(lines.filter((line) => line.startsWith("keys: "))).toEqual([
      "keys: keys.example.com (fail-over): the first healthy node takes all clients",
      "keys: keys.example.org (fail-over): the first healthy node takes all clients",
    ]);
    expect(namesIn(lines)).toEqual(["sems1", "sems2", "sems1", "sems2"]);
  });

  test("follows references to what resources are given, one after another", () => {
    const address = "${aws_network_interface.one.private_ip}";
    const text = JSON.stringify(documentOf(clusterProps(2))).replace(
      '"sems:interface2:sems1":"10.0.1.10"',
      `"sems:interface2:sems1":"${address}"`,
    );
    const { resource, ...document }: TerraformDocument = JSON.parse(text);
    const aws_network_interface = { one: { private_ips: ["${aws_instance.one.private_ip}"] } };
    const aws_instance = { one: { private_ip: "10.9.9.9" } };
    const lines = summary({ ...document, resource: { ...resource, aws_network_interface, aws_instance } });
    expect(lines[2]).toMatch(/^1 {2}sems1 {2}10\.9\.9\.9 /);
  });

  test("says where there is no cluster", () => {
    expect(summary({})).toEqual(["keys: no SEMS cluster"]);
    expect(summary({ resource: { aws_lb: { other: { tags: { Name: "web" } } } } })).toEqual([
      "keys: no SEMS cluster",
    ]);
  });
});
