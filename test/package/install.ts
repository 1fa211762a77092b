import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { findCdkTerrain, findCdkTerrainCli } from "../support/cdk-terrain";
import { installCompilers, NEWEST_TYPESCRIPT, OLDEST_TYPESCRIPT, type Compiler } from "./compilers";
import { CDK_TERRAIN, CDKTF, type Line } from "./line";
import { tryAsNewcomer } from "./newcomer";
import { checkPackages, compile, installInProject, runOn } from "./own-project";
import { plan } from "./plan";

/*
 * Tries the packed packages on this Node as strangers' projects do, once for each line: as a newcomer with Node alone, and in
 * a project of one's own that is type-checked, synthesized, reviewed, tested, and planned where Terraform is there. The
 * folder of the packed packages is the only argument. `npm run matrix` tries more versions of Node and TypeScript.
 */

async function main(packages: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "sems-compilers-"));
  try {
    const compilers = installCompilers(folder, [OLDEST_TYPESCRIPT, NEWEST_TYPESCRIPT]);
    await tryLine(CDKTF, packages, compilers, process.execPath);

    const terrain = findCdkTerrain();
    const cli = findCdkTerrainCli();
    if ("missing" in terrain) console.error(`skipped: ${CDK_TERRAIN.packageName} needs ${terrain.missing}`);
    else await tryLine(CDK_TERRAIN, packages, compilers, "missing" in cli ? process.execPath : cli.node);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function tryLine(
  line: Line,
  packages: string,
  compilers: readonly Compiler[],
  newcomersNode: string,
): Promise<void> {
  console.log(`\n-- ${line.packageName}`);
  const project = installInProject(line, packages);
  try {
    checkPackages(line, project);
    compile(project, compilers);
    runOn(line, project);
    await plan(join(project.folder, "cdktf.out", "stacks", "installed"));
  } finally {
    project.remove();
  }
  tryAsNewcomer(line, packages, newcomersNode);
}

const [, program = "", folder] = process.argv;
if (folder === undefined) throw new Error(`usage: ${basename(program)} FOLDER`);
main(folder).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
