import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { delimiter, join } from "node:path";
import { env } from "node:process";
import { URL } from "node:url";
import { END_TO_END } from "./test/support/end-to-end.cjs";

/** CDKTF, CDK Terrain and their providers. */
const FRAMEWORKS = "(cdktf|cdktn|constructs|@cdktf|@cdktn)/";

/** With it there are tests that deploy, and that wait for the provider more than they work: waiting-first.cjs. */
const hasTerraform = (env.PATH ?? "")
  .split(delimiter)
  .some((folder) => existsSync(join(folder, "terraform")));

const common = {
  testEnvironment: "<rootDir>/test/support/environment.cjs",
  // Copies of the project that mutation tests run in.
  modulePathIgnorePatterns: ["<rootDir>/.stryker-tmp/"],
  moduleNameMapper: {
    "^cdktf-sems$": "<rootDir>/lib/index.ts",
    "^sems-review/reporting$": "<rootDir>/review/reporting.ts",
  },
  transformIgnorePatterns: [`/node_modules/(?!${FRAMEWORKS})`],
  transform: {
    [`/node_modules/${FRAMEWORKS}`]: "<rootDir>/test/support/framework-files.cjs",
    "^.+\\.tsx?$": [
      "@swc/jest",
      {
        jsc: {
          target: "es2022",
          parser: { syntax: "typescript", tsx: true },
          transform: { react: { runtime: "automatic", importSource: "preact" } },
        },
      },
    ],
  },
};

/** The same tests of the same constructs on CDK Terrain. */
const cdkTerrain = {
  ...common,
  displayName: "cdktn",
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  testPathIgnorePatterns: [
    "/node_modules/",
    END_TO_END.source,
    // What they test is no construct: programs of their own, documents, the source's text and types, or the review, which
    // knows neither line.
    "<rootDir>/test/(bench|cdktn|cli|documents|emulator|fuzz|live|package|repository|review|terraform)/",
    "<rootDir>/test/(import-cycles|limits|ports|public-types|stacks/main)\\.test\\.ts$",
  ],
  moduleNameMapper: {
    ...common.moduleNameMapper,
    "^cdktf$": "<rootDir>/cdktn/node_modules/cdktn",
    "^@cdktf/provider-aws/(.*)$": "<rootDir>/cdktn/node_modules/@cdktn/provider-aws/$1",
    "^constructs$": "<rootDir>/cdktn/node_modules/constructs",
  },
};

/** @type {import("jest").Config} */
export default {
  maxWorkers: availableParallelism() + (hasTerraform ? 9 : 1),
  // For what never ends: how long a test takes says more about the machine than about the code.
  testTimeout: 120_000,
  globalSetup: "<rootDir>/test/support/temporary-folder.mjs",
  globalTeardown: "<rootDir>/test/support/remove-temporary-folder.mjs",
  testSequencer: "<rootDir>/test/support/waiting-first.cjs",
  projects: [
    {
      ...common,
      displayName: "unit",
      testMatch: ["<rootDir>/{test,review/test,verify/test}/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", END_TO_END.source],
    },
    ...(existsSync(new URL("cdktn/node_modules/cdktn", import.meta.url)) ? [cdkTerrain] : []),
    {
      ...common,
      displayName: "e2e",
      testMatch: ["<rootDir>/{test,review/test,verify/test}/**/*.e2e.test.ts"],
      // Thirty deploys, of which each waits for a load balancer: only `npm run changes:all` makes them.
      testPathIgnorePatterns: ["/node_modules/", ...(env.SEMS_CHANGES ? [] : ["/killed-points\\."])],
      setupFilesAfterEnv: ["<rootDir>/test/support/setup-e2e.ts"],
    },
  ],
};
