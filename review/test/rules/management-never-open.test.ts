import { managementNeverOpen } from "../../rules/management-never-open";
import { adding, addressesOf, changing, without, type Body, type Document } from "../support/document";
import { publicConsole } from "../support/faults";
import { handWritten, ipTcp, tcp } from "../support/hand-written";
import { objections, places } from "./support/objections";

const RULE = "aws_vpc_security_group_ingress_rule.extra";

/** The stack with one more rule, in a group of its own or in another. */
const letting = (rule: Body, group = "inside"): Document =>
  adding(handWritten(), { [RULE]: { security_group_id: `\${aws_security_group.${group}.id}`, ...rule } });

/** The document without anything that serves clients. */
const withoutServices = (document: Document): Document =>
  without(document, ...addressesOf(document, /^aws_route53_record\./));

/** The stack with a security group that nothing tells of, and a rule in it. */
const bystander = (rule: Body): Document =>
  adding(letting(rule, "bastion"), { "aws_security_group.bastion": { name: "bastion" } });

const WORLD = { cidr_ipv4: "0.0.0.0/0" };

test("leaves management alone that is open to the administrators", () => {
  expect(objections(managementNeverOpen, handWritten())).toEqual([]);
});

test("objects to a console that is open to the internet", () => {
  const [found, ...others] = objections(managementNeverOpen, publicConsole(handWritten()));
  expect(others).toEqual([]);
  expect(found?.level).toBe("error");
  expect(found?.message).toContain("9000 (administration console) is open to the internet");
});

test.each([
  ["one port", ipTcp(22), "22 (SSH)"],
  ["a range of ports", { ip_protocol: "tcp", from_port: 400, to_port: 500 }, "444 (replication)"],
  ["all ports", { ip_protocol: "-1" }, "444 (replication), 9000 (administration console) and 22 (SSH) are"],
])("objects to a rule for %s", (_what, ports, words) => {
  expect(objections(managementNeverOpen, letting({ ...ports, ...WORLD }))).toEqual([
    { address: RULE, level: "error", message: expect.stringContaining(words) },
  ]);
});

test.each([
  ["a range beside them", { ip_protocol: "tcp", from_port: 445, to_port: 8999, ...WORLD }],
  ["UDP", { ip_protocol: "udp", from_port: 444, to_port: 444, ...WORLD }],
  ["a private network", { ...ipTcp(22), cidr_ipv4: "10.0.0.0/8" }],
  ["a network of one organisation", { ...ipTcp(22), cidr_ipv4: "17.0.0.0/8" }],
  ["a private network of IPv6", { ...ipTcp(22), cidr_ipv6: "fc00::/7" }],
  ["a prefix list", { ...ipTcp(22), prefix_list_id: "pl-0123456789abcdef0" }],
  ["what is known after apply", { ...ipTcp(22), cidr_ipv4: "${var.admins}" }],
])("leaves a rule for %s alone", (_what, rule) => {
  expect(objections(managementNeverOpen, letting(rule))).toEqual([]);
});

test.each(["::/0", "2000::/3", "2600::/16"])("considers %s the internet", (network) => {
  expect(places(managementNeverOpen, letting({ ...ipTcp(9000), cidr_ipv6: network }))).toEqual([
    [RULE, "error"],
  ]);
});

test("objects to the two halves of the internet in one rule, and in two", () => {
  const halves = { type: "ingress", security_group_id: "${aws_security_group.inside.id}", ...tcp(22) };
  const together = adding(handWritten(), {
    "aws_security_group_rule.both": { ...halves, cidr_blocks: ["0.0.0.0/1", "128.0.0.0/1"] },
  });
  expect(places(managementNeverOpen, together)).toEqual([["aws_security_group_rule.both", "error"]]);
  const quarters = ["0.0.0.0/8", "9.0.0.0/8"].map((network, i): [string, Body] => [
    `aws_security_group_rule.part${i}`,
    { ...halves, cidr_blocks: [network] },
  ]);
  const [found, ...others] = objections(
    managementNeverOpen,
    adding(handWritten(), Object.fromEntries(quarters)),
  );
  expect(others).toEqual([]);
  expect(found?.message).toContain(
    "by aws_security_group_rule.part0 and aws_security_group_rule.part1 together",
  );
});

test("objects to each of two rules that open a port by themselves", () => {
  const second = "aws_vpc_security_group_ingress_rule.second";
  const document = adding(letting({ ...ipTcp(22), ...WORLD }), {
    [second]: { security_group_id: "${aws_security_group.inside.id}", ...ipTcp(22), cidr_ipv6: "::/0" },
  });
  const where = "in aws_security_group.inside";
  expect(objections(managementNeverOpen, document).map(({ address, message }) => [address, message])).toEqual(
    [
      [RULE, expect.stringContaining(`22 (SSH) is open to the internet ${where} (0.0.0.0/0): anyone`)],
      [second, expect.stringContaining(`22 (SSH) is open to the internet ${where} (::/0): anyone`)],
    ],
  );
});

test("objects to rules that open a port together, beside one that does so alone", () => {
  const parts = ["0.0.0.0/8", "9.0.0.0/8"].map((cidr_ipv4, i): [string, Body] => [
    `aws_vpc_security_group_ingress_rule.part${i}`,
    { security_group_id: "${aws_security_group.inside.id}", ...ipTcp(22), cidr_ipv4 },
  ]);
  const alone = letting({ ...ipTcp(22), cidr_ipv6: "::/0" });
  const found = objections(managementNeverOpen, adding(alone, Object.fromEntries(parts)));
  expect(found.map(({ address }) => address)).toEqual([RULE, "aws_vpc_security_group_ingress_rule.part0"]);
});

test("has no say on servers that are no SEMS nodes", () => {
  const open = publicConsole(handWritten());
  expect(objections(managementNeverOpen, open, { isSems: false })).toEqual([]);
  expect(objections(managementNeverOpen, open, { isSems: true })).toHaveLength(1);
});

test("only warns of the console's port of a machine that has nothing to do with the cluster", () => {
  const document = adding(bystander({ ...ipTcp(9000), ...WORLD }), {
    "aws_instance.bastion": { vpc_security_group_ids: ["${aws_security_group.bastion.id}"] },
  });
  expect(places(managementNeverOpen, document)).toEqual([[RULE, "warning"]]);
});

test("reads rules that are written into the group", () => {
  const ingress = [
    { from_port: 0, to_port: 0, protocol: "-1", cidr_blocks: ["0.0.0.0/0"], ipv6_cidr_blocks: ["::/0"] },
  ];
  const document = changing(handWritten(), "aws_security_group.outside", { ingress });
  expect(places(managementNeverOpen, document)).toEqual([["aws_security_group.outside", "error"]]);
});

test("only warns of SSH to a machine that has nothing to do with the cluster", () => {
  expect(places(managementNeverOpen, bystander({ ...ipTcp(22), ...WORLD }))).toEqual([[RULE, "warning"]]);
});

test("objects to SSH to a node that carries the group beside its others", () => {
  const document = adding(bystander({ ...ipTcp(22), ...WORLD }), {
    "aws_network_interface_sg_attachment.bastion": {
      security_group_id: "${aws_security_group.bastion.id}",
      network_interface_id: "${aws_network_interface.sems1_inside.id}",
    },
  });
  expect(places(managementNeverOpen, document)).toEqual([[RULE, "error"]]);
});

test("objects to the console's port in a group whose interfaces are beyond the document", () => {
  expect(places(managementNeverOpen, bystander({ ...ipTcp(9000), ...WORLD }))).toEqual([[RULE, "error"]]);
});

test("leaves a load balancer's group alone that lets in more than its listeners take", () => {
  expect(objections(managementNeverOpen, letting({ ip_protocol: "-1", ...WORLD }, "nlb"))).toEqual([]);
});

test("objects to a load balancer's group where a listener takes the port", () => {
  const document = changing(letting({ ...ipTcp(9000), ...WORLD }, "nlb"), "aws_lb_listener.ldaps", {
    port: 9000,
  });
  expect(places(managementNeverOpen, document)).toEqual([[RULE, "error"]]);
});

describe("the group of a load balancer", () => {
  const open = letting({ ...ipTcp(9000), ...WORLD }, "nlb");

  /** Another load balancer that takes the console's port, with a group. */
  const other = (document: Document, group: string): Document =>
    adding(document, {
      "aws_security_group.other": { name: "other" },
      "aws_lb.other": {
        load_balancer_type: "network",
        security_groups: [`\${aws_security_group.${group}.id}`],
      },
      "aws_lb_listener.other": {
        load_balancer_arn: "${aws_lb.other.arn}",
        port: 9000,
        protocol: "TCP",
        default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.https.arn}" }],
      },
    });

  test("is a warning where it has a rule for a port that no listener takes", () => {
    expect(places(managementNeverOpen, open)).toEqual([[RULE, "warning"]]);
    expect(places(managementNeverOpen, other(open, "other"))).toEqual([[RULE, "warning"]]);
  });

  test("is an error where one of several load balancers takes the port", () => {
    expect(places(managementNeverOpen, other(open, "nlb"))).toEqual([[RULE, "error"]]);
  });

  test("has a rule for the port where one of the rules that open it together is for just that", () => {
    const part = (ports: Body, cidr_ipv4: string): Body => ({
      security_group_id: "${aws_security_group.nlb.id}",
      ...ports,
      cidr_ipv4,
    });
    const document = adding(handWritten(), {
      "aws_vpc_security_group_ingress_rule.own": part(ipTcp(9000), "0.0.0.0/8"),
      "aws_vpc_security_group_ingress_rule.all": part({ ip_protocol: "-1" }, "9.0.0.0/8"),
    });
    expect(places(managementNeverOpen, document)).toEqual([
      ["aws_vpc_security_group_ingress_rule.own", "warning"],
    ]);
  });

  test("is an error for all ports of a rule where a listener takes one", () => {
    const document = changing(
      letting({ ip_protocol: "tcp", from_port: 22, to_port: 9000, ...WORLD }, "nlb"),
      "aws_lb_listener.ldaps",
      {
        port: 9000,
      },
    );
    expect(places(managementNeverOpen, document)).toEqual([[RULE, "error"]]);
  });

  test("is an error for one of two ports, though the other is a doubt", () => {
    const console = letting({ ip_protocol: "tcp", from_port: 8998, to_port: 9000, ...WORLD }, "bastion");
    const document = adding(console, {
      "aws_security_group.bastion": {
        name: "bastion",
        ingress: [{ from_port: 22, to_port: 444, protocol: "tcp", cidr_blocks: ["0.0.0.0/0"] }],
      },
    });
    expect(places(managementNeverOpen, document)).toContainEqual([RULE, "error"]);
  });
});

describe("in a document without services", () => {
  test("objects to a group that replication is written for", () => {
    const document = withoutServices(letting({ ...ipTcp(9000), ...WORLD }));
    expect(places(managementNeverOpen, document)).toEqual([[RULE, "error"]]);
  });

  test("knows our own groups by their names", () => {
    const bare = without(
      withoutServices(letting({ ...ipTcp(22), ...WORLD })),
      "aws_security_group_rule.replication_in",
      "aws_security_group_rule.replication_out",
    );
    const named = changing(bare, "aws_security_group.inside", {
      tags: { Name: "keys.example.com Interface 1" },
    });
    expect(places(managementNeverOpen, named)).toEqual([[RULE, "error"]]);
  });

  test("has no say on any other group", () => {
    expect(objections(managementNeverOpen, withoutServices(bystander({ ...ipTcp(22), ...WORLD })))).toEqual(
      [],
    );
  });
});

test("takes a few ports about the console's for it, also in a group that nothing bears", () => {
  const rule = { security_group_id: "${aws_security_group.alone.id}", ip_protocol: "tcp", cidr_ipv6: "::/0" };
  const opening = (from_port: number, to_port: number) =>
    adding(handWritten(), {
      "aws_security_group.alone": { name: "alone" },
      "aws_vpc_security_group_ingress_rule.alone": { ...rule, from_port, to_port },
    });
  expect(places(managementNeverOpen, opening(8999, 9001)).map(([, level]) => level)).toEqual(["error"]);
  expect(places(managementNeverOpen, opening(8000, 9999)).map(([, level]) => level)).toEqual(["warning"]);
});
