import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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

/**
 * Writes the files of a project into a folder, and keeps whatever is there: files stay as they are, and package.json
 * and .gitignore get what they lack.
 *
 * @returns one line per file with what was done
 * @throws InvalidConfigError where package.json is not readable as JSON; nothing is written then
 */
export function writeProject(folder: string, config: string): string[] {
  const packageJson = withScripts(folder);
  return [
    create(folder, "sems.config.json", config),
    create(folder, "cdktf.json", cdktfJson()),
    complete(folder, "package.json", packageJson),
    complete(folder, ".gitignore", withIgnored(textOf(folder, ".gitignore") ?? "")),
  ];
}

function textOf(folder: string, file: string): string | undefined {
  const path = join(folder, file);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

function create(folder: string, file: string, text: string): string {
  if (existsSync(join(folder, file))) return `${file}: exists, left unchanged`;
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

/** package.json with the scripts that it lacks. */
function withScripts(folder: string): string {
  const before = textOf(folder, "package.json") ?? '{\n  "private": true\n}\n';
  const errors: never[] = [];
  const project: unknown = parse(before, errors);
  if (errors.length > 0 || typeof project !== "object" || project === null) {
    throw new InvalidConfigError("package.json", [{ path: "", actual: "no JSON", expected: "an object" }]);
  }
  const present: unknown = "scripts" in project ? project.scripts : {};
  return Object.entries(scripts(line()))
    .filter(([name]) => typeof present !== "object" || present === null || !Object.hasOwn(present, name))
    .reduce((text, [name, command]) => {
      const formattingOptions = { insertSpaces: true, tabSize: 2 };
      return applyEdits(text, modify(text, ["scripts", name], command, { formattingOptions }));
    }, before);
}

function withIgnored(before: string): string {
  const present = new Set(before.split(/\r?\n/).map((line) => line.trim()));
  const lacking = IGNORED.filter((line) => !present.has(line));
  const separator = before === "" || before.endsWith("\n") ? "" : "\n";
  return lacking.length === 0 ? before : `${before}${separator}${lacking.join("\n")}\n`;
}
