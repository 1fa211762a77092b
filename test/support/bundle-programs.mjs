import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, URL } from "node:url";
import { build, stop } from "esbuild";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The programs that tests start many times. */
const PROGRAMS = [
  "cli/main.ts",
  "review/cli.ts",
  "stacks/main.ts",
  "test/live/drill/main.ts",
  "verify/cli.ts",
];

/** A file that looks for others finds those beside its source. */
const sourceFolders = {
  name: "source-folders",
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.tsx?$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll("__dirname", JSON.stringify(dirname(path))),
      loader: path.endsWith("x") ? "tsx" : "ts",
    }));
  },
};

/**
 * Compiles the programs into a folder, each to one file of JavaScript: started by tsx, a program takes a second of processor
 * time before it does anything.
 */
export async function bundlePrograms(folder) {
  mkdirSync(folder);
  // From here the programs find the installed packages.
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
  await Promise.all(
    PROGRAMS.map((program) =>
      build({
        absWorkingDir: ROOT,
        entryPoints: [program],
        outfile: join(folder, program.replace(/\.ts$/, ".js")),
        bundle: true,
        packages: "external",
        platform: "node",
        target: "node20",
        keepNames: true,
        logLevel: "warning",
        plugins: [sourceFolders],
      }),
    ),
  );
  // Its process would wait for more until the tests end.
  await stop();
}
