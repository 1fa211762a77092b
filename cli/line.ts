import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The package that holds this command, and the command of its framework's CLI: CDKTF's or CDK Terrain's. */
export interface Line {
  readonly packageName: string;
  readonly frameworkCli: "cdktf" | "cdktn";
}

interface PackageJson {
  readonly name: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** The line that this package is for, as its package.json has it: the source is the same for both. */
export function line(): Line {
  // The compiled command is one folder deeper than the source.
  const file = ["..", "../.."].map((up) => join(__dirname, up, "package.json")).find(existsSync);
  if (file === undefined) throw new Error(`No package.json above ${__dirname}`);
  // The package's own file: its shape is known.
  const { name, peerDependencies } = JSON.parse(readFileSync(file, "utf8")) as PackageJson;
  return { packageName: name, frameworkCli: "cdktn" in peerDependencies ? "cdktn" : "cdktf" };
}
