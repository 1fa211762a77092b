import { Token } from "cdktf";
import { ReplicationSecurityGroup } from "../../lib/replication/replication-security-group";
import { newStack, node, synth, upTo } from "../support/cluster";
import type { Block } from "../support/template";

const props = { vpcId: "vpc-1", clientFqdn: "keys.example.com", nodes: upTo(3).map((n) => node(n)) };

const template = (changes = {}) =>
  synth((stack) => {
    new ReplicationSecurityGroup(stack, "Group", { ...props, ...changes });
  });

const ITSELF: unknown = expect.stringMatching(/^\$\{aws_security_group\.Group_[0-9A-F]+\.id\}$/);
const INGRESS = "aws_vpc_security_group_ingress_rule";
const EGRESS = "aws_vpc_security_group_egress_rule";

/** Whom a rule lets through, and where. */
const summary = ({ from_port, to_port, ip_protocol, cidr_ipv4, referenced_security_group_id }: Block) => ({
  port: from_port === to_port ? from_port : [from_port, to_port],
  protocol: ip_protocol,
  peer: cidr_ipv4 ?? referenced_security_group_id,
});

const replication = (peer: unknown) => ({ port: 444, protocol: "tcp", peer });

const MEMBERS = [ITSELF, "10.0.11.10/32", "10.0.12.10/32", "10.0.13.10/32"].map(replication);

describe("ReplicationSecurityGroup", () => {
  test("makes a group in the VPC that is replaced before it is destroyed", () => {
    expect(template().only("aws_security_group")).toEqual({
      name_prefix: "sems-interface1-",
      description: "SEMS replication and administration",
      vpc_id: "vpc-1",
      tags: { Name: "keys.example.com Interface 1" },
      lifecycle: { create_before_destroy: true },
    });
  });

  test.each([
    ["in", INGRESS],
    ["out", EGRESS],
  ])("allows replication %s only to and from the group itself and the members' Interface 1", (_way, type) => {
    expect(template().all(type).map(summary)).toEqual(expect.arrayContaining(MEMBERS));
    expect(template().all(type)).toHaveLength(MEMBERS.length);
  });

  test("every rule belongs to the group", () => {
    const rules = [INGRESS, EGRESS].flatMap((type) => template({ adminClients: ["10.0.0.0/8"] }).all(type));
    expect(rules.map(({ security_group_id }) => security_group_id)).toEqual(rules.map(() => ITSELF));
  });

  test("lets each administrators' network in to the console and SSH, and to nothing else", () => {
    const rules = template({ adminClients: ["10.0.0.0/8", "192.168.7.0/24"] }).all(INGRESS);
    expect(rules.map(summary).filter(({ port }) => port !== 444)).toEqual([
      { port: 9000, protocol: "tcp", peer: "10.0.0.0/8" },
      { port: 9000, protocol: "tcp", peer: "192.168.7.0/24" },
      { port: 22, protocol: "tcp", peer: "10.0.0.0/8" },
      { port: 22, protocol: "tcp", peer: "192.168.7.0/24" },
    ]);
  });

  test("administrators open no way out", () => {
    expect(template({ adminClients: ["10.0.0.0/8"] }).all(EGRESS)).toEqual(template().all(EGRESS));
  });

  test("another order of nodes or networks changes no rule", () => {
    const adminClients = ["10.0.0.0/8", "192.168.7.0/24"];
    const turned = { nodes: [...props.nodes].reverse(), adminClients: [...adminClients].reverse() };
    for (const type of [INGRESS, EGRESS]) {
      expect(template(turned).resources(type)).toEqual(template({ adminClients }).resources(type));
    }
  });

  test("a network that is a token goes by its place", () => {
    const adminClients = ["10.0.0.0/8", Token.asString({ resolve: () => "10.1.0.0/16" })];
    expect(template({ adminClients }).resources(INGRESS)).toMatchObject({
      Group_Ssh_Network2: { cidr_ipv4: "10.1.0.0/16", from_port: 22 },
    });
  });

  test("a rule goes by the member's address, by its name where that is a token, else by its place", () => {
    const token = () => Token.asString({ resolve: () => "unknown" });
    const interface1 = () => ({ fqdn: "sems9.example.com", address: token() });
    const nodes = [
      node(1),
      node(2, { interface1: interface1() }),
      node(3, { name: token(), interface1: interface1() }),
    ];
    expect(Object.keys(template({ nodes }).resources(EGRESS)).sort()).toEqual([
      "Group_Members_1001110_Out",
      "Group_Members_Node3_Out",
      "Group_Members_sems2_Out",
      "Group_Self_Out",
    ]);
  });

  test("members whose addresses have the same digits have rules of their own", () => {
    const interface1 = { fqdn: "sems2.example.com", address: "10.0.1.110" };
    const made = template({ nodes: [node(1), node(2, { interface1 })] });
    const rules = made.addresses().filter((address) => address.startsWith(EGRESS));
    expect(rules).toHaveLength(3);
  });

  test("another name of a node moves no rule", () => {
    const nodes = props.nodes.map((member, i) => (i === 1 ? { ...member, name: "other" } : member));
    expect(template({ nodes }).addresses()).toEqual(template().addresses());
  });

  test("the group and its rules are exposed", () => {
    const group = new ReplicationSecurityGroup(newStack(), "Group", {
      ...props,
      adminClients: ["10.0.0.0/8"],
    });
    expect(group.resource.vpcIdInput).toBe("vpc-1");
    expect(group.ingressRules.map(({ fromPortInput }) => fromPortInput)).toEqual([
      444, 444, 444, 444, 9000, 22,
    ]);
    expect(group.egressRules.map(({ fromPortInput }) => fromPortInput)).toEqual([444, 444, 444, 444]);
  });
});
