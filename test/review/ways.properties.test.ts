import { Testing } from "cdktf";
import fc from "fast-check";
import { ClientAccess, ClientService, type ClientAccessProps, type WorstCaseTime } from "../../lib";
import { fromConfiguration } from "../../review/terraform/configuration";
import type { Service } from "../../review/report-model";
import { reviewDocuments } from "../../review/review";
import { newStack, upTo } from "../support/cluster";
import {
  activeOf,
  addressOf,
  ALL,
  KINDS,
  layoutOf,
  layoutProps,
  MOST,
  servingOf,
  subsets,
  wanted,
  type Kind,
  type Layout,
} from "../support/layouts";
import { configurationOf } from "../../review/test/support/review";

const nameOf = (n: number): string => `sems${n}`;

const stepsOf = (time: WorstCaseTime | undefined) =>
  time?.steps.map(({ what, seconds }) => ({ what, seconds }));

function reviewed(kind: Kind, layout: Layout, changes: Partial<ClientAccessProps>) {
  const stack = newStack();
  const access = new ClientAccess(stack, "Access", { ...layoutProps(kind, layout), ...changes });
  const json: unknown = JSON.parse(Testing.synth(stack));
  const document = configurationOf(fromConfiguration(json, "test"));
  return { access, review: reviewDocuments("test", [document], new Map()) };
}

/** What the rules require of a state: shares of healthy nodes, and what is lost with the others. */
function expected(kind: Kind, layout: Layout, down: readonly number[]) {
  const wantedShares = new Map(wanted(kind, layout, down));
  const healthy = servingOf(layout).filter((n) => !down.includes(n) && wantedShares.has(addressOf(n)));
  const shares = healthy.map((n) => [nameOf(n), wantedShares.get(addressOf(n)) ?? 0] as const);
  const served = shares.reduce((sum, [, share]) => sum + share, 0);
  return { shares, lost: 1 - served };
}

function expectStates(kind: Kind, layout: Layout, { states }: Service): void {
  expect(states).toHaveLength(2 ** layout.order.length);
  const byDown = new Map(states.map((state) => [state.down.join(), state]));
  for (const down of subsets(layout.order)) {
    const state = byDown.get(down.map(nameOf).sort().join());
    const { shares, lost } = expected(kind, layout, down);
    const found = new Map(state?.servedBy.map(({ node, share }) => [node, share]));
    expect({ down, nodes: [...found.keys()].sort() }).toEqual({
      down,
      nodes: shares.map(([name]) => name).sort(),
    });
    for (const [name, share] of shares) expect(found.get(name)).toBeCloseTo(share);
    expect(state?.lost).toBeCloseTo(lost);
  }
}

describe.each(KINDS)("The review of client access, $method $topology $scheme,", (kind) => {
  const { method } = kind;

  test("routes clients as the rules want it in every state, and objects to nothing", () => {
    const services = [ClientService.HTTPS, ClientService.LDAPS];
    const delays = method === "manual" ? fc.constant(undefined) : fc.constantFrom(undefined, 90);
    fc.assert(
      fc.property(layoutOf(kind), fc.constantFrom(1, 2), delays, (layout, count, failbackDelaySeconds) => {
        const changes = { services: services.slice(0, count), failbackDelaySeconds };
        const { access, review } = reviewed(kind, layout, changes);
        expect(review.services.map(({ port }) => port)).toEqual([443, 636].slice(0, count));
        for (const service of review.services) {
          expect(service.declared?.method).toBe(method);
          const first = method === "manual" ? activeOf(layout) : (servingOf(layout)[0] ?? 0);
          expect(service.nodes[0]?.name).toBe(nameOf(first));
          expectStates(kind, layout, service);
          expect(service.failover?.worstCaseSeconds).toBe(access.failoverTime?.worstCaseSeconds);
          expect(service.failover?.steps).toEqual(stepsOf(access.failoverTime));
          expect(service.failover?.failback.steps).toEqual(stepsOf(access.failoverTime?.failback));
        }
        expect(review.findings).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });

  test("with as many nodes as the method takes, knows every node by its name", () => {
    const order = upTo(MOST[method]);
    const layout = { order, maintenance: [], zones: ALL, primary: 10 };
    const [service] = reviewed(kind, layout, {}).review.services;
    expect(service?.nodes.map(({ name }) => name).sort()).toEqual(order.map(nameOf));
  });
});
