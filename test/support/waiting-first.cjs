const { default: Sequencer } = require("@jest/test-sequencer");

/**
 * The end-to-end tests first: they wait for the provider, and the others work meanwhile. Jest's own order would begin
 * with the longest of the last run, which a clean checkout does not know.
 */
module.exports = class WaitingFirst extends Sequencer {
  sort(tests) {
    const waits = ({ path }) => (path.endsWith(".e2e.test.ts") ? 0 : 1);
    return super.sort(tests).sort((a, b) => waits(a) - waits(b));
  }
};
