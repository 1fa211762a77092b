import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { applyEdits, modify, parse } from "jsonc-parser";
import { InvalidConfigError } from "../stacks/config-error";
import { line, type Line } from "./line";

/** The scripts of a project. */
const scripts = ({ packageName, frameworkCli }: Line): Readonly<Record<string, string>> => ({
  start: `${packageName} app && sems-review`,
  check: `${packageName} check`,
  review: "sems-review",
  synth: `${frameworkCli} synth`,
  diff: `${frameworkCli} diff`,
  deploy: `${frameworkCli} deploy`,
});

/** What is synthesized is not kept, except the provider versions that Terraform has locked. */
const IGNORED = [
  "node_modules/",
  "cdktf.out/*",
  "!cdktf.out/stacks/",
  "cdktf.out/stacks/*/*",
  "!cdktf.out/stacks/*/.terraform.lock.hcl",
  ".gen/",
  ".terraform/",
  "*.tfstate",
  "*.tfstate.*",
];

/** The config file, and the file that names the app to the framework's CLI. */
const CREATED = ["sems.config.json", "cdktf.json"] as const;

/**
 * Refuses a folder that holds a file of a project: whoever made it would not expect another one in its place.
 *
 * @param from a config file that the values are taken from: that file may be the project's own, which stays as it is
 * @throws InvalidConfigError with every such file
 */
export function refuseExisting(folder: string, from?: string): void {
  const problems = CREATED.filter(
    (file) => existsSync(join(folder, file)) && !isSame(folder, file, from),
  ).map((file) => ({
    path: file,
    actual: "an existing file",
    expected: `no such file, because init overwrites nothing${
      file === "sems.config.json" ? `; to keep it: init --from ${file}` : ""
    }`,
  }));
  if (problems.length > 0) throw new InvalidConfigError("init", problems);
}

const isSame = (folder: string, file: string, from: string | undefined): boolean =>
  from !== undefined && resolve(folder, from) === resolve(folder, file);

/**
 * Writes the files of a project into a folder. package.json and .gitignore get what they lack; the config file stays as it
 * is where its own values are taken.
 *
 * @returns one line per file with what was done
 * @throws InvalidConfigError where a file is there already or package.json is not readable as JSON; nothing is written then
 */
export function writeProject(folder: string, config: string, from?: string): string[] {
  refuseExisting(folder, from);
  const packageJson = withScripts(folder);
  return [
    isSame(folder, "sems.config.json", from)
      ? "sems.config.json: left unchanged"
      : create(folder, "sems.config.json", config),
    create(folder, "cdktf.json", cdktfJson()),
    complete(folder, "package.json", packageJson.text) + packageJson.note,
    complete(folder, ".gitignore", withIgnored(textOf(folder, ".gitignore") ?? "")),
  ];
}

function textOf(folder: string, file: string): string | undefined {
  const path = join(folder, file);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

function create(folder: string, file: string, text: string): string {
  // Fails where the file has come into being since it was looked for.
  writeFileSync(join(folder, file), text, { flag: "wx" });
  return `${file}: written`;
}

function complete(folder: string, file: string, text: string): string {
  const before = textOf(folder, file);
  if (before === text) return `${file}: complete, left unchanged`;
  writeFileSync(join(folder, file), text);
  return `${file}: ${before === undefined ? "written" : "completed"}`;
}

/** CDK Terrain's CLI reads the file under the same name. */
function cdktfJson(): string {
  const project = {
    language: "typescript",
    app: `npx ${line().packageName} app`,
    projectId: randomUUID(),
    sendCrashReports: "false",
    terraformProviders: [],
    terraformModules: [],
  };
  return `${JSON.stringify(project, null, 2)}\n`;
}

/** package.json with the scripts that it lacks, and a note of those that it has for something else. */
function withScripts(folder: string): { readonly text: string; readonly note: string } {
  const before = textOf(folder, "package.json") ?? '{\n  "private": true\n}\n';
  const errors: never[] = [];
  const project: unknown = parse(before, errors);
  if (errors.length > 0 || typeof project !== "object" || project === null) {
    throw new InvalidConfigError("package.json", [{ path: "", actual: "no JSON", expected: "an object" }]);
  }
  const found: unknown = "scripts" in project ? project.scripts : {};
  const present = new Map(Object.entries(typeof found === "object" && found !== null ? found : {}));
  const wanted = Object.entries(scripts(line()));
  const text = wanted
    .filter(([name]) => !present.has(name))
    .reduce((json, [name, command]) => {
      const formattingOptions = { insertSpaces: true, tabSize: 2 };
      return applyEdits(json, modify(json, ["scripts", name], command, { formattingOptions }));
    }, before);
  const others = wanted.filter(([name, command]) => present.has(name) && present.get(name) !== command);
  const note =
    others.length === 0 ? "" : `; keeps its own scripts: ${others.map(([name]) => name).join(", ")}`;
  return { text, note };
}

function withIgnored(before: string): string {
  const present = new Set(before.split(/\r?\n/).map((line) => line.trim()));
  const lacking = IGNORED.filter((line) => !present.has(line));
  const separator = before === "" || before.endsWith("\n") ? "" : "\n";
  return lacking.length === 0 ? before : `${before}${separator}${lacking.join("\n")}\n`;
}
