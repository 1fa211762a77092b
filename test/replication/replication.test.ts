import { Lazy } from "cdktf";
import { formatProblem, Replication, SemsCluster, type ReplicationOptions } from "../../lib";
import { checkReplication } from "../../lib/replication/replication";
import { checkAdminClients } from "../../lib/replication/replication-security-group";
import type { DeepPartial } from "../../lib/tokens";
import { clusterProps, hostedZone, newStack, node, problemsOf, synth } from "../support/cluster";

const props = { vpcId: "vpc-1", clientFqdn: "keys.example.com", nodes: [node(1), node(2)] };

const problems = (replication: ReplicationOptions) =>
  problemsOf((stack) => {
    new SemsCluster(stack, "Keys", clusterProps(2, { replication }));
  });

describe("Replication", () => {
  test("exposes the security group, and no records without a hosted zone", () => {
    const replication = new Replication(newStack(), "Replication", props);
    expect(replication.securityGroup.node.path).toBe("test/Replication/SecurityGroup/Resource");
    expect(replication.access.resource).toBe(replication.securityGroup);
    expect(replication.records).toEqual([]);
  });

  test("without a hosted zone the nodes' names are left to somebody else", () => {
    const template = synth((stack) => new Replication(stack, "Replication", props));
    expect(template.all("aws_route53_record")).toEqual([]);
  });

  test("with a hosted zone there is a record for each node, in the order of the nodes", () => {
    const nodes = [node(2), node(1)];
    const replication = new Replication(newStack(), "Replication", { ...props, nodes, hostedZone });
    expect(replication.records.map((record) => record.nameInput)).toEqual([
      "sems2.example.com",
      "sems1.example.com",
    ]);
  });

  test("a node's FQDN outside the hosted zone is refused", () => {
    expect(problems({ hostedZone: { ...hostedZone, name: "example.org" } })).toEqual([
      'nodes[0].interface1.fqdn: found "sems1.example.com"; allowed: a name in the hosted zone example.org',
      'nodes[1].interface1.fqdn: found "sems2.example.com"; allowed: a name in the hosted zone example.org',
    ]);
  });

  test("a hosted zone's id is checked", () => {
    expect(problems({ hostedZone: { ...hostedZone, id: "z1" } })).toEqual([
      'replication.hostedZone.id: found "z1"; allowed: an id that begins with Z',
    ]);
  });

  test.each(["0.0.0.0/0", "128.0.0.0/1", "10.0.0.0/7"])(
    "administration from %s is refused: it is the world, or much of it",
    (network) => {
      expect(problems({ adminClients: ["10.0.0.0/8", network] })).toEqual([
        `replication.adminClients[1]: found "${network}"; allowed: a network of /8 or smaller: 9000 and 22 ` +
          "must not be open to the internet [AWS-SEC-2]",
      ]);
    },
  );

  test.each([
    ["10.0.0.0", ""],
    ["10.0.0.0/33", ""],
    ["10.0.0.1/8", "; here 10.0.0.0/8"],
  ])("administration from %s is refused: it is no network", (network, hint) => {
    expect(problems({ adminClients: [network] })).toEqual([
      `replication.adminClients[0]: found "${network}"; allowed: an IPv4 network in CIDR notation such as ` +
        `10.0.0.0/8${hint}`,
    ]);
  });

  test("a network that is listed twice is refused", () => {
    expect(problems({ adminClients: ["10.0.0.0/8", "10.0.0.0/8"] })).toEqual([
      'replication.adminClients[1]: found "10.0.0.0/8"; allowed: a unique value; ' +
        "replication.adminClients[0] already uses it",
    ]);
  });

  describe("AWS-SEC-2: administration from the internet in parts", () => {
    const eighths = (count: number): string[] => Array.from({ length: count }, (_, i) => `${i + 11}.0.0.0/8`);
    const lines = (networks: DeepPartial<readonly string[]>) =>
      checkAdminClients("adminClients", networks).map(formatProblem);

    test("is taken up to 16 networks of /8, and refused with one address more", () => {
      expect(lines(eighths(16))).toEqual([]);
      expect(lines([...eighths(16), "192.0.2.1/32"])).toEqual([
        "adminClients: found networks of 268,435,457 addresses in total; allowed: as many as 16 networks of /8 at " +
          "most: 9000 and 22 must not be open to the internet [AWS-SEC-2]",
      ]);
    });

    test("counts nothing of a network that is not known, and is not said of one that is none", () => {
      const token = Lazy.stringValue({ produce: () => "10.0.0.0/8" });
      expect(lines([...eighths(16), token, undefined])).toEqual([]);
      expect(lines([...eighths(17), "10.0.0.0"])).toEqual([expect.stringMatching(/^adminClients\[17\]: /)]);
    });
  });

  test("is checked as far as it is there", () => {
    const zone = { hostedZone: { id: "Z1", name: "example.org" } };
    expect(checkReplication("", undefined, [node(1)])).toEqual([]);
    expect(checkReplication("", zone, undefined)).toEqual([]);
    expect(checkReplication("", zone, [undefined, {}, node(1)]).map(({ path }) => path)).toEqual([
      "nodes[2].interface1.fqdn",
    ]);
  });

  test("warns of more rules than AWS allows, those of administration counted by port", () => {
    const adminClients = Array.from({ length: 29 }, (_, i) => `10.${i}.0.0/16`);
    const warnings = (networks: readonly string[]) => {
      const stack = newStack();
      new Replication(stack, "Replication", { ...props, adminClients: networks });
      return stack.node
        .findAll()
        .flatMap(({ node: { metadata } }) => metadata.map(({ data }) => String(data)));
    };
    const rules = (networks: readonly string[]) =>
      warnings(networks).filter((line) => line.includes("Inbound rules"));
    expect(rules(adminClients.slice(1))).toEqual([]);
    expect(rules(adminClients)).toEqual([
      expect.stringContaining("61 (1 + 2 nodes + 29 adminClients × 2 ports)"),
    ]);
  });
});
