import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { checkTypes, type Compiler } from "./compilers";
import { contentProblems } from "./contents";
import { COMMANDS, packedFiles, REPOSITORY, type Line } from "./line";
import { checkNames } from "./published-names";
import { checkReview } from "./reviewed";
import { runnerIn, withNode, type Runner } from "./runner";

/** A folder with the packages installed beside the framework, and programs that use them. */
export interface OwnProject {
  readonly folder: string;
  readonly remove: () => void;
}

const tool = (name: string): string => join(REPOSITORY, "node_modules", ".bin", name);

/** Installs the packed packages beside the framework that the repository has. */
export function installInProject(line: Line, packages: string): OwnProject {
  const folder = mkdtempSync(join(tmpdir(), "sems-installed-"));
  const { run } = runnerIn(folder, process.env);
  const options = ["--omit=peer", "--ignore-scripts", "--no-fund", "--no-audit"];
  run("npm", "install", ...packedFiles(line, packages), ...options);
  for (const peer of line.peers) link(join(line.installed, peer), join(folder, "node_modules", peer));
  const source = line.sourceOf(readFileSync(join(__dirname, "main.ts"), "utf8"));
  for (const file of ["main.ts", "main.mts"]) writeFileSync(join(folder, file), source);
  writeFileSync(join(folder, "stack.test.js"), line.sourceOf(PROJECT_TEST));
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

/** Checks the packages' files: what they import, and what they name. */
export function checkPackages(line: Line, { folder }: OwnProject): void {
  for (const name of [...COMMANDS, line.packageName]) {
    const installed = join(folder, "node_modules", name);
    const problems = contentProblems(installed);
    if (problems.length > 0) throw new Error(`${basename(installed)}:\n${problems.join("\n")}`);
  }
  checkNames(line, join(folder, "node_modules", line.packageName));
}

/** Type-checks the programs by each compiler. */
export function compile({ folder }: OwnProject, compilers: readonly Compiler[]): void {
  for (const compiler of compilers) {
    checkTypes(compiler, folder);
    console.log(`type-checked by TypeScript ${compiler.version}`);
  }
}

/** Runs the programs, the review, sems-verify and a test of the project's own on one Node. */
export function runOn(line: Line, { folder }: OwnProject, node = process.execPath): void {
  // Its own test leaves the folders that CDKTF makes: they go with the project.
  const temporary = join(folder, "tmp");
  mkdirSync(temporary, { recursive: true });
  const runner = runnerIn(folder, { ...withNode(node), TMPDIR: temporary });
  const output = join(folder, "cdktf.out");
  const out = "out";
  for (const file of ["main.ts", "main.mts"]) {
    const options = ["--outDir", out, "--target", "es2022", "--module", "node16", "--skipLibCheck"];
    const types = ["--types", "node", "--typeRoots", join(REPOSITORY, "node_modules", "@types")];
    runner.run(tool("tsc"), ...options, ...types, file);
    rmSync(output, { recursive: true, force: true });
    // Node itself, and no loader: what it takes for an ES module's import is what counts.
    const nodes = runner.run("node", join(out, file.replace(/ts$/, "js"))).trim();
    assert.equal(nodes, "sems1, sems2");
    checkReview(runner.run("npx", "--no-install", "sems-review", "cdktf.out"));
  }
  startVerify(runner);
  writeFileSync(join(folder, "sems.config.json"), readFileSync(CONFIG));
  runner.run("npx", "--no-install", line.packageName, "check");
  runner.run(tool("jest"), "--rootDir", folder, "--silent");
  const version = runner.run("node", "-p", "process.versions.node").trim();
  console.log(
    `synthesized as CommonJS and ES module, reviewed, and tested by its own jest on Node ${version}`,
  );
}

const CONFIG = join(REPOSITORY, "docs", "examples", "fail-over.json");

/** Nothing is deployed: that it reads its input, and says so, shows that it starts. */
function startVerify(runner: Runner): void {
  const { status, stderr } = runner.try("npx", "--no-install", "sems-verify", "package.json");
  assert.equal(status, 2, stderr);
  // npm may warn of this Node before.
  assert.match(stderr, /^sems-verify: package\.json: /m);
}

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

function link(target: string, at: string): void {
  rmSync(at, { recursive: true, force: true });
  mkdirSync(dirname(at), { recursive: true });
  symlinkSync(target, at);
}
