const { default: Sequencer } = require("@jest/test-sequencer");

/** The tests that deploy: they wait for the provider more than they work. */
const DEPLOYS = /\/(emulator|cdktn)\/[^/]*\.e2e\.test\.ts$/;

/** Those that take longest come first, which leaves workers to the others; of the rest one comes after each few others. */
const LONGEST = /\/(sandbox|runbooks|ways|deploy|killed)\.e2e\.test\.ts$/;
const OTHERS_BETWEEN = 30;

/**
 * Tests that deploy come early, since they wait long, but not all at once: while each worker has one, nobody works. Jest's own
 * order is that of the last run, which a clean checkout does not know.
 */
module.exports = class DeploysEarly extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const deploys = sorted.filter(({ path }) => DEPLOYS.test(path));
    const others = sorted.filter(({ path }) => !DEPLOYS.test(path));
    const isLongest = ({ path }) => LONGEST.test(path);
    const order = deploys.filter(isLongest);
    const rest = deploys.filter((test) => !isLongest(test));
    while (others.length > 0) order.push(...others.splice(0, OTHERS_BETWEEN), ...rest.splice(0, 1));
    return [...order, ...rest];
  }
};
