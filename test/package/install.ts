import { execFileSync, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { rewriteSpecifiers } from "../../cdktn/rewrite-specifiers";
import { findMoto } from "../emulator/emulator";
import { startWorkplace } from "../emulator/workplace";
import { findCdkTerrain } from "../support/cdk-terrain";
import { changesOf, findTerraform, TerraformFolder } from "../terraform/terraform";
import { contentProblems } from "./contents";

/*
 * Installs the packed packages beside a project's own framework, once for each line, type-checks and synthesizes a stack
 * that uses them, runs the review and sems-verify, and plans where Terraform is there. The folder of the packed packages is the only
 * argument.
 */

const REPOSITORY = resolve(__dirname, "../..");

/** The packages that hold a command only, and neither line's constructs. */
const COMMANDS = ["sems-review", "sems-verify"];

interface Line {
  readonly packageName: string;
  readonly peers: readonly string[];
  /** Where the peers are installed: the project gets these, so that nothing is fetched twice. */
  readonly installed: string;
  readonly sourceOf: (text: string) => string;
  /** Names of the other line, which no published file has; the command's notes on Node and the documents compare both. */
  readonly foreign: RegExp;
}

const CDKTF: Line = {
  packageName: "cdktf-sems",
  peers: ["cdktf", "constructs", "@cdktf/provider-aws"],
  installed: join(REPOSITORY, "node_modules"),
  sourceOf: (text) => text,
  foreign: /cdktn/,
};

const CDK_TERRAIN: Line = {
  packageName: "cdktn-sems",
  peers: ["cdktn", "constructs", "@cdktn/provider-aws"],
  installed: join(REPOSITORY, "cdktn", "node_modules"),
  sourceOf: (text) => rewriteSpecifiers("main.ts", text),
  foreign: /@cdktf\/|cdktf-|["'`]cdktf["'`]/,
};

async function main(packages: string): Promise<void> {
  await install(CDKTF, packages);
  const terrain = findCdkTerrain();
  if ("missing" in terrain) console.error(`skipped: ${CDK_TERRAIN.packageName} needs ${terrain.missing}`);
  else await install(CDK_TERRAIN, packages);
}

async function install(line: Line, packages: string): Promise<void> {
  console.log(`\n-- ${line.packageName}`);
  const project = mkdtempSync(join(tmpdir(), "sems-installed-"));
  try {
    const run = (command: string, ...args: string[]): string =>
      execFileSync(command, args, { cwd: project, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
    const tool = (name: string): string => join(REPOSITORY, "node_modules", ".bin", name);

    const files = COMMANDS.concat(line.packageName).map((name) => packed(packages, name));
    run("npm", "install", ...files, "--omit=peer", "--ignore-scripts", "--no-fund", "--no-audit");
    for (const name of COMMANDS.concat(line.packageName)) checkContents(join(project, "node_modules", name));
    checkNames(line, join(project, "node_modules", line.packageName));
    line.peers.forEach((peer) => {
      link(join(line.installed, peer), join(project, "node_modules", peer));
    });

    // Nothing is deployed: that it reads its input, and says so, shows that it starts.
    const verify = spawnSync("npx", ["--no-install", "sems-verify", "package.json"], {
      cwd: project,
      encoding: "utf8",
    });
    if (verify.status !== 2 || !verify.stderr.startsWith("sems-verify: package.json: "))
      throw new Error(`sems-verify does not start:\n${verify.stdout}${verify.stderr}`);

    // A newcomer's way: no file by hand.
    run("npx", "--no-install", line.packageName, "init");
    checkReview(run("npm", "start"));
    console.log("from an empty folder to a reviewed cluster");

    // A project of the reader's own, with a test of its own.
    writeFileSync(join(project, "stack.test.js"), line.sourceOf(PROJECT_TEST));
    run(tool("jest"), "--rootDir", project, "--silent");
    console.log("tested by a project's own jest");

    const source = line.sourceOf(readFileSync(join(__dirname, "main.ts"), "utf8"));
    writeFileSync(join(project, "main.ts"), source);
    writeFileSync(join(project, "main.mts"), source);
    for (const [module, moduleResolution, file] of RESOLUTIONS) {
      const modules = ["--module", module, "--moduleResolution", moduleResolution];
      const types = ["--types", "node", "--typeRoots", join(REPOSITORY, "node_modules", "@types")];
      run(tool("tsc"), "--noEmit", "--target", "es2022", ...STRICTEST, ...modules, ...types, file);
    }
    for (const file of ["main.ts", "main.mts"]) {
      rmSync(join(project, "cdktf.out"), { recursive: true, force: true });
      rmSync(join(project, "cdktn.out"), { recursive: true, force: true });
      console.log(run(tool("tsx"), file).trim());
      checkReview(run("npx", "--no-install", "sems-review", "cdktf.out"));
    }
    await plan(join(project, "cdktf.out", "stacks", "installed"));
    console.log("type-checked, synthesized, reviewed");
  } finally {
    rmSync(project, { recursive: true });
  }
}

function checkReview(review: string): void {
  if (!/^1 {2}sems1 /m.test(review)) throw new Error(`The review has no first node:\n${review}`);
}

function checkContents(folder: string): void {
  const problems = contentProblems(folder);
  if (problems.length > 0) throw new Error(`${basename(folder)}:\n${problems.join("\n")}`);
}

function checkNames({ packageName, foreign }: Line, folder: string): void {
  const isChecked = (file: string): boolean =>
    /\.(js|d\.ts|json)$/.test(file) && !/^dist\/cli\/(line|init)\./.test(file);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(isChecked);
  const naming = files.filter((file) => foreign.test(publishedText(join(folder, file))));
  if (files.length < 50) throw new Error(`${packageName} holds only ${files.length} files of code`);
  if (naming.length > 0) throw new Error(`${packageName} names the other line in ${naming.join(", ")}`);
}

/** The text of a file; of package.json without the scripts, which are the repository's. */
function publishedText(file: string): string {
  const text = readFileSync(file, "utf8");
  if (basename(file) !== "package.json") return text;
  return JSON.stringify(JSON.parse(text, (key, value: unknown) => (key === "scripts" ? undefined : value)));
}

/** CommonJS, ES modules by Node's rules, and a bundler's. */
const RESOLUTIONS = [
  ["node16", "node16", "main.ts"],
  ["node16", "node16", "main.mts"],
  ["nodenext", "nodenext", "main.mts"],
  ["esnext", "bundler", "main.ts"],
] as const;

const STRICTEST = [
  "--strict",
  "--exactOptionalPropertyTypes",
  "--noUncheckedIndexedAccess",
  "--noPropertyAccessFromIndexSignature",
  "--noImplicitOverride",
  "--noImplicitReturns",
  "--isolatedModules",
  "--skipLibCheck",
];

/** A test in a project of the reader's own, of the stack that its config file describes. */
const PROJECT_TEST = `
const { Testing } = require("cdktf");
const { ClusterStack, readConfig } = require("cdktf-sems/stacks");

test("the cluster has a load balancer", () => {
  const config = readConfig("sems.config.json");
  const stack = new ClusterStack(Testing.app(), config.name, config);
  expect(Testing.toHaveResource(Testing.synth(stack), "aws_lb")).toBe(true);
});
`;

/** The version that a document requires of a provider. */
const PROVIDER_VERSION = /("source": "[^"]*",\s*"version": )"[^"]*"/;

/** Plans the stack with the real provider, in the version that the emulated AWS fits. */
async function plan(folder: string): Promise<void> {
  const missing = [findTerraform(), findMoto()].flatMap((found) =>
    "missing" in found ? [found.missing] : [],
  );
  if (missing.length > 0) {
    console.error(`skipped: the plan needs ${missing.join(" and ")}`);
    return;
  }
  const file = join(folder, "cdk.tf.json");
  writeFileSync(file, readFileSync(file, "utf8").replace(PROVIDER_VERSION, '$1"5.100.0"'));
  const { emulator, leave } = await startWorkplace("for each command");
  try {
    const stack = new TerraformFolder(folder, emulator.env);
    await stack.init();
    await stack.validate();
    console.log(`${changesOf(await stack.plan()).length} resources planned`);
  } finally {
    await leave();
  }
}

function packed(folder: string, name: string): string {
  const [file, ...others] = readdirSync(folder).filter((entry) => entry.startsWith(`${name}-`));
  if (file === undefined || others.length > 0) throw new Error(`${folder}: expected one ${name}-VERSION.tgz`);
  return join(resolve(folder), file);
}

function link(target: string, at: string): void {
  rmSync(at, { recursive: true, force: true });
  mkdirSync(dirname(at), { recursive: true });
  symlinkSync(target, at);
}

const [, program = "", folder] = process.argv;
if (folder === undefined) throw new Error(`usage: ${basename(program)} FOLDER`);
main(folder).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
