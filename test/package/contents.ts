import { existsSync, readFileSync, readdirSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript";

interface PackageJson {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/**
 * What is wrong with an installed package's files: tests among them, or an import of a file that is not
 * published or to a package that is not declared. Types count: a project without the package would not compile.
 */
export function contentProblems(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (file) => !file.startsWith("node_modules"),
  );
  const code = files.filter((file) => /\.(js|d\.ts)$/.test(file));
  if (code.length === 0) return [`${folder} holds no code`];
  const declared = declaredBy(folder);
  return [
    ...files
      .filter((file) => /(^|\/)(test|__tests__)(\/|$)|\.test\./.test(file))
      .map((file) => `${file} is a test`),
    ...code.flatMap((file) => importProblems(folder, file, declared)),
  ];
}

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
    if (fileName.startsWith(".")) {
      const target = join(dirname(path), fileName);
      const isThere = ["", ".js", ".d.ts", "/index.js", "/index.d.ts"].some((end) =>
        existsSync(target + end),
      );
      return isThere ? [] : [`${file} imports ${fileName}, which is not published`];
    }
    if (isBuiltin(fileName)) return [];
    const [scope = "", name = ""] = fileName.split("/");
    const packageName = scope.startsWith("@") ? `${scope}/${name}` : scope;
    return declared.has(packageName) ? [] : [`${file} imports ${fileName}, which is not declared`];
  });
}
