const { AsyncLocalStorage } = require("node:async_hooks");
const { constants, getPriority, setPriority } = require("node:os");
const { setFlagsFromString } = require("node:v8");
const { TestEnvironment } = require("jest-environment-node");
require("./compiled-once.cjs");
const { END_TO_END } = require("./end-to-end.cjs");
const { forgetTokens, frameworkFile } = require("./shared-frameworks.cjs");

/*
 * Most code of a test runs a few times, and V8 spent a third of the processors' time on machine code for it. It now waits
 * fifteen times as long before it optimizes a function.
 */
setFlagsFromString("--interrupt-budget=1000000");

/**
 * Jest makes a storage for each file that it tests, and leaves it on: at each promise, Node 20 and 22 go through all that
 * there are.
 */
const storages = new Set();
const run = Reflect.get(AsyncLocalStorage.prototype, "run");
AsyncLocalStorage.prototype.run = function (...args) {
  storages.add(this);
  return run.apply(this, args);
};

/** As the tests were started. */
const OWN_PRIORITY = getPriority();

/**
 * Lets all but end-to-end tests, and what they start, give way to those, whose next wait should begin at once. A process that
 * may not take its priority back goes on without.
 */
function takePriority(testPath) {
  const giveWay = Math.max(OWN_PRIORITY, constants.priority.PRIORITY_BELOW_NORMAL);
  try {
    setPriority(END_TO_END.test(testPath) ? OWN_PRIORITY : giveWay);
  } catch {
    // It gives way for good.
  }
}

/**
 * Jest's environment for Node, in which the files of a process share CDKTF, CDK Terrain and their providers: Jest would load
 * six megabytes of JavaScript for each file, which takes longer than most of the tests.
 */
module.exports = class Environment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.global.frameworkFile = frameworkFile;
    takePriority(context.testPath);
  }

  async teardown() {
    await super.teardown();
    for (const storage of storages) storage.disable();
    storages.clear();
    forgetTokens();
  }
};
