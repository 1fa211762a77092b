import fc from "fast-check";
import { LoadBalancingMethod, type ClientAccessProps } from "../../lib";
import { accessProps, node, subnet, upTo, zone } from "./cluster";
import { METHODS, SCHEMES, TOPOLOGIES, type Way } from "./ways";

/** How clients are directed, wherever the nodes are. */
export type Kind = Pick<Way, "method" | "topology" | "scheme">;

/** Some nodes by number: in order, those in maintenance, the zone of each, and the weight of the first. */
export interface Layout {
  readonly order: readonly number[];
  readonly maintenance: readonly number[];
  readonly zones: readonly number[];
  readonly primary: number;
}

/** The numbers that nodes and zones may have. */
export const ALL = upTo(6);

/** Interface 2 of a node. */
export const addressOf = (n: number): string => node(n).interface2.address;

/** All of them. */
export const KINDS: readonly Kind[] = METHODS.flatMap((method) =>
  TOPOLOGIES.flatMap((topology) => SCHEMES.map((scheme) => ({ method, topology, scheme }))),
);

/** How many nodes each method takes at most. */
export const MOST = { "fail-over": 2, "ordered-list": 6, weighted: 5, manual: 6 } as const;

/** Two nodes to as many as the method takes, in any order and maintenance; per-node in any zones, zonal each in its own. */
export const layoutOf = ({ method, topology }: Kind) =>
  fc.shuffledSubarray(ALL, { minLength: 2, maxLength: MOST[method] }).chain((order) =>
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

/** The zone that a node is in. */
export const zoneOf = (n: number, { zones }: Layout): string => zone(zones[n - 1] ?? 0);

/** The nodes as they serve: in order, those in maintenance last. */
export const servingOf = ({ order, maintenance }: Layout): number[] => [
  ...order.filter((n) => !maintenance.includes(n)),
  ...order.filter((n) => maintenance.includes(n)),
];

const methodOf = ({ method }: Kind, layout: Layout): LoadBalancingMethod => {
  const all = {
    "fail-over": () => LoadBalancingMethod.failOver(),
    "ordered-list": () => LoadBalancingMethod.orderedList(),
    weighted: () => LoadBalancingMethod.weighted({ primary: layout.primary }),
    // The last but those that are being worked on: by the order, it would never serve.
    manual: () => LoadBalancingMethod.manual(`sems${activeOf(layout)}`),
  };
  return all[method]();
};

/** The node that the method manual routes clients to. */
export const activeOf = ({ order, maintenance }: Layout): number =>
  order.filter((n) => !maintenance.includes(n)).at(-1) ?? 0;

/** A client access of a kind, with the nodes of a layout. */
export function layoutProps(kind: Kind, layout: Layout): ClientAccessProps {
  const { topology, scheme } = kind;
  return accessProps(2, {
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
  });
}

/** Where the rules require new clients to go while some nodes are down: addresses, and their shares. */
export function wanted(kind: Kind, layout: Layout, down: readonly number[]): [string, number][] {
  const serving = servingOf(layout);
  const healthy = serving.filter((n) => !down.includes(n));
  if (kind.method === "manual") return [[addressOf(activeOf(layout)), 1]];
  // While a node is down, the ordered list; with all of them down no client is served, whatever the answer.
  if (kind.method === "weighted" && (down.length === 0 || healthy.length === 0)) {
    const weights = serving.map((n, i) =>
      i === 0 ? layout.primary : layout.maintenance.includes(n) ? 0 : 1,
    );
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return serving.flatMap((n, i) => {
      const weight = weights[i] ?? 0;
      return weight > 0 ? [[addressOf(n), weight / total]] : [];
    });
  }
  return [[addressOf(healthy[0] ?? serving[0] ?? 0), 1]];
}

/** Every set of some numbers. */
export const subsets = (numbers: readonly number[]): number[][] =>
  numbers.reduce<number[][]>((all, n) => [...all, ...all.map((some) => [...some, n])], [[]]);
