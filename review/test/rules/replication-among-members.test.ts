import { replicationAmongMembers } from "../../rules/replication-among-members";
import { adding, addressesOf, changing, without, type Body, type Document } from "../support/document";
import { handWritten, handWrittenNodes, ipTcp, tcp } from "../support/hand-written";
import { objections, places } from "./support/objections";

const GROUP = "aws_security_group.inside";
const RULE = "aws_vpc_security_group_ingress_rule.extra";
const INSIDE = { security_group_id: `\${${GROUP}.id}` };

const letting = (rule: Body): Document =>
  adding(handWritten(), { [RULE]: { ...INSIDE, ...ipTcp(444), ...rule } });

/** The stack whose members are named one by one, without the rules for the group itself. */
const byAddress = (ingress: readonly string[], egress: readonly string[]): Document => {
  const rules = (direction: string, addresses: readonly string[]) =>
    addresses.map((address): [string, Body] => [
      `aws_vpc_security_group_${direction}_rule.m${address.replaceAll(".", "_")}`,
      { ...INSIDE, ...ipTcp(444), cidr_ipv4: `${address}/32` },
    ]);
  const bare = without(
    handWritten(),
    "aws_security_group_rule.replication_in",
    "aws_security_group_rule.replication_out",
  );
  return adding(bare, Object.fromEntries([...rules("ingress", ingress), ...rules("egress", egress)]));
};

const MEMBERS = handWrittenNodes(3).map(({ inside }) => inside);

test("leaves replication among the members alone, by their group or one by one", () => {
  expect(objections(replicationAmongMembers, handWritten())).toEqual([]);
  expect(objections(replicationAmongMembers, byAddress(MEMBERS, MEMBERS))).toEqual([]);
});

test.each([
  ["a network", { cidr_ipv4: "10.0.0.0/16" }, "error", "10.0.0.0/16"],
  ["a network of IPv6", { cidr_ipv6: "fd00::/64" }, "error", "fd00::/64"],
  [
    "the load balancer",
    { referenced_security_group_id: "${aws_security_group.nlb.id}" },
    "error",
    "load balancer",
  ],
])("objects to replication that is open to %s", (_what, peer, level, words) => {
  expect(objections(replicationAmongMembers, letting(peer))).toEqual([
    { address: RULE, level, message: expect.stringContaining(words) },
  ]);
});

test.each([
  ["a single address", { cidr_ipv4: "192.0.2.7/32" }],
  ["a single address of IPv6", { cidr_ipv6: "fd00::7/128" }],
  ["a prefix list", { prefix_list_id: "pl-0123456789abcdef0" }],
  ["a group beyond the document", { referenced_security_group_id: "sg-0123456789abcdef0" }],
  ["an address that is known after apply", { cidr_ipv4: "${var.member}/32" }],
  ["a network that is known after apply", { cidr_ipv4: "${var.members}" }],
])("leaves replication alone that is open to %s", (_what, peer) => {
  expect(objections(replicationAmongMembers, letting(peer))).toEqual([]);
});

test("leaves the internet to AWS-SEC-2", () => {
  expect(objections(replicationAmongMembers, letting({ cidr_ipv4: "0.0.0.0/0" }))).toEqual([]);
});

test("leaves a group alone that another node carries", () => {
  const document = adding(letting({ referenced_security_group_id: "${aws_security_group.members.id}" }), {
    "aws_security_group.members": { name: "members" },
  });
  const groups = ["${aws_security_group.inside.id}", "${aws_security_group.members.id}"];
  const carried = changing(document, "aws_network_interface.sems1_inside", { security_groups: groups });
  expect(objections(replicationAmongMembers, carried)).toEqual([]);
});

test("warns of a group that only another machine carries", () => {
  const document = adding(letting({ referenced_security_group_id: "${aws_security_group.bastion.id}" }), {
    "aws_security_group.bastion": { name: "bastion" },
    "aws_instance.bastion": { ami: "ami-1", vpc_security_group_ids: ["${aws_security_group.bastion.id}"] },
  });
  expect(places(replicationAmongMembers, document)).toEqual([[RULE, "warning"]]);
});

test("objects to a rule for everything on the members' group", () => {
  const everything = { ...INSIDE, ip_protocol: "-1", cidr_ipv4: "10.0.0.0/8" };
  expect(places(replicationAmongMembers, adding(handWritten(), { [RULE]: everything }))).toEqual([
    [RULE, "error"],
  ]);
});

test("leaves a rule for everything on a bystander's group alone", () => {
  const document = adding(handWritten(), {
    "aws_security_group.app": { name: "app" },
    [RULE]: { security_group_id: "${aws_security_group.app.id}", ip_protocol: "-1", cidr_ipv4: "10.0.0.0/8" },
  });
  expect(objections(replicationAmongMembers, document)).toEqual([]);
});

test.each([
  ["in", "aws_security_group_rule.replication_in", "in to Interface 1"],
  ["out", "aws_security_group_rule.replication_out", "out of Interface 1"],
])("objects to a group that lets nothing %s", (_way, rule, words) => {
  expect(objections(replicationAmongMembers, without(handWritten(), rule))).toEqual([
    { address: GROUP, level: "error", message: expect.stringContaining(words) },
  ]);
});

test("leaves a group alone that lets everything out", () => {
  const egress = [{ from_port: 0, to_port: 0, protocol: "-1", cidr_blocks: ["0.0.0.0/0"] }];
  const document = changing(without(handWritten(), "aws_security_group_rule.replication_out"), GROUP, {
    egress,
  });
  expect(objections(replicationAmongMembers, document)).toEqual([]);
});

/** The document with other security groups on Interface 1 of some nodes. */
const attaching = (document: Document, groups: readonly string[], nodes = handWrittenNodes(3)): Document =>
  nodes.reduce(
    (changed, { name }) =>
      changing(changed, `aws_network_interface.${name}_inside`, { security_groups: groups }),
    document,
  );

test("leaves a group alone whose interfaces all have another one that lets replication out", () => {
  const base = adding(without(handWritten(), "aws_security_group_rule.replication_out"), {
    "aws_security_group.base": { name: "base" },
    "aws_security_group_rule.base": {
      type: "egress",
      security_group_id: "${aws_security_group.base.id}",
      protocol: "-1",
      from_port: 0,
      to_port: 0,
      cidr_blocks: ["0.0.0.0/0"],
    },
  });
  const groups = ["${aws_security_group.inside.id}", "${aws_security_group.base.id}"];
  expect(objections(replicationAmongMembers, attaching(base, groups))).toEqual([]);
  const ofOneNode = attaching(base, groups, handWrittenNodes(1));
  expect(places(replicationAmongMembers, ofOneNode)).toEqual([[GROUP, "error"]]);
});

test("judges a group that the document attaches to nothing by its own rules", () => {
  const document = attaching(handWritten(), []);
  expect(objections(replicationAmongMembers, document)).toEqual([]);
  const closed = without(document, "aws_security_group_rule.replication_in");
  expect(places(replicationAmongMembers, closed)).toEqual([[GROUP, "error"]]);
});

test("objects to a member that is let in and not out to", () => {
  expect(objections(replicationAmongMembers, byAddress(MEMBERS, MEMBERS.slice(1)))).toEqual([
    { address: GROUP, level: "error", message: expect.stringContaining("not let out to 10.0.11.10/32") },
  ]);
});

test("objects to a member whose address is known after apply, by the expression", () => {
  const open = adding(byAddress(MEMBERS, MEMBERS), {
    [RULE]: { ...INSIDE, ...ipTcp(444), cidr_ipv4: "${var.member}/32" },
  });
  expect(objections(replicationAmongMembers, open)).toEqual([
    {
      address: GROUP,
      level: "warning",
      message: expect.stringContaining("not let out to ${var.member}/32, while"),
    },
  ]);
});

test("only warns where the group itself may let that member through, by a rule of its own or the same", () => {
  const apart = adding(byAddress(MEMBERS.slice(1), MEMBERS), {
    "aws_security_group_rule.self": { type: "ingress", ...INSIDE, self: true, ...tcp(444) },
  });
  expect(places(replicationAmongMembers, apart)).toEqual([[GROUP, "warning"]]);
  const cidr_blocks = MEMBERS.slice(1).map((address) => `${address}/32`);
  const together = changing(byAddress([], MEMBERS), GROUP, {
    ingress: [{ ...tcp(444), self: true, cidr_blocks }],
  });
  expect(places(replicationAmongMembers, together)).toEqual([[GROUP, "warning"]]);
});

test("leaves members alone that are let out to by a network", () => {
  const document = adding(byAddress(MEMBERS, []), {
    "aws_vpc_security_group_egress_rule.members": { ...INSIDE, ...ipTcp(444), cidr_ipv4: "10.0.0.0/16" },
  });
  expect(objections(replicationAmongMembers, document)).toEqual([]);
});

test("takes an address for no member where all ports are open to it", () => {
  const document = adding(handWritten(), {
    "aws_vpc_security_group_egress_rule.backup": {
      ...INSIDE,
      ip_protocol: "-1",
      cidr_ipv4: "10.0.90.4/32",
    },
    [RULE]: { ...INSIDE, ...ipTcp(444), cidr_ipv4: "10.0.11.10/32" },
  });
  expect(objections(replicationAmongMembers, document)).toEqual([]);
});

test("has no say in a document without services", () => {
  const document = letting({ cidr_ipv4: "10.0.0.0/8" });
  const records = addressesOf(document, /^aws_route53_record\./);
  expect(objections(replicationAmongMembers, without(document, ...records))).toEqual([]);
});
