import { Testing } from "cdktf";
import fc from "fast-check";
import {
  CertificateSource,
  ClientService,
  SemsCluster,
  type SemsClusterProps,
  type WorstCaseTime,
} from "../../lib/index";
import { fromConfiguration } from "../../review/terraform/configuration";
import { reviewDocuments } from "../../review/review";
import { servicesIn } from "../../review/aws/services";
import { textToken } from "../support/access";
import { clusterProps, hostedZone, newStack, node, subnet, upTo, zone } from "../support/cluster";
import { configurationOf } from "../../review/test/support/review";
import { Route53Model } from "../support/route53";

/** All that a configuration may say of client access. */
interface Layout {
  readonly order: readonly number[];
  readonly maintenance: readonly number[];
  /** The numbers of the zones that have a subnet. */
  readonly zones: readonly number[];
  readonly services: readonly ClientService[];
  /** Whether the first service is probed with a path. */
  readonly isProbedByHttps: boolean;
  readonly isRestricted: boolean;
  /** Whether the ids of VPC, zone and subnets are known after deployment only. */
  readonly hasTokens: boolean;
}

const ALL = upTo(6);
const ACM = "arn:aws:acm:us-east-1:111122223333:certificate";
const addressOf = (n: number): string => node(n).interface2.address;

const layouts = fc
  .record({ nodes: fc.subarray(ALL, { minLength: 2 }), spare: fc.subarray(ALL) })
  .chain(({ nodes, spare }) =>
    fc.record({
      order: fc.shuffledSubarray(nodes, { minLength: nodes.length, maxLength: nodes.length }),
      maintenance: fc.subarray(nodes),
      zones: fc.constant(ALL.filter((n) => nodes.includes(n) || spare.includes(n))),
      services: fc.subarray([ClientService.HTTPS, ClientService.LDAPS, ClientService.HTTP], { minLength: 1 }),
      isProbedByHttps: fc.boolean(),
      isRestricted: fc.boolean(),
      hasTokens: fc.boolean(),
    }),
  );

function stackOf(layout: Layout) {
  const stack = newStack();
  const token = (name: string, value: string): string => (layout.hasTokens ? textToken(stack, name) : value);
  // Not LDAPS, which speaks no HTTP.
  const first = layout.services.find((service) => service !== ClientService.LDAPS);
  const props: SemsClusterProps = clusterProps(2, {
    vpcId: token("vpc", "vpc-1"),
    nodes: layout.order.map((n) => node(n, { maintenance: layout.maintenance.includes(n) })),
    certificates: {
      client: CertificateSource.existing(`${ACM}/client`),
      replication: CertificateSource.existingPerNode(
        Object.fromEntries(layout.order.map((n) => [node(n).name, `${ACM}/${n}`])),
      ),
    },
    clientAccess: [
      {
        hostedZone: { ...hostedZone, id: token("hosted_zone", hostedZone.id) },
        scheme: "internet-facing",
        subnets: layout.zones.map((n) => ({ ...subnet(n), id: token(`subnet${n}`, subnet(n).id) })),
        services: [...layout.services],
        ...(layout.isProbedByHttps && first !== undefined
          ? { endpointHealth: { protocol: "HTTPS", port: first.port, path: "/health" } }
          : {}),
        ...(layout.isRestricted ? { allowedClients: ["198.51.100.0/24"] } : {}),
      },
    ],
  });
  return { stack, cluster: new SemsCluster(stack, "Keys", props) };
}

/** The order in which the nodes of a layout serve. */
const servingOrder = ({ order, maintenance }: Layout): string[] =>
  [...order.filter((n) => !maintenance.includes(n)), ...order.filter((n) => maintenance.includes(n))].map(
    (n) => node(n).name,
  );

/** The failover time as the constructs give it, without what would shorten it. */
function timeOf({ clientAccess: [access] }: SemsCluster) {
  if (access?.failoverTime === undefined) return null;
  const plain = ({ worstCaseSeconds, steps }: WorstCaseTime) => ({
    worstCaseSeconds,
    steps: steps.map(({ what, seconds }) => ({ what, seconds })),
  });
  return { ...plain(access.failoverTime), failback: plain(access.failoverTime.failback) };
}

/** Whether the constructs themselves warn, at synthesis, of more rules than a security group takes. */
const warnsOfRules = (cluster: SemsCluster): boolean =>
  cluster.node
    .findAll()
    .some(({ node }) => node.metadata.some(({ data }) => String(data).includes("security group")));

function reviewed(layout: Layout) {
  const { stack, cluster } = stackOf(layout);
  const json: unknown = JSON.parse(Testing.synth(stack));
  const graph = fromConfiguration(json, "test");
  const document = configurationOf(graph);
  return { stack, cluster, graph, review: reviewDocuments("test", [document], new Map()) };
}

describe("Every cluster that the constructs make", () => {
  test("serves from its first healthy node in every state, at every port, and gives no rule a reason to object", () => {
    fc.assert(
      fc.property(layouts, (layout) => {
        const { cluster, review } = reviewed(layout);
        const order = servingOrder(layout);
        expect(review.services.map(({ clientFqdn, port }) => `${clientFqdn}:${port}`).sort()).toEqual(
          layout.services.map(({ port }) => `keys.example.com:${port}`).sort(),
        );
        for (const service of review.services) {
          expect(service.nodes.map(({ name }) => name)).toEqual(order);
          expect(service.states).toHaveLength(2 ** order.length);
          for (const { down, servedBy, lost } of service.states) {
            const first = order.find((name) => !down.includes(name));
            expect({ down, servedBy, lost }).toEqual({
              down,
              servedBy: first === undefined ? [] : [{ node: first, share: 1 }],
              lost: first === undefined ? 1 : 0,
            });
          }
          expect(service.failover).toEqual(timeOf(cluster));
        }
        const warned = warnsOfRules(cluster) ? ["AWS-QUOTA-1"] : [];
        expect(review.findings.map(({ rule }) => rule)).toEqual(warned);
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  test("routes clients as an independent model of Route 53 does, in every state", () => {
    const geography = {
      subnets: new Map(ALL.map((n) => [subnet(n).id, zone(n)])),
      nodes: new Map(ALL.map((n) => [addressOf(n), zone(n)])),
    };
    const plain = layouts.map((layout) => ({ ...layout, hasTokens: false }));
    fc.assert(
      fc.property(plain, (layout) => {
        const { stack, graph } = reviewed(layout);
        const model = new Route53Model(stack, geography);
        for (const { port, states } of servicesIn(graph).services) {
          for (const { scenario, traffic } of states) {
            const reached = model.nodesReached("keys.example.com", port, scenario.nodes);
            expect([...traffic.shares]).toEqual(reached.map((address) => [address, 1]));
          }
        }
      }),
      { numRuns: 8 },
    );
  }, 60_000);

  test("loses only the node of the zone that fails, whichever it is", () => {
    fc.assert(
      fc.property(layouts, (layout) => {
        const order = servingOrder(layout);
        for (const { zones } of reviewed(layout).review.services) {
          expect(zones.map((failed) => failed.zone)).toEqual(layout.zones.map(zone));
          for (const { down, servedBy, zone: failed } of zones) {
            const expected = order.filter((name) => zone(Number(name.replace("sems", ""))) === failed);
            expect(down).toEqual(expected);
            expect(servedBy).toEqual([{ node: order.find((name) => !down.includes(name)), share: 1 }]);
          }
        }
      }),
      { numRuns: 6 },
    );
  }, 60_000);
});
