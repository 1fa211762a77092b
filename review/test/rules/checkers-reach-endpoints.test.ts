import { adding, changing, type Document } from "../support/document";
import { objectionsOf } from "../support/findings";
import { ipTcp } from "../support/hand-written";
import { inside, plain } from "../support/mended";
import { restrictedClients } from "../support/more-faults";

const objections = (document: Document): string[] => objectionsOf("AWS-R53-1", document);

describe("AWS-R53-1", () => {
  test("lets restricted clients pass where the checkers are let in", () => {
    const document = adding(restrictedClients(plain), {
      "aws_vpc_security_group_ingress_rule.checkers": {
        security_group_id: "${aws_security_group.nlb.id}",
        cidr_ipv4: "15.177.0.0/18",
        ...ipTcp(443),
      },
    });
    expect(objections(document)).toEqual([]);
  });

  test("objects to a probe of a port without a listener", () => {
    expect(objections(changing(plain, "aws_route53_health_check.b", { port: 8443 }))).toEqual([
      expect.stringMatching(
        /aws_route53_health_check\.b: .*port 8443, on which aws_lb\.keys has no listener/,
      ),
    ]);
  });

  test("objects to a probe of an internal load balancer's name", () => {
    const probe = {
      "aws_route53_health_check.a": { type: "TCP", fqdn: "${aws_lb.keys.dns_name}", port: 443 },
    };
    expect(objections(adding(inside, probe))).toEqual([
      expect.stringContaining("cannot probe aws_lb.keys, which is internal"),
    ]);
  });

  test("objects to a probe of a node's private address", () => {
    const probe = { ip_address: "10.0.2.10" };
    expect(objections(changing(plain, "aws_route53_health_check.b", probe))).toEqual([
      expect.stringContaining("cannot probe 10.0.2.10, a private address"),
    ]);
  });

  test("takes any address of a load balancer that faces the internet for public, such as an emulator's", () => {
    expect(objections(changing(plain, "aws_eip.b", { public_ip: "127.0.0.2" }))).toEqual([]);
    expect(
      objections(
        changing(changing(plain, "aws_eip.b", { public_ip: "127.0.0.2" }), "aws_route53_health_check.b", {
          ip_address: "127.0.0.3",
        }),
      ),
    ).toHaveLength(1);
  });

  test("has nothing to say of a node's public address, or of one that the document does not hold", () => {
    const eip = { "aws_eip.node": { network_interface: "${aws_network_interface.sems2_outside.id}" } };
    const own = { ip_address: "${aws_eip.node.public_ip}" };
    expect(objections(adding(changing(plain, "aws_route53_health_check.b", own), eip))).toEqual([]);
    const other = { ip_address: "198.51.100.7" };
    expect(objections(changing(plain, "aws_route53_health_check.b", other))).toEqual([]);
  });

  test.each([
    [["nlb"], "aws_security_group.nlb allows only certain clients"],
    [["nlb", "more"], "aws_security_group.nlb and aws_security_group.more allow only certain clients"],
  ])("names the groups %j that let no checker in", (names, words) => {
    const document = adding(restrictedClients(plain), { "aws_security_group.more": { name: "more" } });
    const security_groups = names.map((name) => `\${aws_security_group.${name}.id}`);
    expect(objections(changing(document, "aws_lb.keys", { security_groups }))).toEqual([
      expect.stringContaining(`error aws_security_group.nlb: ${words}: `),
    ]);
  });

  test("has nothing to say of a check that no record follows", () => {
    const spare = { "aws_route53_health_check.spare": { type: "TCP", ip_address: "10.0.1.5", port: 443 } };
    expect(objections(adding(plain, spare))).toEqual([]);
  });
});
