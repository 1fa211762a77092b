import fc from "fast-check";
import { reviewDocuments } from "../review";
import { textReport } from "../report/text";
import { fromConfiguration } from "../terraform/configuration";
import { fromPlan } from "../terraform/plan/plan";
import { fromState } from "../terraform/state";
import type { Graph } from "../terraform/resource-graph";
import { planBetween } from "./impact/support/plan";
import { lacking, placesIn, HOWS, type Lack } from "./support/lacking";
import type { Document } from "./support/document";
import { MENDED } from "./support/mended";
import { configurationOf } from "./support/review";

/*
 * The suite tries the same documents each time. SEMS_FUZZ_RUNS sets how many, and SEMS_FUZZ_SEED which; a failure prints its
 * seed.
 */
const RUNS = Number(process.env["SEMS_FUZZ_RUNS"] ?? 80);
const SEED = Number(process.env["SEMS_FUZZ_SEED"] ?? 20_261_126);

const errorsOf = (graph: Graph): string[] => {
  const review = reviewDocuments("right.json", [configurationOf(graph)], new Map(), { isSems: true });
  expect(textReport(review)).not.toBe("");
  return review.findings
    .filter(({ level }) => level === "error")
    .map(({ rule, address, message }) => `${rule} ${address}: ${message}`);
};

/** The kinds of document: each with how it is made of a right one, and read. */
const KINDS: Readonly<
  Record<string, { of: (document: Document) => unknown; read: (json: unknown) => Graph }>
> = {
  configuration: { of: (document) => document, read: (json) => fromConfiguration(json, "right.json") },
  state: {
    of: (document) => planBetween(document, document).prior_state,
    read: (json) => fromState(json, "right.json"),
  },
  plan: { of: (document) => planBetween(document, document), read: (json) => fromPlan(json, "right.json") },
};

const RIGHT = Object.values(MENDED);

describe(`A right document that lacks attributes (seed ${SEED})`, () => {
  test.each(Object.entries(KINDS))(
    "gives no error as a %s",
    (_kind, { of, read }) => {
      const documents = RIGHT.map(of);
      const places = documents.map((document) => placesIn(document));
      const lacks = fc.nat(documents.length - 1).chain((number) =>
        fc.record({
          number: fc.constant(number),
          lack: fc.array(
            fc.record({ place: fc.nat((places[number]?.length ?? 1) - 1), how: fc.constantFrom(...HOWS) }),
            { minLength: 1, maxLength: 4 },
          ),
        }),
      );
      for (const document of documents) expect(errorsOf(read(document))).toEqual([]);
      fc.assert(
        fc.property(lacks, ({ number, lack }) => {
          const wanted = lack.flatMap(({ place, how }): Lack[] => {
            const found = places[number]?.[place];
            return found === undefined ? [] : [{ ...found, how }];
          });
          expect(errorsOf(read(lacking(documents[number], wanted)))).toEqual([]);
        }),
        { numRuns: RUNS, seed: SEED },
      );
    },
    5_000 + 1_000 * RUNS,
  );
});
