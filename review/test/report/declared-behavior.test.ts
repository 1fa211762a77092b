import { exceptions, declaredBehavior } from "../../report/summary";
import type { State } from "../../report-model";

const state = (down: string[], served: Record<string, number>): State => {
  const servedBy = Object.entries(served).map(([node, share]) => ({ node, share }));
  return { down, servedBy, lost: 1 - servedBy.reduce((sum, { share }) => sum + share, 0), assumptions: [] };
};

const serving = (method: string, states: readonly State[]) => ({
  declared: { method, order: ["one", "two"] },
  nodes: [
    { name: "one", address: "10.0.0.1" },
    { name: "two", address: "10.0.0.2" },
  ],
  states,
  zones: [],
});

const ALL_DOWN = state(["one", "two"], {});

describe("what a method requires of each health state", () => {
  test("an order: the first healthy node serves all clients; with no healthy node, none has to serve", () => {
    const states = [state([], { one: 1 }), state(["one"], { two: 1 }), ALL_DOWN];
    expect(declaredBehavior(serving("ordered-list", states))).toEqual({
      holds: true,
      sentence: "In all 3 health states, all new clients reach the first healthy node in the order.",
    });
  });

  test.each([
    ["another node serves", state([], { two: 1 })],
    ["two nodes serve", state([], { one: 0.9, two: 0.1 })],
    ["clients are not served", state(["one"], {})],
  ])("an order: broken where %s", (_case, broken) => {
    const service = serving("fail-over", [broken, ALL_DOWN]);
    expect(exceptions(service)).toEqual([broken]);
    expect(declaredBehavior(service)).toEqual({
      holds: false,
      sentence: "In 1 of 2 health states, not all new clients reach the first healthy node in the order.",
    });
  });

  test("weights: several nodes may serve, but every client is served while a node is healthy", () => {
    const spread = state([], { one: 0.9, two: 0.1 });
    const lost = state(["two"], { one: 0.9 });
    expect(declaredBehavior(serving("weighted", [spread, ALL_DOWN])).holds).toBe(true);
    expect(exceptions(serving("weighted", [spread, lost, ALL_DOWN]))).toEqual([lost]);
    expect(declaredBehavior(serving("weighted", [spread, lost])).sentence).toBe(
      "In 1 of 2 health states, some new clients are not served although a node is healthy.",
    );
  });

  test("manual: clients stay until a person switches them", () => {
    expect(declaredBehavior(serving("manual", [state([], { one: 1 }), state(["one"], {})]))).toEqual({
      holds: true,
      sentence: "New clients stay on one node until a person switches them to another.",
    });
  });
});
