const { stderr } = require("node:process");

/** Prints each test as it ends. Jest's own reporters wait for the end of its file, which may be hours away. */
module.exports = class EachResult {
  onTestCaseResult(_test, { status, title, duration }) {
    stderr.write(`${status} after ${Math.round((duration ?? 0) / 1000)} s: ${title}\n`);
  }
};
