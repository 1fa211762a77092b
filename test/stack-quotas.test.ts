import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { AnnotationMetadataEntryType, Aspects, TerraformVariable, Testing, type TerraformStack } from "cdktf";
import { ClientAccess, ClientService, SemsCluster, type ClientAccessProps } from "../lib";
import { accessProps, clusterProps, hostedZone, newStack, subnet, upTo } from "./support/cluster";

const services = (count: number) => upTo(count).map((n) => ClientService.custom(`s${n}`, 10_000 + n));

/** A client access of so many nodes to a name of its own. */
const addAccess = (
  stack: TerraformStack,
  id: string,
  nodes: number,
  changes: Partial<ClientAccessProps> = {},
) => new ClientAccess(stack, id, accessProps(nodes, { clientFqdn: `${id}.example.com`, ...changes }));

/** The warnings of the stack itself once its aspects are invoked, as every synthesis does first. */
function warningsOf(stack: TerraformStack): string[] {
  for (const aspect of Aspects.of(stack).all) aspect.visit(stack);
  return stack.node.metadata.map(({ data }) => String(data));
}

describe("What client accesses share of an account is counted per stack:", () => {
  test.each([
    [5, []],
    [
      6,
      [
        "Elastic IPs in us-east-1: 6 (6 of test/keys), where AWS allows 5 per Region by default. Deploying stops at the quota: use fewer subnets, or raise it.",
      ],
    ],
  ])("Elastic IPs of one access in %i zones", (nodes, expected) => {
    const stack = newStack();
    addAccess(stack, "keys", nodes);
    Testing.synth(stack);
    expect(stack.node.metadata.map(({ data }) => String(data))).toEqual(expected);
  });

  test("and for no part of it by itself", () => {
    const stack = newStack();
    addAccess(stack, "keys", 6);
    new Eip(stack, "Nat", {});
    Testing.synth(stack);
    const warning: string = AnnotationMetadataEntryType.WARN;
    const warned = stack.node
      .findAll()
      .filter(({ node }) => node.metadata.some(({ type }) => type === warning));
    expect(warned).toEqual([stack]);
  });

  test("per provider, where its Region is known when it is deployed", () => {
    const stack = newStack(new TerraformVariable(newStack(), "Region", {}).stringValue);
    const region = new TerraformVariable(stack, "OtherRegion", {}).stringValue;
    const west = new AwsProvider(stack, "aws-west", { region, alias: "west" });
    addAccess(stack, "east", 4);
    addAccess(stack, "west", 4, { provider: west });
    expect(warningsOf(stack)).toEqual([]);
    addAccess(stack, "further", 2, { provider: west });
    expect(warningsOf(stack)).toEqual([expect.stringMatching(/^Elastic IPs in west: 6 /)]);
    addAccess(stack, "more", 2);
    expect(warningsOf(stack)).toContainEqual(expect.stringMatching(/^Elastic IPs: 6 /));
  });

  test("Elastic IPs of several accesses, and of the stack's own resources", () => {
    const stack = newStack();
    addAccess(stack, "one", 2);
    addAccess(stack, "two", 2);
    addAccess(stack, "internal", 2, {
      scheme: "internal",
      subnets: upTo(2).map((n) => ({ ...subnet(n), privateAddress: `10.0.${n}.5` })),
    });
    expect(warningsOf(stack)).toEqual([]);
    new Eip(stack, "Nat", {});
    new Eip(stack, "OtherNat", {});
    expect(warningsOf(stack)).toEqual([
      expect.stringContaining(": 6 (2 of test/one + 2 of test/two + 2 of other resources),"),
    ]);
    // A second synthesis repeats nothing.
    expect(warningsOf(stack)).toHaveLength(1);
  });

  test("addresses that exist already are not counted", () => {
    const stack = newStack();
    const subnets = upTo(6).map((n) => ({ ...subnet(n), allocationId: `eipalloc-0123456789abcdef${n}` }));
    addAccess(stack, "keys", 6, { subnets });
    expect(warningsOf(stack)).toEqual([]);
  });

  test("accesses of one cluster, by their names", () => {
    const stack = newStack();
    const access = { hostedZone, scheme: "internet-facing", subnets: upTo(3).map(subnet) } as const;
    const other = { ...access, hostedZone: { ...hostedZone, id: "Z9" } };
    new SemsCluster(stack, "Keys", {
      ...clusterProps(3),
      clientAccess: [
        { ...access, name: "internet" },
        { ...other, name: "partners" },
      ],
    });
    expect(warningsOf(stack)).toEqual([
      expect.stringContaining(
        "6 (3 of test/Keys/ClientAccess/internet + 3 of test/Keys/ClientAccess/partners)",
      ),
    ]);
  });

  test("each Region has its own Elastic IPs, and all share the health checks of the account", () => {
    const stack = newStack();
    const west = new AwsProvider(stack, "aws-west", { region: "us-west-2", alias: "west" });
    addAccess(stack, "east", 4, { services: services(26) });
    addAccess(stack, "west", 4, { services: services(26), provider: west });
    expect(warningsOf(stack)).toEqual([
      "Health checks of Route 53: 216 (108 of test/east + 108 of test/west), where AWS allows 200 per account by default. Deploying stops at the quota: set endpointHealth.port to probe one port, or raise it.",
    ]);
    addAccess(stack, "further", 2, { provider: west });
    expect(warningsOf(stack)).toContainEqual(
      expect.stringMatching(/^Elastic IPs in us-west-2: 6 \(4 of test\/west \+ 2 of test\/further\)/),
    );
  });

  test("load balancers of a Region", () => {
    const stack = newStack();
    for (const n of upTo(8)) addAccess(stack, `keys${n}`, 6, { scheme: "internal", topology: "per-node" });
    // Application Load Balancers have a quota of their own.
    upTo(3).forEach((n) => new Lb(stack, `Web${n}`, { loadBalancerType: "application" }));
    expect(warningsOf(stack)).toEqual([]);
    addAccess(stack, "keys9", 3, { scheme: "internal", topology: "per-node" });
    expect(warningsOf(stack)).toEqual([
      expect.stringMatching(/^Network Load Balancers in us-east-1: 51 .*: set topology to "zonal"/),
    ]);
  });

  test("records of a hosted zone", () => {
    const stack = newStack();
    addAccess(stack, "keys", 2);
    const add = (zoneId: string, count: number) => {
      upTo(count).forEach(
        (n) => new Route53Record(stack, `${zoneId}-${n}`, { zoneId, name: `n${n}`, type: "A" }),
      );
    };
    add(hostedZone.id, 9_998);
    add("ZOTHER", 10);
    expect(warningsOf(stack)).toEqual([]);
    addAccess(stack, "more", 2);
    expect(warningsOf(stack)).toEqual([
      `Records in ${hostedZone.id}: 10002 (2 of test/keys + 2 of test/more + 9998 of other resources), where AWS allows 10000 per hosted zone by default. Deploying stops at the quota: use another hosted zone for a part of the clusters, or raise it.`,
    ]);
  });
});
