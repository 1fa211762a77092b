import fc from "fast-check";
import { ClientAccess, ClientService, LoadBalancingMethod, type ClientAccessProps } from "../../lib";
import { accessProps, newStack, node, subnet, upTo, zone } from "../support/cluster";
import { Route53Model } from "../support/route53";
import { METHODS, SCHEMES, TOPOLOGIES, type Way } from "../support/ways";

type Kind = Pick<Way, "method" | "topology" | "scheme">;

/** Some nodes by number: in order, those in maintenance, the zone of each, and the weight of the first. */
interface Layout {
  readonly order: readonly number[];
  readonly maintenance: readonly number[];
  readonly zones: readonly number[];
  readonly primary: number;
}

const ALL = upTo(6);
const NAME = "keys.example.com";
const addressOf = (n: number): string => node(n).interface2.address;

const KINDS: readonly Kind[] = METHODS.flatMap((method) =>
  TOPOLOGIES.flatMap((topology) => SCHEMES.map((scheme) => ({ method, topology, scheme }))),
);

/** Two nodes to six (fail-over: two), in any order and maintenance; per-node in any zones, zonal each in its own. */
const layoutOf = ({ method, topology }: Kind) =>
  fc.shuffledSubarray(ALL, { minLength: 2, maxLength: method === "fail-over" ? 2 : 6 }).chain((order) =>
    fc.record({
      order: fc.constant(order),
      maintenance: fc.subarray(order, { maxLength: order.length - 1 }),
      zones:
        topology === "zonal"
          ? fc.constant(ALL)
          : fc.array(fc.constantFrom(...ALL), { minLength: ALL.length, maxLength: ALL.length }),
      primary: fc.integer({ min: 2, max: 999 }),
    }),
  );

const zoneOf = (n: number, { zones }: Layout): string => zone(zones[n - 1] ?? 0);

/** The nodes as they serve: in order, those in maintenance last. */
const servingOf = ({ order, maintenance }: Layout): number[] => [
  ...order.filter((n) => !maintenance.includes(n)),
  ...order.filter((n) => maintenance.includes(n)),
];

const methodOf = ({ method }: Kind, layout: Layout): LoadBalancingMethod => {
  const all = {
    "fail-over": () => LoadBalancingMethod.failOver(),
    "ordered-list": () => LoadBalancingMethod.orderedList(),
    weighted: () => LoadBalancingMethod.weighted({ primary: layout.primary }),
    // The last but those that are being worked on: nobody would be there by the order.
    manual: () => LoadBalancingMethod.manual(`sems${activeOf(layout)}`),
  };
  return all[method]();
};

const activeOf = ({ order, maintenance }: Layout): number =>
  order.filter((n) => !maintenance.includes(n)).at(-1) ?? 0;

function modelOf(kind: Kind, layout: Layout, changes: Partial<ClientAccessProps> = {}): Route53Model {
  const { topology, scheme } = kind;
  const stack = newStack();
  new ClientAccess(
    stack,
    "Access",
    accessProps(2, {
      topology,
      scheme,
      method: methodOf(kind, layout),
      nodes: layout.order.map((n) =>
        node(n, {
          maintenance: layout.maintenance.includes(n),
          interface2: { address: addressOf(n), availabilityZone: zoneOf(n, layout) },
        }),
      ),
      subnets: ALL.map((n) =>
        topology === "zonal" && scheme === "internal"
          ? { ...subnet(n), privateAddress: `10.0.${n}.5` }
          : subnet(n),
      ),
      ...changes,
    }),
  );
  return new Route53Model(stack, {
    subnets: new Map(ALL.map((n) => [subnet(n).id, zone(n)])),
    nodes: new Map(ALL.map((n) => [addressOf(n), zoneOf(n, layout)])),
  });
}

/** Where the rules want new clients while some nodes are dead: addresses, and their shares. */
function wanted(kind: Kind, layout: Layout, dead: readonly number[]): [string, number][] {
  const serving = servingOf(layout);
  const alive = serving.filter((n) => !dead.includes(n));
  if (kind.method === "manual") return [[addressOf(activeOf(layout)), 1]];
  // While a node is dead, the ordered list; with all of them dead nobody is served, whatever the answer.
  if (kind.method === "weighted" && (dead.length === 0 || alive.length === 0)) {
    const weights = serving.map((n, i) =>
      i === 0 ? layout.primary : layout.maintenance.includes(n) ? 0 : 1,
    );
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return serving.flatMap((n, i) => {
      const weight = weights[i] ?? 0;
      return weight > 0 ? [[addressOf(n), weight / total]] : [];
    });
  }
  return [[addressOf(alive[0] ?? serving[0] ?? 0), 1]];
}

const subsets = (numbers: readonly number[]): number[][] =>
  numbers.reduce<number[][]>((all, n) => [...all, ...all.map((some) => [...some, n])], [[]]);

const byNode = (shares: readonly (readonly [string, number])[]) => [...shares].sort();

describe.each(KINDS)(
  "ClientAccess, $method $topology $scheme, as Route 53 and the load balancers act on it,",
  (kind) => {
    test("leads new clients where the rules want them, whichever nodes are dead", () => {
      fc.assert(
        fc.property(layoutOf(kind), (layout) => {
          const model = modelOf(kind, layout);
          for (const dead of subsets(layout.order)) {
            const shares = model.sharesOf(NAME, 443, new Set(dead.map(addressOf)));
            const reached = byNode(shares.map(({ node: address, share }) => [address, share] as const));
            expect({ dead, reached }).toEqual({ dead, reached: byNode(wanted(kind, layout, dead)) });
          }
        }),
        { numRuns: 5 },
      );
    });

    test("takes a node with one dead service for dead, on every port", () => {
      const services = [ClientService.HTTPS, ClientService.LDAP];
      fc.assert(
        fc.property(layoutOf(kind), fc.constantFrom(443, 389), (layout, port) => {
          const model = modelOf(kind, layout, { services });
          const [first = 0] = servingOf(layout);
          for (const dead of [[first], layout.order.slice(1)]) {
            const services = new Set(dead.map((n) => `${addressOf(n)}:${port}`));
            for (const asked of [443, 389]) {
              const shares = model.sharesOf(NAME, asked, services);
              const reached = byNode(shares.map(({ node: address, share }) => [address, share] as const));
              expect({ dead, asked, reached }).toEqual({
                dead,
                asked,
                reached: byNode(wanted(kind, layout, dead)),
              });
            }
          }
        }),
        { numRuns: 5 },
      );
    });

    test("SEMS-LB-1: in no state gives two nodes equal shares, with two or three nodes at work", () => {
      if (kind.method === "weighted") {
        const layout = { order: [1, 2, 3], maintenance: [], zones: ALL, primary: 10 };
        const model = modelOf(kind, layout);
        for (const dead of subsets([1, 2, 3])) {
          const [most, ...others] = model
            .sharesOf(NAME, 443, new Set(dead.map(addressOf)))
            .map(({ share }) => share)
            .sort((one, other) => other - one);
          expect(others.every((share) => share < (most ?? 0))).toBe(true);
        }
      } else {
        const layout = { order: upTo(2), maintenance: [], zones: ALL, primary: 10 };
        const model = modelOf(kind, layout);
        for (const dead of subsets([1, 2])) {
          expect(model.sharesOf(NAME, 443, new Set(dead.map(addressOf)))).toHaveLength(1);
        }
      }
    });
  },
);
