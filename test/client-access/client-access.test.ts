import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import { ClientAccess, LoadBalancingMethod, type ClientAccessProps } from "../../lib";
import { accessProblems, accessTemplate, resourcesByAddress } from "../support/access";
import { accessProps, hostedZone, newStack, node, problemsOf, subnet, synth } from "../support/cluster";

const IN_NO_ZONE = { id: "Z1", name: "example.org" };

describe("ClientAccess", () => {
  test("exposes what clients depend on", () => {
    // GIVEN
    const nodes = [node(1, { maintenance: true }), node(2), node(3)];
    // WHEN
    const access = new ClientAccess(newStack(), "Access", accessProps(3, { nodes }));
    // THEN
    expect(access.method.type).toBe("ordered-list");
    expect(access.servingOrder.map(({ name }) => name)).toEqual(["sems2", "sems3", "sems1"]);
    expect(access.endpoints.map(({ nodeName }) => nodeName)).toEqual(["sems2", "sems3", "sems1"]);
    const paths = (made: readonly Construct[]) => made.map((construct) => construct.node.path);
    expect(paths(access.loadBalancers)).toEqual(["test/Access/Default/LoadBalancer"]);
    expect(paths(access.targetGroups)).toEqual(["test/Access/Default/Services/443/TargetGroup"]);
    expect(paths(access.listeners)).toEqual(["test/Access/Default/Services/443/Listener"]);
    expect(paths(access.healthChecks)).toEqual(
      ["b", "c", "a"].map((zone) => `test/Access/Default/Zones/us-east-1${zone}/HealthCheck`),
    );
    expect(access.staticAddresses).toHaveLength(3);
    expect(access.records.map(({ nameInput }) => nameInput)).toEqual([
      "keys.example.com",
      "keys.example.com",
      "tier2.keys.example.com",
      "tier2.keys.example.com",
    ]);
    expect(access.failoverTime?.worstCaseSeconds).toBe(55);
  });

  test("takes the method that it is given", () => {
    const method = LoadBalancingMethod.orderedList();
    expect(new ClientAccess(newStack(), "Access", accessProps(2, { method })).method).toBe(method);
  });

  test("SEMS-LB-7: names its records after the client FQDN, in the hosted zone", () => {
    const records = accessTemplate(3).all("aws_route53_record");
    expect(new Set(records.map((record) => record["zone_id"]))).toEqual(new Set([hostedZone.id]));
    expect(new Set(records.map((record) => record["name"]))).toEqual(
      new Set(["keys.example.com", "tier2.keys.example.com"]),
    );
  });

  test.each([1, 60])("SEMS-DNS-2: answers live as long as asked for: %i seconds", (ttlSeconds) => {
    const ttls = accessTemplate(2, { ttlSeconds })
      .all("aws_route53_record")
      .map((record) => record["ttl"]);
    expect(ttls).toEqual([ttlSeconds, ttlSeconds]);
  });

  test("keeps its addresses when a node gets another name", () => {
    const addressesWith = (name: string) =>
      [...resourcesByAddress(accessProps(2, { nodes: [node(1, { name }), node(2)] })).keys()].sort();
    expect(addressesWith("keys-old")).toEqual(addressesWith("keys-new"));
  });

  test("hands its provider to every resource and data source", () => {
    const template = synth((stack) => {
      const provider = new AwsProvider(stack, "elsewhere", { alias: "elsewhere", region: "eu-west-1" });
      const subnets = [subnet(1), { ...subnet(2), allocationId: "eipalloc-2" }];
      const props = accessProps(2, { provider, subnets, allowedClients: ["10.0.0.0/8"] });
      new ClientAccess(stack, "Access", props);
    });
    // Terraform has terraform_data itself.
    const addresses = template.addresses().filter((address) => !address.startsWith("terraform_data."));
    const types = new Set(addresses.map((address) => address.replace(/^data\./, "").split(".")[0] ?? ""));
    const blocks = [...types].flatMap((type) => [
      ...template.all(type),
      ...Object.values(template.dataSources(type)),
    ]);
    expect(blocks).toHaveLength(addresses.length);
    expect(new Set(blocks.map((block) => block["provider"]))).toEqual(new Set(["aws.elsewhere"]));
  });
});

describe("ClientAccess refuses", () => {
  test.each(["", "1st", "clients-", "data centre", "data/centre", "data_centre", "c".repeat(64)])(
    "the name %j",
    (name) => {
      expect(accessProblems(2, { name })).toEqual([
        `name: found ${JSON.stringify(name)}; allowed: letters, digits and hyphens, a letter first, 63 at most`,
      ]);
    },
  );

  test.each(["c", "Data-Centre-2", "c".repeat(63)])("not the name %j", (name) => {
    expect(accessProblems(2, { name })).toEqual([]);
  });

  test.each<[string, Partial<ClientAccessProps>, string]>([
    [
      "a client FQDN that is none",
      { clientFqdn: "*.example.com" },
      'clientFqdn: found "*.example.com"; allowed: a fully qualified domain name such as keys.example.com, without a wildcard or a trailing dot, 100 characters at most',
    ],
    [
      "a node's own name for clients",
      { clientFqdn: "SEMS2.example.com" },
      'clientFqdn: found "SEMS2.example.com"; allowed: a name that no node uses; nodes[1] already uses it [SEMS-LB-7]',
    ],
    [
      "SEMS-DNS-1: a node's own name that the failover records take",
      {
        nodes: [node(1), node(2, { interface1: { fqdn: "Tier5.keys.example.com", address: "10.0.12.10" } })],
      },
      'nodes[1].interface1.fqdn: found "Tier5.keys.example.com"; allowed: a name that no record of the client FQDN uses: neither ordered nor tier2 to tier5 below it',
    ],
    ...["ordered.keys.example.com", "tier2.ordered.keys.example.com"].map(
      (fqdn): [string, Partial<ClientAccessProps>, string] => [
        `SEMS-DNS-1: a node's own name that the records of weighted take, ${fqdn}`,
        { nodes: [node(1), node(2, { interface1: { fqdn, address: "10.0.12.10" } })] },
        `nodes[1].interface1.fqdn: found "${fqdn}"; allowed: a name that no record of the client FQDN uses: neither ordered nor tier2 to tier5 below it`,
      ],
    ),
    [
      "a client FQDN outside the hosted zone",
      { hostedZone: IN_NO_ZONE },
      'clientFqdn: found "keys.example.com"; allowed: a name in the hosted zone example.org',
    ],
    [
      "another id than a VPC's",
      { vpcId: "subnet-1" },
      'vpcId: found "subnet-1"; allowed: an id that begins with vpc-',
    ],
    [
      "another id than a hosted zone's",
      { hostedZone: { ...hostedZone, id: "/hostedzone/Z1" } },
      'hostedZone.id: found "/hostedzone/Z1"; allowed: an id that begins with Z',
    ],
    [
      "a hosted zone's name of one label",
      { hostedZone: { ...hostedZone, name: "com" } },
      'hostedZone.name: found "com"; allowed: a fully qualified domain name such as keys.example.com, without a wildcard or a trailing dot, 100 characters at most',
    ],
    [
      "SEMS-DNS-2: a time to live of more than a minute",
      { ttlSeconds: 61 },
      "ttlSeconds: found 61; allowed: a whole number of seconds from 1 to 60 [SEMS-DNS-2]",
    ],
    [
      "SEMS-DNS-2: no time to live",
      { ttlSeconds: 0 },
      "ttlSeconds: found 0; allowed: a whole number of seconds from 1 to 60 [SEMS-DNS-2]",
    ],
    [
      "SEMS-CLUSTER-1: a single node",
      { nodes: [node(1)] },
      "nodes: found 1 node; allowed: 2 to 6 nodes [SEMS-CLUSTER-1]",
    ],
  ])("%s", (_what, changes, line) => {
    expect(accessProblems(2, changes)).toEqual([line]);
  });

  test("everything that is wrong at once, and names itself", () => {
    const build = () =>
      new ClientAccess(
        newStack(),
        "Access",
        accessProps(2, {
          clientFqdn: "keys",
          vpcId: "1",
          nodes: [node(1), node(1)],
          subnets: [{ id: "1", availabilityZone: "us-east-1a" }],
          allowedClients: ["all"],
          healthCheck: { intervalSeconds: 1000 },
          endpointHealth: { port: 80 },
          ttlSeconds: 3600,
        }),
      );
    expect(build).toThrow(/^test\/Access cannot be built:\n {2}clientFqdn: /);
    expect(problemsOf(build).map((line) => line.split(": ")[0])).toEqual([
      "clientFqdn",
      "vpcId",
      "nodes[1].name",
      "nodes[1].interface1.fqdn",
      "nodes[1].interface1.address",
      "nodes[1].interface2.address",
      "clientFqdn",
      "subnets[0].id",
      "nodes[1].interface2.availabilityZone",
      "allowedClients[0]",
      "healthCheck.intervalSeconds",
      "endpointHealth.port",
      "ttlSeconds",
    ]);
  });
});
