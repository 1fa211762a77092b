/** In place of a file of a framework: the one that shared-frameworks.cjs has for all. */
exports.process = (_source, file) => ({ code: `module.exports = frameworkFile(${JSON.stringify(file)});` });

exports.getCacheKey = (_source, file) => file.replace(/\W/g, "-");
