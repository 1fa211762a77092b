import { Lazy } from "cdktf";
import fc from "fast-check";
import { formatProblem, servingOrder, type Interface2, type SemsNode } from "../lib";
import { checkNodes, checkZoneName } from "../lib/sems-node";
import { node, upTo } from "./support/cluster";

const problems = (...nodes: SemsNode[]) => checkNodes("nodes", nodes).map(formatProblem);

const withInterface2 = (changes: Partial<Interface2>): SemsNode =>
  node(1, { interface2: { ...node(1).interface2, ...changes } });

const withInterface1 = (changes: Partial<SemsNode["interface1"]>): SemsNode =>
  node(1, { interface1: { ...node(1).interface1, ...changes } });

describe("servingOrder", () => {
  test("is the given order with the nodes in maintenance last", () => {
    const nodes = [node(1, { maintenance: true }), node(2), node(3, { maintenance: true }), node(4)];
    expect(servingOrder(nodes).map(({ name }) => name)).toEqual(["sems2", "sems4", "sems1", "sems3"]);
  });

  test("keeps every node, and keeps nodes in the same state in the given order", () => {
    const flags = fc.array(fc.constantFrom(true, false, undefined), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(flags, (maintenance) => {
        const nodes = maintenance.map((flag, i) => node(i + 1, { maintenance: flag }));
        const place = (member: SemsNode) => nodes.indexOf(member) + (member.maintenance === true ? 10 : 0);
        const byPlace = nodes.toSorted((a, b) => place(a) - place(b));
        expect(servingOrder(nodes)).toEqual(byPlace);
      }),
    );
  });
});

describe("checkNodes", () => {
  test.each([2, 3, 4, 5, 6])("takes %i nodes", (count) => {
    expect(problems(...upTo(count).map((n) => node(n)))).toEqual([]);
  });

  test.each([
    [0, "0 nodes"],
    [1, "1 node"],
    [7, "7 nodes"],
  ])("SEMS-CLUSTER-1: refuses %i", (count, found) => {
    const nodes = upTo(count).map((n) => withZone(node(n), "us-east-1a"));
    expect(problems(...nodes)).toEqual([`nodes: found ${found}; allowed: 2 to 6 nodes [SEMS-CLUSTER-1]`]);
  });

  test.each(["", "1sems", "sems-", "sems_1", "sems.1", "a".repeat(64)])("refuses the name %j", (name) => {
    expect(problems(node(1, { name }), node(2))).toEqual([
      `nodes[0].name: found ${JSON.stringify(name)}; allowed: letters, digits and hyphens, a letter first, 63 at most`,
    ]);
  });

  test.each(["s", "SEMS-1", "a".repeat(63)])("takes the name %j", (name) => {
    expect(problems(node(1, { name }), node(2))).toEqual([]);
  });

  test("refuses an Interface 1 without a fully qualified name", () => {
    expect(problems(withInterface1({ fqdn: "sems1" }), node(2))).toEqual([
      'nodes[0].interface1.fqdn: found "sems1"; allowed: a fully qualified domain name such as keys.example.com, without a wildcard or a trailing dot, 100 characters at most',
    ]);
  });

  test("refuses an Interface 1 without an IPv4 address", () => {
    expect(problems(withInterface1({ address: "10.0.11" }), node(2))).toEqual([
      'nodes[0].interface1.address: found "10.0.11"; allowed: an IPv4 address such as 10.0.1.10',
    ]);
  });

  test("refuses an Interface 2 without an IPv4 address", () => {
    expect(problems(withInterface2({ address: "10.0.1" }), node(2))).toEqual([
      'nodes[0].interface2.address: found "10.0.1"; allowed: an IPv4 address such as 10.0.1.10',
    ]);
  });

  test("AWS-NLB-2: refuses an Interface 2 address that a load balancer cannot target", () => {
    expect(problems(withInterface2({ address: "198.51.100.1" }), node(2))).toEqual([
      'nodes[0].interface2.address: found "198.51.100.1"; allowed: an address that a Network Load Balancer can target: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10 [AWS-NLB-2]',
    ]);
  });

  test("AWS-NLB-2: takes Interface 2 addresses of the targetable networks and no other", () => {
    const octet = fc.nat(255);
    const first = fc.oneof(octet, fc.constantFrom(10, 100, 172, 192));
    const second = fc.oneof(octet, fc.constantFrom(15, 16, 31, 32, 63, 64, 127, 128, 168));
    fc.assert(
      fc.property(first, second, octet, octet, (a, b, c, d) => {
        const targetable =
          a === 10 ||
          (a === 172 && b >= 16 && b <= 31) ||
          (a === 192 && b === 168) ||
          (a === 100 && b >= 64 && b <= 127);
        const address = `${a}.${b}.${c}.${d}`;
        const others = { interface1: { fqdn: "sems1.example.com", address: "203.0.113.1" } };
        const given = node(1, { ...others, interface2: { address, availabilityZone: "us-east-1a" } });
        const far = node(2, {
          interface1: { fqdn: "sems2.example.com", address: "203.0.113.2" },
          interface2: { address: "100.127.255.255", availabilityZone: "us-east-1b" },
        });
        fc.pre(address !== far.interface2.address && !address.startsWith("203.0.113."));
        expect(problems(given, far)).toHaveLength(targetable ? 0 : 1);
      }),
    );
  });

  test("SEMS-LB-5: refuses one address for both interfaces, and says so once", () => {
    expect(problems(withInterface2({ address: "10.0.11.10" }), node(2))).toEqual([
      'nodes[0].interface2.address: found "10.0.11.10"; allowed: an address that is not Interface 1\'s (nodes[0].interface1.address) [SEMS-LB-5]',
    ]);
  });

  test.each([
    "",
    "a",
    "us-east-1",
    "us-east-1-a",
    "us-east-0a",
    "us-east-1ab",
    "-us-east-1a",
    "US-EAST-1A",
    "use1-az1",
  ])("refuses the zone %j", (zone) => {
    expect(problems(withInterface2({ availabilityZone: zone }), node(2))).toEqual([
      `nodes[0].interface2.availabilityZone: found ${JSON.stringify(zone)}; allowed: the name of an Availability Zone such as us-east-1a`,
    ]);
  });

  test.each([
    "us-east-1a",
    "ap-southeast-4c",
    "us-gov-west-1b",
    "us-iso-east-1a",
    "us-west-2-lax-1a",
    "us-west-2-lax-12a",
  ])("takes the zone %s", (zone) => {
    expect(checkZoneName("zone", zone)).toEqual([]);
  });

  test("SEMS-CLUSTER-1: refuses a name, an FQDN or an address that two nodes share", () => {
    const twin = node(2, { name: "SEMS1", interface1: { fqdn: "sems1.EXAMPLE.com", address: "10.0.1.10" } });
    expect(problems(node(1), twin)).toEqual([
      'nodes[1].name: found "SEMS1"; allowed: a unique value; nodes[0].name already uses it [SEMS-CLUSTER-1]',
      'nodes[1].interface1.fqdn: found "sems1.EXAMPLE.com"; allowed: a unique value; nodes[0].interface1.fqdn already uses it [SEMS-CLUSTER-1]',
      'nodes[1].interface1.address: found "10.0.1.10"; allowed: a unique value; nodes[0].interface2.address already uses it [SEMS-CLUSTER-1]',
    ]);
  });

  test("passes nodes whose every text is a token", () => {
    const text = () => Lazy.stringValue({ produce: () => "?" });
    const unknown = (): SemsNode => ({
      name: text(),
      interface1: { fqdn: text(), address: text() },
      interface2: { address: text(), availabilityZone: text() },
    });
    expect(problems(unknown(), unknown())).toEqual([]);
  });

  test("leaves nodes that are not there to be checked elsewhere", () => {
    expect(checkNodes("nodes", undefined)).toEqual([]);
  });

  test("checks what is there of nodes that lack parts", () => {
    const nodes = [
      undefined,
      { name: "?" },
      { interface1: { address: "x" } },
      { interface2: { address: "192.0.2.1" } },
    ];
    expect(checkNodes("nodes", nodes).map(({ path }) => path)).toEqual([
      "nodes[1].name",
      "nodes[2].interface1.address",
      "nodes[3].interface2.address",
    ]);
  });
});

function withZone(member: SemsNode, availabilityZone: string): SemsNode {
  return { ...member, interface2: { ...member.interface2, availabilityZone } };
}
