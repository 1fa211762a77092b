import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeNote } from "../../cli/init";
import { packedFiles, type Line } from "./line";
import { checkReview } from "./reviewed";
import { runnerIn, withNodeAlone, type Runner } from "./runner";

/**
 * Does what somebody does who has Node and nothing else: installs the packages with the framework's CLI into an empty
 * folder, writes a project with `init`, and comes to a synthesized and reviewed cluster.
 */
export function tryAsNewcomer(line: Line, packages: string, node = process.execPath): void {
  const folder = mkdtempSync(join(tmpdir(), "sems-newcomer-"));
  try {
    const project = join(folder, "project");
    mkdirSync(project);
    const npm = runnerIn(project, withNodeAlone(node, folder));
    const version = npm.run("node", "-p", "process.versions.node").trim();
    for (const program of ["terraform", "git"]) assert.throws(() => npm.try(program, "--version"), /ENOENT/);

    const note = nodeNote(line, version);
    const cli = `${line.frameworkCli}-cli@${cliVersion(line)}`;
    const options = ["--prefer-offline", "--no-fund", "--no-audit"];
    // Where the CLI does not start, it may not even install: its terminal module would be compiled.
    const files = [...packedFiles(line, packages), ...(note === undefined ? [cli] : [])];
    npm.run("npm", "install", ...files, ...options);
    const printed = npm.run("npx", "--no-install", line.packageName, "init");
    checkReview(npm.run("npm", "start"));
    console.log(`Node ${version} alone: three commands from an empty folder to a reviewed cluster`);

    assert.equal(printed.includes(note ?? "Node "), note !== undefined, printed);
    checkCommands(line, project, npm);
    if (note !== undefined) npm.run("npm", "install", cli, "--ignore-scripts", ...options);
    checkFrameworkCli(line, project, npm, note === undefined);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `check`, `schema`, and `init` where a project is, and with the values of a file. */
function checkCommands({ packageName }: Line, project: string, npm: Runner): void {
  const sems = (...args: readonly string[]): string => npm.run("npx", "--no-install", packageName, ...args);
  assert.match(sems("check"), /^sems\.config\.json: no problems; stack sems, /);
  assert.equal(typeof JSON.parse(sems("schema")), "object");

  const before = readFileSync(join(project, "sems.config.json"), "utf8");
  const again = npm.try("npx", "--no-install", packageName, "init");
  assert.equal(again.status, 1);
  for (const file of ["sems.config.json", "cdktf.json"])
    assert.match(again.stderr, new RegExp(`${file}: found an existing file`));
  assert.equal(readFileSync(join(project, "sems.config.json"), "utf8"), before);

  writeFileSync(join(project, "mine.json"), before.replaceAll("keys.example.com", "mail.example.com"));
  for (const file of ["sems.config.json", "cdktf.json"]) rmSync(join(project, file));
  sems("init", "--from", "mine.json");
  assert.match(sems("check"), /clients of mail\.example\.com/);
}

/** The framework's CLI synthesizes without Terraform, where it starts at all. */
function checkFrameworkCli({ frameworkCli }: Line, project: string, npm: Runner, starts: boolean): void {
  rmSync(join(project, "cdktf.out"), { recursive: true });
  const { status, stdout, stderr } = npm.try("npx", "--no-install", frameworkCli, "synth");
  if (!starts) {
    // What the note of `init` says; once it starts here, that note is wrong.
    assert.notEqual(status, 0, `${frameworkCli} synth works on this Node`);
    console.log(`${frameworkCli} synth does not start on this Node, as init says`);
    return;
  }
  assert.equal(status, 0, stdout + stderr);
  const review = npm.run("npx", "--no-install", "sems-review");
  assert.match(review, /^mail\.example\.com:443 /m);
  checkReview(review);
  console.log(`${frameworkCli} synth works without Terraform`);
}

/** The version of the framework's CLI that the repository has. */
function cliVersion({ installed, frameworkCli }: Line): string {
  const file = join(installed, `${frameworkCli}-cli`, "package.json");
  // npm has read this file before.
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
