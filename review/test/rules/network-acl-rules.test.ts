import { adding, type Body, type Document } from "../support/document";
import { objectionsOf } from "../support/findings";
import { ANY, LETTERS, withAcl } from "./support/network-acls";

const objections = (document: Document): string[] => objectionsOf("AWS-SEC-4", document);

describe("AWS-SEC-4: rules of a network ACL as resources of their own", () => {
  const separate = (body: Body): Document =>
    adding(withAcl("outside", [], []), {
      "aws_network_acl.outside": {
        vpc_id: "${aws_vpc.main.id}",
        subnet_ids: LETTERS.map((letter) => `\${aws_subnet.outside_${letter}.id}`),
      },
      "aws_network_acl_rule.out": {
        network_acl_id: "${aws_network_acl.outside.id}",
        rule_number: 100,
        egress: true,
        protocol: "-1",
        rule_action: "allow",
        cidr_block: ANY,
      },
      "aws_network_acl_rule.in": {
        network_acl_id: "${aws_network_acl.outside.id}",
        rule_number: 100,
        protocol: "tcp",
        rule_action: "allow",
        cidr_block: ANY,
        from_port: 443,
        to_port: 443,
        ...body,
      },
    });

  test("are judged like others", () => {
    expect(objections(separate({ to_port: 636 }))).toEqual([]);
    expect(objections(separate({}))).toEqual([expect.stringMatching(/^error .* port 636/)]);
  });

  test("that may be of any network ACL leave all of them open", () => {
    expect(objections(separate({ network_acl_id: "${var.acl}" }))).toEqual([]);
  });

  test("may be in another document where there is none here, or an output passes the network ACL on", () => {
    const without = adding(withAcl("outside", [], []), {});
    expect(objections(without).map((found) => found.slice(0, 7))).toEqual([
      "warning",
      "warning",
      "warning",
      "warning",
    ]);
    const exported = { ...separate({}), output: { acl: { value: "${aws_network_acl.outside.id}" } } };
    expect(objections(exported)).toEqual([expect.stringMatching(/^warning .* port 636/)]);
  });
});
