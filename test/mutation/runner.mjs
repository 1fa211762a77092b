import { performance } from "node:perf_hooks";
import { resolve } from "node:path";
import { INSTRUMENTER_CONSTANTS } from "@stryker-mutator/api/core";
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import { LoadedTests } from "./loaded-tests.mjs";

/** What the changed code and Stryker tell each other: the change in force, and which test runs which. */
const context = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});

/**
 * Runs the tests of each change in one process, which loads tests and code once: Jest loads them again for each change, which
 * takes a hundred times as long as the tests.
 */
class InProcessRunner {
  #tests;

  capabilities() {
    return { reloadEnvironment: false };
  }

  init() {
    this.#tests = new LoadedTests();
  }

  async dryRun({ testFiles }) {
    for (const file of testFiles) this.#tests.load(file);
    const tests = [];
    for (const id of this.#tests.ids) {
      context.currentTestId = id;
      tests.push(await this.#run(id));
    }
    context.currentTestId = undefined;
    return { status: DryRunStatus.Complete, tests, mutantCoverage: context.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    // A process that takes the place of one that was ended has loaded nothing yet.
    for (const id of testFilter) this.#tests.load(resolve(id.slice(0, id.indexOf(":"))));
    Object.assign(context, { activeMutant: activeMutant.id, hitLimit, hitCount: 0 });
    const tests = [];
    for (const id of testFilter) {
      tests.push(await this.#run(id));
      if (tests.at(-1).status === TestStatus.Failed) break;
    }
    const endless = determineHitLimitReached(context.hitCount, hitLimit);
    Object.assign(context, { activeMutant: undefined, hitLimit: undefined, hitCount: undefined });
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests });
  }

  async #run(id) {
    const start = performance.now();
    const result = { id, name: id };
    try {
      await this.#tests.run(id);
      return { ...result, status: TestStatus.Success, timeSpentMs: performance.now() - start };
    } catch (error) {
      return {
        ...result,
        status: TestStatus.Failed,
        timeSpentMs: performance.now() - start,
        failureMessage: String(error),
      };
    }
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "in-process", InProcessRunner)];
