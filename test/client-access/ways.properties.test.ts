import fc from "fast-check";
import { ClientAccess, ClientService, type ClientAccessProps } from "../../lib";
import { newStack, subnet, upTo, zone } from "../support/cluster";
import {
  addressOf,
  ALL,
  KINDS,
  layoutOf,
  layoutProps,
  servingOf,
  subsets,
  wanted,
  zoneOf,
  type Kind,
  type Layout,
} from "../support/layouts";
import { Route53Model } from "../support/route53";

const NAME = "keys.example.com";

function modelOf(kind: Kind, layout: Layout, changes: Partial<ClientAccessProps> = {}): Route53Model {
  const stack = newStack();
  new ClientAccess(stack, "Access", { ...layoutProps(kind, layout), ...changes });
  return new Route53Model(stack, {
    subnets: new Map(ALL.map((n) => [subnet(n).id, zone(n)])),
    nodes: new Map(ALL.map((n) => [addressOf(n), zoneOf(n, layout)])),
  });
}

const byNode = (shares: readonly (readonly [string, number])[]) => [...shares].sort();

describe.each(KINDS)(
  "ClientAccess, $method $topology $scheme, as Route 53 and the load balancers act on it,",
  (kind) => {
    test("routes new clients where the rules require, whichever nodes are down", () => {
      fc.assert(
        fc.property(layoutOf(kind), (layout) => {
          const model = modelOf(kind, layout);
          for (const down of subsets(layout.order)) {
            const shares = model.sharesOf(NAME, 443, new Set(down.map(addressOf)));
            const reached = byNode(shares.map(({ node: address, share }) => [address, share] as const));
            expect({ down, reached }).toEqual({ down, reached: byNode(wanted(kind, layout, down)) });
          }
        }),
        { numRuns: 5 },
      );
    });

    test("treats a node with one failed service as down, on every port", () => {
      const services = [ClientService.HTTPS, ClientService.LDAP];
      fc.assert(
        fc.property(layoutOf(kind), fc.constantFrom(443, 389), (layout, port) => {
          const model = modelOf(kind, layout, { services });
          const [first = 0] = servingOf(layout);
          for (const down of [[first], layout.order.slice(1)]) {
            const services = new Set(down.map((n) => `${addressOf(n)}:${port}`));
            for (const asked of [443, 389]) {
              const shares = model.sharesOf(NAME, asked, services);
              const reached = byNode(shares.map(({ node: address, share }) => [address, share] as const));
              expect({ down, asked, reached }).toEqual({
                down,
                asked,
                reached: byNode(wanted(kind, layout, down)),
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
        for (const down of subsets([1, 2, 3])) {
          const [most, ...others] = model
            .sharesOf(NAME, 443, new Set(down.map(addressOf)))
            .map(({ share }) => share)
            .sort((one, other) => other - one);
          expect(others.every((share) => share < (most ?? 0))).toBe(true);
        }
      } else {
        const layout = { order: upTo(2), maintenance: [], zones: ALL, primary: 10 };
        const model = modelOf(kind, layout);
        for (const down of subsets([1, 2])) {
          expect(model.sharesOf(NAME, 443, new Set(down.map(addressOf)))).toHaveLength(1);
        }
      }
    });
  },
);
