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

  test("has nothing to say of a check that no record follows", () => {
    const spare = { "aws_route53_health_check.spare": { type: "TCP", ip_address: "10.0.1.5", port: 443 } };
    expect(objections(adding(plain, spare))).toEqual([]);
  });
});
