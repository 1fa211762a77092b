const common = {
  testEnvironment: "node",
  transform: {
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

/** @type {import("jest").Config} */
export default {
  // The end-to-end tests wait for the provider more than they work.
  maxWorkers: 4,
  projects: [
    {
      ...common,
      displayName: "unit",
      testMatch: ["<rootDir>/{test,review/test}/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", "\\.e2e\\.test\\.ts$"],
      setupFilesAfterEnv: ["<rootDir>/test/support/setup.ts"],
    },
    {
      ...common,
      displayName: "e2e",
      testMatch: ["<rootDir>/{test,review/test}/**/*.e2e.test.ts"],
      setupFilesAfterEnv: ["<rootDir>/test/support/setup-e2e.ts"],
    },
  ],
};
