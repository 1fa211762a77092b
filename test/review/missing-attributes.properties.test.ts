import fc from "fast-check";
import { type ClientAccessProps, LoadBalancingMethod } from "../../lib/index";
import { lacking, placesIn, HOWS, type Lack } from "../../review/test/support/lacking";
import { configurationOf } from "../../review/test/support/review";
import { reviewDocuments } from "../../review/review";
import { fromConfiguration } from "../../review/terraform/configuration";
import { accessTemplate } from "../support/access";
import { subnet, upTo } from "../support/cluster";

/*
 * As in the review's own test of the same name: SEMS_FUZZ_RUNS sets how many documents are tried, and SEMS_FUZZ_SEED which.
 */
const RUNS = Number(process.env["SEMS_FUZZ_RUNS"] ?? 12);
const SEED = Number(process.env["SEMS_FUZZ_SEED"] ?? 20_261_126);

const INTERNAL = {
  scheme: "internal",
  subnets: upTo(3).map((n) => ({ ...subnet(n), privateAddress: `10.0.${n}.5` })),
} as const;

/** Each kind of client access that the constructs make. */
const KINDS: Readonly<Record<string, Partial<ClientAccessProps>>> = {
  "internet-facing": {},
  "followed by alarms": { endpointHealth: { by: "cloudwatch-alarm" } },
  internal: INTERNAL,
  "per node": { topology: "per-node" },
  weighted: { method: LoadBalancingMethod.weighted() },
  manual: { method: LoadBalancingMethod.manual("sems2") },
  "late to return": { failbackDelaySeconds: 90 },
};

const errorsOf = (json: unknown): string[] =>
  reviewDocuments("right", [configurationOf(fromConfiguration(json, "right"))], new Map())
    .findings.filter(({ level }) => level === "error")
    .map(({ rule, address, message }) => `${rule} ${address}: ${message}`);

describe(`A client access that the constructs make, without some attributes (seed ${SEED})`, () => {
  test.each(Object.entries(KINDS))(
    "%s gives no error",
    (_kind, changes) => {
      const { json } = accessTemplate(3, changes);
      expect(errorsOf(json)).toEqual([]);
      const places = placesIn(json);
      const lacks = fc.array(
        fc.record({ place: fc.constantFrom(...places), how: fc.constantFrom(...HOWS) }),
        { minLength: 1, maxLength: 4 },
      );
      fc.assert(
        fc.property(lacks, (lack) => {
          const wanted = lack.map(({ place, how }): Lack => ({ ...place, how }));
          expect(errorsOf(lacking(json, wanted))).toEqual([]);
        }),
        { numRuns: RUNS, seed: SEED },
      );
    },
    5_000 + 1_000 * RUNS,
  );
});
