const process = require("node:process");

/* Preloaded into a program: prints the files of the modules that it has loaded, one a line, on standard error when it ends. */
process.on("exit", () => {
  process.stderr.write(Object.keys(require.cache).join("\n"));
});
