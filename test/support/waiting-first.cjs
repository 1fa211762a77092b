const { default: Sequencer } = require("@jest/test-sequencer");
const { END_TO_END } = require("./end-to-end.cjs");

/** The end-to-end tests that deploy longest come first, which leaves workers to the others; the rest come in between. */
const LONGEST = /\/(sandbox|runbooks|changes|ways|existing|deploy|killed|upgrade)\.e2e\.test\.ts$/;
const OTHERS_BETWEEN = 20;

/**
 * Tests that wait come early, but not all at once: while each worker has one, nobody works. Jest's own order is that of the
 * last run, which a clean checkout does not know.
 */
module.exports = class WaitingFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const waiting = sorted.filter(({ path }) => END_TO_END.test(path));
    const others = sorted.filter(({ path }) => !END_TO_END.test(path));
    const order = waiting.filter(({ path }) => LONGEST.test(path));
    const rest = waiting.filter(({ path }) => !LONGEST.test(path));
    while (others.length > 0) order.push(...others.splice(0, OTHERS_BETWEEN), ...rest.splice(0, 1));
    return [...order, ...rest];
  }
};
