import { changing, without, type Document } from "../support/document";
import { findingsIn, reviewOfCase } from "../support/case";
import { objectionsOf } from "../support/findings";
import { plain } from "../support/mended";

const objections = (document: Document): string[] => objectionsOf("AWS-SEC-3", document);
const NLB_IN = "aws_vpc_security_group_ingress_rule.nlb_https";
const NLB_OUT = "aws_vpc_security_group_egress_rule.nlb_https";
const NODE_IN = "aws_vpc_security_group_ingress_rule.outside_https";

/** The target groups probe this port in place of the clients' own. */
const probing = (port: number): Document =>
  changing(plain, "aws_lb_target_group.https", {
    health_check: {
      protocol: "TCP",
      port: String(port),
      interval: 10,
      timeout: 5,
      healthy_threshold: 3,
      unhealthy_threshold: 2,
    },
  });

describe("security groups let clients and probes pass, up to the nodes (AWS-SEC-3)", () => {
  test("an empty group is a warning, for another document may hold its rules", () => {
    const found = findingsIn(reviewOfCase("empty-security-group")).filter((finding) =>
      finding.includes("SEC-3"),
    );
    expect(found).toEqual([
      "warning AWS-SEC-3 aws_security_group.n",
      "warning AWS-SEC-3 aws_security_group.n",
    ]);
  });

  test("nodes that let in only SSH are not reached on the clients' port", () => {
    expect(findingsIn(reviewOfCase("postgres-pair"))).toContain("error AWS-SEC-3 aws_security_group.db");
  });

  test.each([
    [
      "the load balancer lets no client in",
      without(plain, NLB_IN),
      /aws_security_group\.nlb has no inbound rule for it: no client reaches port 443/,
    ],
    [
      "the load balancer may not connect to the nodes",
      without(plain, NLB_OUT),
      /aws_security_group\.nlb has no outbound rule for it: connections of aws_lb\.keys do not reach port 443 of 10\.0\.1\.10, 10\.0\.2\.10 and/,
    ],
    [
      "the load balancer may connect to other addresses",
      changing(plain, NLB_OUT, { referenced_security_group_id: undefined, cidr_ipv4: "10.9.0.0/16" }),
      /aws_security_group\.nlb has no outbound rule for it/,
    ],
    [
      "the nodes do not let the load balancer in",
      without(plain, NODE_IN),
      /aws_security_group\.outside has no inbound rule for it: connections of aws_lb\.keys do not reach port 443/,
    ],
    [
      "the nodes let another group in",
      changing(plain, NODE_IN, { referenced_security_group_id: "${aws_security_group.inside.id}" }),
      /aws_security_group\.outside has no inbound rule for it/,
    ],
    [
      "the nodes let in networks in which the load balancer has no subnet",
      changing(plain, NODE_IN, { referenced_security_group_id: undefined, cidr_ipv4: "10.9.0.0/16" }),
      /aws_security_group\.outside has no inbound rule for it/,
    ],
  ])("%s", (_what, document, says) => {
    expect(objections(document)).toEqual([expect.stringMatching(says)]);
  });

  test("are a warning where an output passes the group on: another document may hold the rule", () => {
    const exporting = (value: unknown): Document => ({
      ...without(plain, NODE_IN),
      output: { groups: { value } },
    });
    expect(objections(exporting({ nodes: ["${aws_security_group.outside.id}"] }))).toEqual([
      expect.stringMatching(/^warning aws_security_group\.outside/),
    ]);
    expect(objections(exporting("${aws_security_group.nlb.id}"))).toEqual([
      expect.stringMatching(/^error aws_security_group\.outside/),
    ]);
  });

  test("are an error where the group holds its rules itself, whoever knows its id", () => {
    const inline = changing(without(plain, NODE_IN), "aws_security_group.outside", {
      ingress: [{ protocol: "tcp", from_port: 22, to_port: 22, cidr_blocks: ["10.0.0.0/8"] }],
    });
    const exported = { ...inline, output: { group: { value: "${aws_security_group.outside.id}" } } };
    expect(objections(exported)).toEqual([expect.stringMatching(/^error aws_security_group\.outside/)]);
  });

  test("probes on a port of their own need rules of their own", () => {
    expect(objections(probing(443))).toEqual([]);
    expect(objections(probing(8443))).toEqual([
      expect.stringMatching(/aws_security_group\.nlb .*: probes of aws_lb\.keys do not reach port 8443/),
      expect.stringMatching(/aws_security_group\.outside .*: probes of aws_lb\.keys do not reach port 8443/),
    ]);
  });

  test.each([
    ["the whole network of the VPC", { cidr_ipv4: "10.0.0.0/16" }],
    ["a network that is not known yet", { cidr_ipv4: "${var.network}" }],
    ["a prefix list", { prefix_list_id: "pl-0123456789abcdef0" }],
    ["a group that the document does not hold", { referenced_security_group_id: "sg-0123456789abcdef0" }],
  ])("nodes that let in %s are reached", (_what, peer) => {
    expect(
      objections(changing(plain, NODE_IN, { referenced_security_group_id: undefined, ...peer })),
    ).toEqual([]);
  });
});
