import * as fs from "node:fs";
import * as path from "node:path";

const FOLDER = path.resolve(__dirname, "../../cdktn");

/** The compiler options that put CDK Terrain's packages in CDKTF's place; else what is missing, to be read after "needs". */
export function findCdkTerrain(): { tsconfig: string } | { missing: string } {
  return fs.existsSync(path.join(FOLDER, "node_modules", "cdktn"))
    ? { tsconfig: path.join(FOLDER, "tsconfig.json") }
    : { missing: "CDK Terrain, which `npm ci --prefix cdktn` installs" };
}

/** The environment in which tsx runs a program of this repository on CDK Terrain. */
export function cdkTerrainEnv(): NodeJS.ProcessEnv {
  const found = findCdkTerrain();
  if ("missing" in found) throw new Error(`needs ${found.missing}`);
  return { TSX_TSCONFIG_PATH: found.tsconfig };
}
