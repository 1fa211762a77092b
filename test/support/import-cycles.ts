import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";

/** Module specifiers that resolve to source of this repository rather than to an installed package. */
const OWN_PACKAGES: ReadonlyMap<string, string> = new Map([
  ["sems-review/reporting", "review/reporting.ts"],
  ["sems-review", "review/review.ts"],
]);

const NOT_SOURCE = new Set(["node_modules", "dist", "test"]);

/** The TypeScript files below some folders, tests and built files left out. */
export const sourceFiles = (root: string, folders: readonly string[]): string[] =>
  folders.flatMap((folder) => filesBelow(join(root, folder)));

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_SOURCE.has(entry.name) ? [] : filesBelow(path);
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith(".d.ts") ? [path] : [];
  });
}

/** The files that a file imports or re-exports, for their types only too. */
function importsOf(root: string, file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, "utf8"), true, true);
  return importedFiles.flatMap(({ fileName }) => {
    const own = OWN_PACKAGES.get(fileName);
    if (own !== undefined) return [join(root, own)];
    if (!fileName.startsWith(".")) return [];
    const path = join(dirname(file), fileName);
    return [path, `${path}.ts`, `${path}.tsx`, join(path, "index.ts")].filter(
      (candidate) => /\.tsx?$/.test(candidate) && existsSync(candidate),
    );
  });
}

/**
 * The import cycles among some files, each as the files along it. Type imports count: they hide a circle of ideas as well
 * as any other.
 */
export function importCycles(root: string, files: readonly string[]): string[][] {
  const imports = new Map(files.map((file) => [file, importsOf(root, file)] as const));
  const cycles: string[][] = [];
  const finished = new Set<string>();
  const follow = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) {
      cycles.push([...path.slice(start), file].map((member) => relative(root, member)));
      return;
    }
    if (finished.has(file)) return;
    for (const imported of imports.get(file) ?? []) follow(imported, [...path, file]);
    finished.add(file);
  };
  for (const file of files) follow(file, []);
  return cycles;
}
