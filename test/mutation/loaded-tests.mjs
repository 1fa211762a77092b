import { createRequire } from "node:module";
import process from "node:process";
import { relative } from "node:path";
import { expect } from "expect";
import { afterAll, afterEach, beforeAll, beforeEach, describe, getState, test } from "jest-circus";
import { register } from "tsx/cjs/api";

const require = createRequire(import.meta.url);

/** What a test file expects of Jest. */
const GLOBALS = { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test };

/** The tests of files, by file, number and name: loaded once, run as often as asked, in this process. */
export class LoadedTests {
  #tests = new Map();
  #files = new Set();

  constructor() {
    Object.assign(globalThis, GLOBALS, { jest: { setTimeout: () => undefined } });
    process.env.NODE_ENV = "test";
    register();
  }

  get ids() {
    return [...this.#tests.keys()];
  }

  load(file) {
    if (this.#files.has(file)) return;
    this.#files.add(file);
    const root = getState().rootDescribeBlock;
    const before = root.children.length;
    require(file);
    root.children
      .slice(before)
      .flatMap(testsIn)
      .forEach((test, i) => this.#tests.set(`${relative("", file)}: ${i + 1}. ${nameOf(test)}`, test));
  }

  /** Throws where the test fails. */
  async run(id) {
    const test = this.#tests.get(id);
    const blocks = blocksAround(test);
    const call = async (...types) => {
      for (const { type, fn } of blocks.flatMap(({ hooks }) => hooks)) if (types.includes(type)) await fn();
    };
    expect.setState({ assertionCalls: 0, expectedAssertionsNumber: null, isExpectingAssertions: false });
    try {
      await call("beforeAll", "beforeEach");
      await test.fn();
      const [missing] = expect.extractExpectedAssertionsErrors();
      if (missing !== undefined) throw missing.error;
    } finally {
      await call("afterEach", "afterAll");
    }
  }
}

const testsIn = (entry) => (entry.type === "test" ? [entry] : entry.children.flatMap(testsIn));

/** The blocks that hold a test, the outermost first. */
const blocksAround = ({ parent }) => (parent === undefined ? [] : [...blocksAround(parent), parent]);

const nameOf = (test) => [...blocksAround(test).slice(1), test].map(({ name }) => name).join(" ");
