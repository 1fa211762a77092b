import { readFileSync, readdirSync, realpathSync, statSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { join, relative } from "node:path";
import ts from "typescript";

interface PackageJson {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/**
 * What is wrong with an installed package's files: tests among them, or an import that resolves to a file that is not
 * published, to a package that is not declared, or to a path that a declared package does not have. Types count: a project
 * without the package would not compile.
 */
export function contentProblems(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (file) => !file.startsWith("node_modules") && statSync(join(folder, file)).isFile(),
  );
  const code = files.filter((file) => CODE.test(file));
  if (code.length === 0) return [`${folder} holds no code`];
  const declared = declaredBy(folder);
  return [
    ...files.filter((file) => TEST.test(file)).map((file) => `${file} is a test`),
    ...files.filter((file) => SOURCE.test(file)).map((file) => `${file} is source, not built`),
    ...code.flatMap((file) => importProblems(folder, file, declared)),
  ];
}

const CODE = /\.([cm]?js|d\.[cm]?ts)$/;
const SOURCE = /(?<!\.d)\.[cm]?tsx?$/;
const TEST = /(^|\/)(tests?|__\w+__|fixtures)\/|\.(test|spec)\.|\.snap$/;

function declaredBy(folder: string): ReadonlySet<string> {
  // The package's own file: npm has read it before.
  const packageJson = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as PackageJson;
  const { name, dependencies = {}, peerDependencies = {} } = packageJson;
  return new Set([name, ...Object.keys(dependencies), ...Object.keys(peerDependencies)]);
}

function importProblems(folder: string, file: string, declared: ReadonlySet<string>): string[] {
  const path = join(folder, file);
  const { importedFiles } = ts.preProcessFile(readFileSync(path, "utf8"), true, true);
  return importedFiles.flatMap(({ fileName }) => {
    if (isBuiltin(fileName)) return [];
    const isRelative = fileName.startsWith(".");
    if (!isRelative && !declared.has(packageOf(fileName)))
      return [`${file} imports ${fileName}, which is not declared`];
    const target = file.endsWith("js") ? resolveCode(path, fileName) : resolveTypes(path, fileName);
    if (target === undefined) {
      return [`${file} imports ${fileName}, which ${isRelative ? "is not published" : "that package lacks"}`];
    }
    return isRelative && !isWithin(folder, target)
      ? [`${file} imports ${fileName}, which is outside the package`]
      : [];
  });
}

function packageOf(specifier: string): string {
  const [scope = "", name = ""] = specifier.split("/");
  return scope.startsWith("@") ? `${scope}/${name}` : scope;
}

/** The file that Node loads: a folder has an index, and a package exports the path. */
function resolveCode(from: string, specifier: string): string | undefined {
  try {
    return createRequire(from).resolve(specifier);
  } catch {
    return undefined;
  }
}

/** The declarations that TypeScript finds by Node's rules. */
function resolveTypes(from: string, specifier: string): string | undefined {
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
  };
  const { resolvedModule } = ts.resolveModuleName(specifier, from, options, ts.sys);
  // Without declarations it goes on to the code, which has no types.
  return resolvedModule?.extension === ts.Extension.Js ? undefined : resolvedModule?.resolvedFileName;
}

function isWithin(folder: string, file: string): boolean {
  const inside = relative(realpathSync(folder), realpathSync(file));
  return !inside.startsWith("..") && !inside.startsWith("node_modules");
}
