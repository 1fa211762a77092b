const vm = require("node:vm");

/** The script of each file that this process has loaded, and the source that it was compiled from. */
const compiled = new Map();

/**
 * Jest compiles each module again for each file that it tests. A script is compiled once, with all functions in it, and runs
 * in the context of each. A module that imports while it runs needs to know who asks: Node compiles it as before.
 */
const { compileFunction } = vm;
vm.compileFunction = function (source, parameters = [], options = {}) {
  const { filename, parsingContext } = options;
  if (parsingContext === undefined || source.includes("import("))
    return compileFunction(source, parameters, options);
  let known = compiled.get(filename);
  if (known?.source !== source) {
    const head = `(function (${parameters.join()}) {`;
    // The first line's columns, which errors and maps of sources name, do not count what was put before it.
    const script = new vm.Script(`${head}${source}\n})`, { filename, columnOffset: -head.length });
    known = { source, script };
    compiled.set(filename, known);
  }
  return known.script.runInContext(parsingContext);
};
