import fc from "fast-check";
import { ClientAccess, type ClientAccessProps } from "../../lib";
import { resourcesByAddress } from "../support/access";
import { changed } from "../support/changes";
import { accessProps, newStack, node, subnet, upTo, zone } from "../support/cluster";
import { Route53Model } from "../support/route53";

/** The numbers of some nodes in order, of those in maintenance, and of the zones that have a subnet. */
interface Layout {
  readonly order: readonly number[];
  readonly maintenance: readonly number[];
  readonly zones: readonly number[];
}

const ALL = upTo(6);
const CLIENTS = { name: "keys.example.com", port: 443 };
const addressOf = (n: number): string => node(n).interface2.address;

const someOf = (numbers: readonly number[]) => fc.subarray([...numbers]);
const orderOf = (numbers: readonly number[]) =>
  fc.shuffledSubarray([...numbers], { minLength: numbers.length, maxLength: numbers.length });

/** Two to six nodes, each with the zone of its number, and spare zones besides. */
const members = fc.record({ nodes: fc.subarray(ALL, { minLength: 2 }), spare: someOf(ALL) });

/** One of the ways to arrange such nodes. */
const layoutOf = ({ nodes, spare }: { readonly nodes: number[]; readonly spare: number[] }) =>
  fc.record({
    order: orderOf(nodes),
    maintenance: someOf(nodes),
    zones: fc.constant(ALL.filter((n) => nodes.includes(n) || spare.includes(n))),
  });

const propsOf = ({ order, maintenance, zones }: Layout): ClientAccessProps =>
  accessProps(2, {
    nodes: order.map((n) => node(n, { maintenance: maintenance.includes(n) })),
    subnets: zones.map(subnet),
  });

const isRecord = (address: string): boolean => address.startsWith("aws_route53_record.");

describe("ClientAccess, of resource addresses,", () => {
  const twoLayouts = members.chain((some) => fc.tuple(layoutOf(some), layoutOf(some)));

  test("has the same ones, and changes only records, in every order and every maintenance of the nodes", () => {
    fc.assert(
      fc.property(twoLayouts, ([one, other]) => {
        const [before, after] = [resourcesByAddress(propsOf(one)), resourcesByAddress(propsOf(other))];
        expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
        expect(changed(before, after).filter((address) => !isRecord(address))).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  test("changes the records where another node serves first", () => {
    const one = { order: [1, 2, 3], maintenance: [], zones: [1, 2, 3] };
    const [before, after] = [
      resourcesByAddress(propsOf(one)),
      resourcesByAddress(propsOf({ ...one, maintenance: [1] })),
    ];
    expect(changed(before, after)).toEqual([
      expect.stringMatching(/^aws_route53_record\.Access_Records_Tier1_Primary_/),
      expect.stringMatching(/^aws_route53_record\.Access_Records_Tier2_Primary_/),
      expect.stringMatching(/^aws_route53_record\.Access_Records_Tier2_Secondary_/),
    ]);
  });

  test("keeps them, and all but records and the load balancer's tags, when the last node comes or goes", () => {
    const growing = fc
      .subarray(ALL, { minLength: 3 })
      .chain((nodes) => fc.record({ order: orderOf(nodes), maintenance: someOf(nodes) }));
    fc.assert(
      fc.property(growing, ({ order, maintenance }) => {
        // GIVEN
        const large = resourcesByAddress(propsOf({ order, maintenance, zones: ALL }));
        // WHEN
        const small = resourcesByAddress(propsOf({ order: order.slice(0, -1), maintenance, zones: ALL }));
        // THEN
        expect([...large.keys()]).toEqual(expect.arrayContaining([...small.keys()]));
        const others = changed(small, large).filter((address) => !isRecord(address));
        expect(others).toEqual([expect.stringMatching(/^aws_lb\./)]);
        const [balancer = ""] = others;
        const withoutTags = (from: typeof small) => ({ ...from.get(balancer), tags: undefined });
        expect(withoutTags(large)).toEqual(withoutTags(small));
      }),
      { numRuns: 20 },
    );
  });

  test("has none that names a node", () => {
    const addresses = [...resourcesByAddress(accessProps(6)).keys()];
    expect(addresses.filter((address) => /sems\d/.test(address))).toEqual([]);
  });
});

describe("ClientAccess, as Route 53 and the load balancer act on it,", () => {
  const geography = {
    subnets: new Map(ALL.map((n) => [subnet(n).id, zone(n)])),
    nodes: new Map(ALL.map((n) => [addressOf(n), zone(n)])),
  };
  const modelOf = (layout: Layout): Route53Model => {
    const stack = newStack();
    new ClientAccess(stack, "Access", propsOf(layout));
    return new Route53Model(stack, geography);
  };
  const subsets = (numbers: readonly number[]): number[][] =>
    numbers.reduce<number[][]>((all, n) => [...all, ...all.map((some) => [...some, n])], [[]]);

  test("SEMS-LB-2: routes all clients to the first healthy node, and to the first node where none is healthy", () => {
    fc.assert(
      fc.property(members.chain(layoutOf), (layout) => {
        const { order, maintenance } = layout;
        const model = modelOf(layout);
        const serving = [
          ...order.filter((n) => !maintenance.includes(n)),
          ...order.filter((n) => maintenance.includes(n)),
        ];
        for (const down of subsets(order)) {
          const first = serving.find((n) => !down.includes(n)) ?? serving[0] ?? 0;
          const reached = model.nodesReached(CLIENTS.name, CLIENTS.port, new Set(down.map(addressOf)));
          expect({ down, reached }).toEqual({ down, reached: [addressOf(first)] });
        }
      }),
      { numRuns: 30 },
    );
  });

  test("serves as before when a node without clients fails", () => {
    const model = modelOf({ order: [3, 1, 2], maintenance: [3], zones: ALL });
    const reached = (...down: number[]) =>
      model.nodesReached(CLIENTS.name, CLIENTS.port, new Set(down.map(addressOf)));
    expect([reached(), reached(2), reached(3), reached(2, 3)]).toEqual(Array(4).fill([addressOf(1)]));
  });
});
