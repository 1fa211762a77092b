import { areas } from "./test/mutation/areas.mjs";

/** `npm run mutate`: changes the code in small ways, one at a time, and reports the changes that no test notices. */
export default {
  plugins: ["./test/mutation/runner.mjs"],
  testRunner: "in-process",
  testFiles: areas.flatMap(({ tests }) => tests),
  coverageAnalysis: "perTest",
  dryRunTimeoutMinutes: 30,
  // A busy machine must not look like an endless loop, which counts as noticed.
  timeoutMS: 60_000,
  // What runs once, when a module is loaded, would need all tests for each change.
  ignoreStatic: true,
  mutate: areas.flatMap(({ mutate }) => mutate),
  // The words of a message have tests of their own.
  mutator: { excludedMutations: ["StringLiteral"] },
  reporters: ["clear-text", "progress-append-only"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  tempDirName: ".stryker-tmp",
  cleanTempDir: "always",
};
