import { changing, type Document } from "../support/document";
import { objectionsOf } from "../support/findings";
import { plain } from "../support/mended";
import {
  ANY,
  apart,
  deny,
  EPHEMERAL,
  front,
  frontNetwork,
  LETTERS,
  nodes,
  rule,
  withAcl,
} from "./support/network-acls";

const objections = (document: Document): string[] => objectionsOf("AWS-SEC-4", document);

describe("network ACLs let clients, connections and their answers pass (AWS-SEC-4)", () => {
  test.each([
    ["none", apart],
    ["those that AWS recommends for the load balancer", front()],
    ["those that AWS recommends for the nodes", nodes()],
    ["one that denies some clients before it allows all", front([deny(90, "198.51.100.0/24", 443)])],
    ["one whose deny comes after the allow", front([deny(115, ANY, 443)])],
    ["one that denies UDP", front([rule(90, ANY, 443, 443, { action: "deny", protocol: "udp" })])],
    ["one with a rule of an unknown network", front([rule(80, "${var.network}", 443), deny(90, ANY, 443)])],
    [
      "one with an unknown number",
      front([rule(80, ANY, 443, 443, { rule_no: "${var.n}" }), deny(90, ANY, 443)]),
    ],
    [
      "one of subnets that hold the load balancer and the nodes",
      withAcl("outside", [rule(100, ANY, 443), rule(110, ANY, 636)], [rule(100, ANY, ...EPHEMERAL)], plain),
    ],
  ])("%s: no finding", (_what, document) => {
    expect(objections(document)).toEqual([]);
  });

  test.each([
    [
      "clients are denied before they are allowed",
      front([deny(90, ANY, 443)]),
      /^error aws_network_acl\.front: aws_network_acl\.front lets no inbound packets pass on port 443 from 0\.0\.0\.0\/0: connections of clients to port 443 of aws_lb\.keys are lost/,
    ],
    [
      "answers to clients are denied",
      front([], [deny(90, ANY, ...EPHEMERAL)]),
      /^error .* lets no outbound packets pass on the ephemeral ports 1024-65535 to 0\.0\.0\.0\/0: network ACLs are stateless, and the answers to connections of clients to port 443/,
    ],
    [
      "answers to clients with certain ports are denied",
      front([], [deny(90, ANY, 1024, 32767)]),
      /^warning .* on some of the ephemeral ports 1024-65535 to 0\.0\.0\.0\/0/,
    ],
    [
      "Route 53's checkers are denied",
      front([deny(90, "15.177.0.0/16", 443)]),
      /^error .* port 443 from 15\.177\.0\.0\/18: probes of Route 53's checkers to port 443 of aws_lb\.keys are lost/,
    ],
    [
      "the load balancer may not connect to a node",
      front([], [deny(90, "10.0.2.0/24", 443)]),
      /^error aws_network_acl\.front: .* no outbound packets pass on port 443 to 10\.0\.2\.10\/32: connections of the load balancer to port 443 of 10\.0\.2\.10 are lost/,
    ],
    [
      "the nodes' answers are not let in again",
      front([deny(90, "10.0.2.0/24", ...EPHEMERAL)]),
      /^error aws_network_acl\.front: .* no inbound packets pass on the ephemeral ports 1024-65535 from 10\.0\.2\.10\/32: .* the answers to connections of the load balancer to port 443 of 10\.0\.2\.10 are lost/,
    ],
    [
      "the nodes' subnets deny probes on a port of their own",
      changing(nodes(), "aws_lb_target_group.https", {
        health_check: { protocol: "TCP", port: "8443" },
      }),
      /^error aws_network_acl\.outside: .* on port 8443 from .*: probes of the load balancer to port 8443 of 10\.0\.1\.10/,
    ],
    [
      "the nodes' subnets deny the load balancer's, for a node without a known address",
      changing(nodes([deny(90, frontNetwork(0), 443)]), "aws_network_interface.sems1_outside", {
        private_ips: undefined,
      }),
      /to port 443 of aws_lb_target_group_attachment\.https_sems1 are lost/,
    ],
    [
      "the nodes' subnets deny the load balancer's in one zone, with cross-zone load balancing",
      changing(nodes([deny(90, frontNetwork(0), 443)]), "aws_lb.keys", {
        enable_cross_zone_load_balancing: true,
      }),
      /to port 443 of 10\.0\.1\.10, 10\.0\.2\.10 and 10\.0\.3\.10 are lost/,
    ],
    [
      "the nodes' subnets deny the load balancer's in one zone, and a node is a target of all zones",
      changing(nodes([deny(90, frontNetwork(0), 443)]), "aws_lb_target_group_attachment.https_sems2", {
        availability_zone: "all",
      }),
      /to port 443 of 10\.0\.1\.10 and 10\.0\.2\.10 are lost/,
    ],
    [
      "the nodes' subnets deny the load balancer's",
      nodes([deny(90, frontNetwork(0), 443)]),
      /^error aws_network_acl\.outside: .* no inbound packets pass on port 443 from 10\.0\.100\.0\/24: connections of the load balancer to port 443 of 10\.0\.1\.10 are lost/,
    ],
    [
      "the nodes' answers are denied",
      nodes([], [deny(90, "10.0.0.0/16", ...EPHEMERAL)]),
      /^error aws_network_acl\.outside: .* no outbound packets .* to 10\.0\.100\.0\/24, 10\.0\.101\.0\/24 and 10\.0\.102\.0\/24: network ACLs are stateless/,
    ],
    [
      "no rule allows what AWS denies by itself",
      withAcl("outside", [rule(100, ANY, 22)], [rule(100, ANY, 0, 0, { protocol: "-1" })]),
      /^error aws_network_acl\.outside: .* no inbound packets pass on port 443/,
    ],
  ])("%s", (_what, document, says) => {
    expect(objections(document)[0]).toMatch(says);
  });

  test.each(["${var.address}", "i-0123456789abcdef0", "2001:db8::7", "::ffff:10.0.1.10"])(
    "connections to a target without a known address of IPv4, %s, are not judged",
    (target_id) => {
      const closed = withAcl("front", [rule(100, ANY, 0, 65535)], [rule(100, ANY, 636, 65535)]);
      const document = changing(closed, "aws_lb_target_group_attachment.https_sems1", { target_id });
      expect(objections(document)).toEqual([
        expect.stringMatching(
          /to 10\.0\.2\.10\/32 and 10\.0\.3\.10\/32: .* of 10\.0\.2\.10 and 10\.0\.3\.10 are lost/,
        ),
      ]);
    },
  );

  test("connections from a subnet that the document does not specify are not judged: it may be the node's own", () => {
    const closed = withAcl("outside", [rule(100, ANY, 636)], [rule(100, ANY, ...EPHEMERAL)]);
    const crossing = changing(
      changing(closed, "aws_lb_target_group.https", { preserve_client_ip: true }),
      "aws_lb.keys",
      { enable_cross_zone_load_balancing: true },
    );
    expect(objections(crossing)).toHaveLength(1);
    const subnet_mapping = LETTERS.map((letter) => ({
      allocation_id: `\${aws_eip.${letter}.allocation_id}`,
    }));
    expect(objections(changing(crossing, "aws_lb.keys", { subnet_mapping }))).toEqual([]);
  });

  test("probes by name are judged as others are", () => {
    const byName = LETTERS.reduce(
      (document, letter) =>
        changing(document, `aws_route53_health_check.${letter}`, {
          ip_address: undefined,
          fqdn: `${letter}.example.com`,
        }),
      front([deny(90, "15.177.0.0/16", 443)]),
    );
    expect(objections(byName)).toEqual([
      expect.stringContaining("probes of Route 53's checkers to port 443"),
    ]);
  });

  test("connections to another load balancer are not judged", () => {
    const closed = nodes([deny(90, "10.0.0.0/16", 443)]);
    expect(objections(changing(closed, "aws_lb_target_group.https", { target_type: "alb" }))).toEqual([]);
  });

  test("with the clients' addresses kept, the nodes' subnets must let clients in", () => {
    const keeping = (document: Document): Document =>
      changing(document, "aws_lb_target_group.https", { preserve_client_ip: true });
    expect(objections(keeping(nodes())).length).toBe(0);
    const closed = withAcl("outside", [rule(100, ANY, 636)], [rule(100, ANY, ...EPHEMERAL)]);
    expect(objections(keeping(closed))).toEqual([expect.stringContaining("on port 443 from 0.0.0.0/0")]);
  });
});
