import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "./line";

/** A version of TypeScript. */
export interface Compiler {
  readonly version: string;
  readonly program: string;
}

/** The oldest TypeScript that reads the types of Node 20, and has Node's rules for modules. */
export const OLDEST_TYPESCRIPT = "4.7";
export const NEWEST_TYPESCRIPT = "7.0";

/** Installs versions of TypeScript, such as 4.7, into an empty folder. */
export function installCompilers(folder: string, versions: readonly string[]): Compiler[] {
  const nameOf = (version: string): string => `typescript-${version.replace(".", "-")}`;
  const dependencies = Object.fromEntries(
    versions.map((version) => [nameOf(version), `npm:typescript@${version}`]),
  );
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
  execFileSync("npm", ["install", "--prefer-offline", "--no-fund", "--no-audit"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return versions.map((version) => {
    const installed = join(folder, "node_modules", nameOf(version));
    // npm has read this file before.
    const found = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as { version: string };
    return { version: found.version, program: join(installed, "bin", "tsc") };
  });
}

/** How modules are resolved, since which TypeScript, and for which program. */
const RESOLUTIONS = [
  { module: "node16", resolution: "node16", since: 4.7, file: "main.ts" },
  { module: "node16", resolution: "node16", since: 4.7, file: "main.mts" },
  { module: "nodenext", resolution: "nodenext", since: 4.7, file: "main.mts" },
  { module: "esnext", resolution: "bundler", since: 5.0, file: "main.ts" },
] as const;

const STRICTEST = [
  "--strict",
  "--exactOptionalPropertyTypes",
  "--noUncheckedIndexedAccess",
  "--noPropertyAccessFromIndexSignature",
  "--noImplicitOverride",
  "--noImplicitReturns",
  "--isolatedModules",
];

/** The first TypeScript that reads all declarations of constructs, `export type *` among them. */
const CHECKS_LIBRARIES = 5.0;

/** Type-checks the programs of a project in every way that a TypeScript resolves modules, under the strictest options. */
export function checkTypes({ version, program }: Compiler, folder: string): void {
  const release = Number(/^\d+\.\d+/.exec(version)?.[0]);
  const libraries = release < CHECKS_LIBRARIES ? ["--skipLibCheck"] : [];
  const types = ["--types", "node", "--typeRoots", join(REPOSITORY, "node_modules", "@types")];
  for (const { module, resolution, since, file } of RESOLUTIONS) {
    if (release < since) continue;
    const modules = ["--module", module, "--moduleResolution", resolution];
    const options = ["--noEmit", "--target", "es2022", ...STRICTEST, ...libraries, ...modules, ...types];
    execFileSync(process.execPath, [program, ...options, file], {
      cwd: folder,
      stdio: ["ignore", "inherit", "inherit"],
    });
  }
}
