import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, URL } from "node:url";
import { build, stop } from "esbuild";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The programs that tests start many times. */
const PROGRAMS = [
  "cli/main.ts",
  "review/cli.ts",
  "stacks/main.ts",
  "test/emulator/existing-app.ts",
  "test/emulator/sandbox-app.ts",
  "test/live/drill/main.ts",
  "verify/cli.ts",
];

/** CDK Terrain's packages, where they are installed. */
const CDK_TERRAIN = join(ROOT, "cdktn/node_modules");

/** The programs that tests also start on CDK Terrain, and its packages in the place of CDKTF's. */
const CDK_TERRAIN_PROGRAMS = ["stacks/main.ts", "test/emulator/sandbox-app.ts"];
const CDK_TERRAIN_PACKAGES = { cdktf: "cdktn", "@cdktf/provider-aws": "@cdktn/provider-aws" };

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
 * time before it does anything. Those on CDK Terrain go to a folder in it.
 */
export async function bundlePrograms(folder) {
  const onCdkTerrain = join(folder, "cdktn");
  linkPackages(join(ROOT, "node_modules"), folder);
  const builds = PROGRAMS.map((program) => bundle(program, folder));
  if (existsSync(CDK_TERRAIN)) {
    linkPackages(CDK_TERRAIN, onCdkTerrain);
    builds.push(
      ...CDK_TERRAIN_PROGRAMS.map((program) => bundle(program, onCdkTerrain, CDK_TERRAIN_PACKAGES)),
    );
  }
  await Promise.all(builds);
  // Its process would wait for more until the tests end.
  await stop();
}

/** From the link the programs in a folder find installed packages. */
function linkPackages(packages, folder) {
  mkdirSync(folder);
  symlinkSync(packages, join(folder, "node_modules"), "junction");
}

function bundle(program, folder, alias = {}) {
  return build({
    absWorkingDir: ROOT,
    entryPoints: [program],
    outfile: join(folder, program.replace(/\.ts$/, ".js")),
    bundle: true,
    packages: "external",
    alias,
    platform: "node",
    target: "node20",
    keepNames: true,
    logLevel: "warning",
    plugins: [sourceFolders],
  });
}
