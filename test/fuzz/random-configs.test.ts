import { Testing } from "cdktf";
import fc from "fast-check";
import { fromConfiguration } from "../../review/terraform/configuration";
import { reviewDocuments } from "../../review/review";
import { configurationOf } from "../../review/test/support/review";
import { ClusterStack } from "../../stacks/cluster-stack";
import { parseConfig } from "../../stacks/config";
import { linesOf } from "../support/config";
import { FAULTS, reversed, validConfigs, withFaults } from "./random-configs";

/*
 * `npm run fuzz` tries 3,000 of each. The unit suite tries a tenth of the broken ones, and a hundredth of the valid ones,
 * which are synthesized and reviewed. A failure prints its seed: SEMS_FUZZ_SEED repeats it.
 */

const GIVEN = process.env["SEMS_FUZZ_RUNS"];
const RUNS = Number(GIVEN ?? 300);
const VALID_RUNS = Number(GIVEN ?? 30);
const SEED = Number(process.env["SEMS_FUZZ_SEED"] ?? Date.now());
const options = { seed: SEED, numRuns: RUNS };
const TIME_LIMIT = 2_000 * RUNS;

const synthesized = (config: unknown): string => {
  const { name, ...props } = parseConfig("fuzz.json", JSON.stringify(config));
  return Testing.synth(new ClusterStack(Testing.app(), name, props), true);
};

describe(`Random config files (seed ${SEED})`, () => {
  test(
    "that are valid synthesize, review without an error, and route to the first healthy node",
    () => {
      fc.assert(
        fc.property(validConfigs, (config) => {
          const json: unknown = JSON.parse(synthesized(config));
          const document = configurationOf(fromConfiguration(json, "fuzz"));
          const { services, findings } = reviewDocuments("fuzz", [document], new Map());
          expect(findings.filter(({ level }) => level === "error")).toEqual([]);
          expect(services.map(({ port }) => port)).toHaveLength(config.clientAccess[0]?.services.length ?? 0);
          const method = config.clientAccess[0]?.method.type;
          if (method !== "fail-over" && method !== "ordered-list") return;
          const order = [...config.nodes].sort((a, b) => Number(a.maintenance) - Number(b.maintenance));
          for (const { states } of services) {
            expect(states).toHaveLength(2 ** order.length);
            for (const { down, servedBy } of states) {
              const [first] = order.filter(({ name }) => !down.includes(name));
              expect(servedBy).toEqual(first === undefined ? [] : [{ node: first.name, share: 1 }]);
            }
          }
        }),
        { ...options, numRuns: VALID_RUNS },
      );
    },
    TIME_LIMIT,
  );

  test(
    "that are broken are refused at the place of every fault, with nothing but our own error",
    () => {
      const faults = fc.subarray([...FAULTS], { minLength: 1, maxLength: 6 });
      fc.assert(
        fc.property(validConfigs, faults, (config, chosen) => {
          const lines = linesOf(JSON.stringify(withFaults(config, chosen)));
          const missed = chosen.filter(
            ({ path }) => !lines.some((line) => line.startsWith(`${path}: found`)),
          );
          expect({ missed, lines }).toEqual({ missed: [], lines });
        }),
        options,
      );
    },
    TIME_LIMIT,
  );

  test(
    "synthesize byte for byte the same in another order of their keys",
    () => {
      fc.assert(
        fc.property(validConfigs, (config) => {
          expect(synthesized(reversed(config))).toBe(synthesized(config));
        }),
        { ...options, numRuns: Math.ceil(VALID_RUNS / 10) },
      );
    },
    TIME_LIMIT,
  );
});
