/*
 * By this module CDKTF and CDK Terrain note where each token was made. In Jest every frame of every stack is mapped to its
 * source, which takes three quarters of the time of a synthesis, and no test looks at it.
 */
const WHERE_TOKENS_ARE_MADE = "lib/tokens/private/stack-trace";

/** Requires a file of a framework: the first one to ask loads it, for all files that this process tests. */
function frameworkFile(file) {
  const [framework] = /^.*\/node_modules\/cdkt[fn]\//.exec(file) ?? [];
  if (framework !== undefined) {
    const traces = require(framework + WHERE_TOKENS_ARE_MADE);
    for (const capture of Object.keys(traces)) traces[capture] = () => [];
  }
  return require(file);
}

/** CDKTF and CDK Terrain keep each token in one map, and with it the whole app that it was made for. */
function forgetTokens() {
  for (const kept of Object.values(globalThis.__cdktfTokenMap ?? {})) if (kept instanceof Map) kept.clear();
}

module.exports = { forgetTokens, frameworkFile };
