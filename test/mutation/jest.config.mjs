import { fileURLToPath, URL } from "node:url";
import config from "../../jest.config.mjs";
import { areas } from "./areas.mjs";

const unit = config.projects.find(({ displayName }) => displayName === "unit");

/**
 * The unit tests of what is mutated, in an environment that notes which test runs which line.
 *
 * @type {import("jest").Config}
 */
export default {
  ...unit,
  rootDir: fileURLToPath(new URL("../..", import.meta.url)),
  testMatch: areas.flatMap(({ tests }) => tests.map((path) => `<rootDir>/${path}`)),
  testEnvironment: "@stryker-mutator/jest-runner/jest-env/node",
};
