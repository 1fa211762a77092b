import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { rewriteDocument, rewriteReadme } from "./documents";
import { packageJsonFor } from "./package-json";
import { rewriteSpecifiers } from "./rewrite-specifiers";

const REPOSITORY = join(__dirname, "..");
const OUTPUT = join(__dirname, "dist");

/** How a stack moves from the first line to the second: it names both. */
const MIGRATION = "docs/cdk-terrain.md";

/**
 * Makes the folder of the package `cdktn-sems` out of the built files of `cdktf-sems`, file by file: the same constructs
 * for CDK Terrain. `npm run build` comes first.
 */
function build(): void {
  rmSync(OUTPUT, { recursive: true, force: true });
  for (const file of publishedFiles()) {
    const [from, to] = [join(REPOSITORY, file), join(OUTPUT, file)];
    mkdirSync(dirname(to), { recursive: true });
    const contents = contentsOf(file);
    if (contents === undefined) cpSync(from, to);
    else writeFileSync(to, contents(readFileSync(from, "utf8")));
  }
}

/** How a file differs from that of the first line; nothing for one that is the same in both. */
function contentsOf(file: string): ((text: string) => string) | undefined {
  if (file === "package.json") return packageJsonFor;
  if (file === "README.md")
    return (text) => rewriteReadme(text, readFileSync(join(__dirname, "README.md"), "utf8"));
  if (file === MIGRATION) return undefined;
  if (file.endsWith(".md")) return rewriteDocument;
  if (/\.(js|d\.ts)$/.test(file)) return (text) => rewriteSpecifiers(file, text);
  return undefined;
}

/** The files that npm would publish of the first line. */
function publishedFiles(): string[] {
  const listing = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: REPOSITORY,
    encoding: "utf8",
  });
  // npm documents this form.
  const [packed] = JSON.parse(listing) as PackedPackage[];
  const files = (packed?.files ?? []).map(({ path }) => path);
  if (!files.includes("dist/lib/index.js")) throw new Error("No built files: run npm run build first");
  return files;
}

/** What `npm pack --json` prints of a package, as far as it is read here. */
interface PackedPackage {
  readonly files: readonly { readonly path: string }[];
}

build();
