import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findCdkTerrain } from "../support/cdk-terrain";
import { installCompilers, NEWEST_TYPESCRIPT, OLDEST_TYPESCRIPT } from "./compilers";
import { CDK_TERRAIN, CDKTF, REPOSITORY, type Line } from "./line";
import { tryAsNewcomer } from "./newcomer";
import { installNodes } from "./nodes";
import { checkPackages, compile, installInProject, runOn } from "./own-project";

/*
 * `npm run matrix`: packs the packages and tries them with every TypeScript and Node that docs/compatibility.md names, module
 * resolutions and strictest options included. CI tries the oldest and the newest TypeScript, each on Node 20, 22 and 24.
 */

const TYPESCRIPT = [OLDEST_TYPESCRIPT, "4.9", "5.0", "5.4", "5.9", "6.0", NEWEST_TYPESCRIPT];

const NODE = ["20.9", "20", "22", "24"];
/** Those of CDK Terrain's own range. */
const NODE_OF_CDK_TERRAIN = ["22", "24"];

function main(): void {
  const { status } = spawnSync("npm", ["run", "packages", "--silent"], { cwd: REPOSITORY, stdio: "inherit" });
  if (status !== 0) throw new Error("the packages cannot be packed");
  const tools = mkdtempSync(join(tmpdir(), "sems-matrix-"));
  try {
    const terrain = findCdkTerrain();
    tryLine(CDKTF, tools, NODE);
    if ("missing" in terrain) console.error(`skipped: ${CDK_TERRAIN.packageName} needs ${terrain.missing}`);
    else tryLine(CDK_TERRAIN, tools, NODE_OF_CDK_TERRAIN);
  } finally {
    rmSync(tools, { recursive: true });
  }
}

function tryLine(line: Line, tools: string, versions: readonly string[]): void {
  console.log(`\n-- ${line.packageName}`);
  const packages = join(REPOSITORY, "packages");
  const compilers = installCompilers(emptyFolder(tools, `${line.packageName}-compilers`), TYPESCRIPT);
  const nodes = installNodes(emptyFolder(tools, `${line.packageName}-nodes`), versions);
  const project = installInProject(line, packages);
  try {
    checkPackages(line, project);
    compile(project, compilers);
    for (const node of nodes) runOn(line, project, node);
  } finally {
    project.remove();
  }
  for (const node of nodes) tryAsNewcomer(line, packages, node);
}

function emptyFolder(parent: string, name: string): string {
  const folder = join(parent, name);
  mkdirSync(folder);
  return folder;
}

main();
