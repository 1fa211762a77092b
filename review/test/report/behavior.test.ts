import fc from "fast-check";
import { behaviorOf } from "../../report/behavior";
import { REPORTS, type Format } from "../../report/index";
import type { Service, State, ZoneState } from "../../report-model";
import { review, service as serviceOf } from "./support/reviews";

const state = (down: string[], served: Record<string, number>): State => {
  const servedBy = Object.entries(served).map(([node, share]) => ({ node, share }));
  const lost = 1 - servedBy.reduce((sum, { share }) => sum + share, 0);
  return { down, servedBy, lost: lost < 1e-9 ? 0 : lost, assumptions: [] };
};

const serving = (method: string | null, states: readonly State[], zones: readonly ZoneState[] = []) => ({
  declared: method === null ? null : { method, order: ["one", "two"] },
  isSems: true,
  nodes: [
    { name: "one", address: "10.0.0.1" },
    { name: "two", address: "10.0.0.2" },
  ],
  states,
  zones,
});

const ALL_DOWN = state(["one", "two"], {});

describe("what a service does, against its declared method", () => {
  test("an order: the first healthy node serves all clients; with no healthy node, none has to serve", () => {
    const states = [state([], { one: 1 }), state(["one"], { two: 1 }), ALL_DOWN];
    expect(behaviorOf(serving("ordered-list", states))).toEqual({
      fault: null,
      sentence:
        "In all 2 scenarios with a healthy node, all new clients reach the first healthy node in the order.",
      deviating: [],
    });
  });

  test.each([
    ["another node serves", state([], { two: 1 })],
    ["two nodes serve", state([], { one: 0.9, two: 0.1 })],
    ["clients are not served", state(["one"], {})],
  ])("an order: violated where %s", (_case, broken) => {
    expect(behaviorOf(serving("fail-over", [broken, ALL_DOWN]))).toEqual({
      fault: "VIOLATES THE DECLARED METHOD",
      sentence:
        "In 1 of 1 scenario with a healthy node, not all new clients reach the first healthy node in the order.",
      deviating: [broken],
    });
  });

  test("a zone that is down is a scenario as well", () => {
    const zone = { zone: "us-east-1a", ...state(["one"], {}) };
    expect(behaviorOf(serving("fail-over", [state([], { one: 1 })], [zone]))).toEqual({
      fault: "VIOLATES THE DECLARED METHOD",
      sentence:
        "In 1 of 2 scenarios with a healthy node, not all new clients reach the first healthy node in the order.",
      deviating: [zone],
    });
  });

  test("weights: several nodes may serve, but every client is served while a node is healthy", () => {
    const spread = state([], { one: 0.9, two: 0.1 });
    const lost = state(["two"], { one: 0.9 });
    expect(behaviorOf(serving("weighted", [spread, ALL_DOWN])).fault).toBeNull();
    expect(behaviorOf(serving("weighted", [spread, lost, ALL_DOWN]))).toEqual({
      fault: "VIOLATES THE DECLARED METHOD",
      sentence: "In 1 of 2 scenarios with a healthy node, some new clients are not served.",
      deviating: [lost],
    });
  });

  test("manual: clients stay on one node until a person switches them", () => {
    const states = [state([], { one: 1 }), state(["one"], {}), state(["two"], { one: 1 })];
    expect(behaviorOf(serving("manual", states))).toEqual({
      fault: null,
      sentence: "New clients reach only one until a person switches them to another node.",
      deviating: [],
    });
    expect(behaviorOf(serving("manual", [state([], {}), ALL_DOWN])).fault).not.toBeNull();
    expect(
      behaviorOf(serving("manual", [state([], { one: 1 }), state(["one"], { two: 1 })])).fault,
    ).not.toBeNull();
  });

  test.each([null, "", "something-else"])(
    "method %j: facts, and no claim that a method is violated",
    (method) => {
      const spread = state([], { one: 0.5, two: 0.5 });
      expect(behaviorOf(serving(method, [spread, ALL_DOWN]))).toEqual({
        fault: null,
        sentence:
          "In the 1 scenario with a healthy node, every new client is served; in 1, several nodes share the clients.",
        deviating: [],
      });
      expect(behaviorOf(serving(method, [state([], { one: 0.5 })])).fault).toBe("CLIENTS NOT SERVED");
    },
  );

  test("without a node, it claims nothing of nodes", () => {
    const { fault, sentence } = behaviorOf({ ...serving(null, [state([], {})]), nodes: [] });
    expect({ fault, sentence }).toEqual({ fault: null, sentence: "No node of the document serves clients." });
  });
});

const outcomes = (names: readonly string[]) =>
  fc
    .tuple(fc.subarray([...names, "elsewhere: other.example.com"]), fc.constantFrom(0, 0, 0.25, 1))
    .map(([answering, missing]) => {
      const share = answering.length === 0 ? 0 : (1 - missing) / answering.length;
      return share === 0 ? {} : Object.fromEntries(answering.map((node) => [node, share]));
    });

/** Services whose scenarios are any at all, right or wrong. */
const services: fc.Arbitrary<Service> = fc
  .record({
    count: fc.integer({ min: 0, max: 3 }),
    method: fc.constantFrom(null, "", "fail-over", "ordered-list", "weighted", "manual", "another"),
    isSems: fc.boolean(),
    isRight: fc.boolean(),
  })
  .chain(({ count, method, isSems, isRight }) => {
    const base = serviceOf(count, { isSems });
    const names = base.nodes.map(({ name }) => name);
    const withOutcome = <S extends State>(scenario: S): fc.Arbitrary<S> =>
      isRight
        ? fc.constant(scenario)
        : outcomes(names).map((served) => ({ ...scenario, ...state([...scenario.down], served) }));
    return fc
      .tuple(fc.tuple(...base.states.map(withOutcome)), fc.tuple(...base.zones.map(withOutcome)))
      .map(([states, zones]): Service => ({
        ...base,
        states,
        zones,
        declared: method === null ? null : { method, order: names },
      }));
  });

const FORMATS: readonly Format[] = ["text", "markdown", "html"];

/** A report as plain words: without tags, marks, and breaks of lines. */
const words = (report: string): string =>
  report
    .replace(/<style>[^]*?<\/style>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/[`*]/g, "")
    .replace(/\s+/g, " ");

describe("no report contradicts its table", () => {
  test.each(FORMATS)("%s", async (format) => {
    const print = await REPORTS[format]();
    await fc.assert(
      fc.asyncProperty(services, async (service) => {
        const report = words(await print(review({ services: [service] })));
        const healthy = [...service.states, ...service.zones].filter(({ down }) =>
          service.nodes.some(({ name }) => !down.includes(name)),
        );
        const names = service.nodes.map(({ name }) => name);
        const isOrdered = healthy.every(
          ({ down, servedBy }) =>
            servedBy.length === 1 &&
            servedBy[0]?.share === 1 &&
            servedBy[0].node === names.find((name) => !down.includes(name)),
        );
        const method = service.declared?.method ?? "";
        const isDeclared = ["fail-over", "ordered-list", "weighted", "manual"].includes(method);
        const claims = {
          served: report.includes("every new client is served"),
          ordered:
            /(?:all|the) \d+ scenarios? with a healthy (node|target), all new clients reach the first/.test(
              report,
            ),
          violates: report.includes("VIOLATES THE DECLARED METHOD"),
          unserved: report.includes("some new clients are not served"),
        };
        const isServed = healthy.every(({ lost }) => lost === 0);
        if (claims.served) expect(isServed).toBe(true);
        if (claims.ordered) expect(isOrdered).toBe(true);
        if (claims.unserved) expect(isServed).toBe(false);
        if (claims.violates) expect(isDeclared).toBe(true);
        if (healthy.length > 0 && !isServed && method !== "manual") {
          expect(report).toMatch(/VIOLATES THE DECLARED METHOD|CLIENTS NOT SERVED/);
        }
        if (healthy.length === 0) expect(report).not.toMatch(/all new clients|every new client/);
        if (!service.isSems) expect(report).not.toMatch(/Interface \d/);
      }),
      { numRuns: 150 },
    );
  });
});
