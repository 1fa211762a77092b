import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { jsonSchema } from "../../stacks/json-schema";
import { configText } from "../support/config";
import { programArguments } from "../support/program";

const MAIN = programArguments("cli/main.ts");
const PRINT_LOADED_MODULES = join(__dirname, "../support/print-loaded-modules.cjs");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sems-cli-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the command in the folder, with no terminal. */
async function run(...options: readonly string[]) {
  const { SEMS_CONFIG, CDKTF_OUTDIR, ...env } = process.env;
  const child = spawn(process.execPath, [...MAIN, ...options], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { stdout, stderr, status };
}

const write = (file: string, content: string): void => {
  writeFileSync(join(folder, file), content);
};

describe("the command", () => {
  test("shows its help without CDKTF, which takes longer to load than all else", () => {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ["--require", PRINT_LOADED_MODULES, ...MAIN, "--help"],
      { encoding: "utf8" },
    );
    expect(stdout).toMatch(/^Usage: /);
    const loaded = stderr.split("\n");
    expect(loaded).toContainEqual(expect.stringMatching(/node_modules\/commander\//));
    expect(loaded.filter((file) => /node_modules\/(@?cdktf|constructs)\//.test(file))).toEqual([]);
  });

  test("goes from an empty folder to a synthesized cluster", async () => {
    expect(await run("init")).toMatchObject({ status: 0, stderr: "" });
    expect(await run("check")).toMatchObject({
      status: 0,
      stdout: "sems.config.json: no problems; stack sems, clients of keys.example.com, nodes sems1, sems2\n",
    });
    expect(await run("app")).toEqual({ status: 0, stdout: "", stderr: "" });
    const stack = readFileSync(join(folder, "cdktf.out/stacks/sems/cdk.tf.json"), "utf8");
    expect(JSON.parse(stack)).toMatchObject({ output: { client_fqdn: { value: "keys.example.com" } } });
  });

  test("takes the values of a config file, and writes nothing where that one is refused", async () => {
    write("good.json", configText());
    write("bad.json", configText({ "clientAccess[0].ttlSeconds": 61 }));
    const refused = await run("init", "--from", "bad.json");
    expect(refused).toMatchObject({ status: 1, stdout: "" });
    expect(refused.stderr).toContain("clientAccess[0].ttlSeconds: found 61");
    expect(existsSync(join(folder, "cdktf.json"))).toBe(false);

    expect(await run("init", "--from", "good.json")).toMatchObject({ status: 0 });
    expect((await run("check")).stdout).toContain("stack keys, clients of keys.example.com");
  });

  test("refuses to overwrite a project", async () => {
    write("cdktf.json", "{}");
    const refused = await run("init");
    expect(refused).toMatchObject({ status: 1, stdout: "" });
    expect(refused.stderr).toContain("cdktf.json: found an existing file");
    expect(readdirSync(folder)).toEqual(["cdktf.json"]);
  });

  test("refuses a wrong config file, and synthesizes no sandbox where there is none", async () => {
    expect(await run("app")).toMatchObject({
      status: 1,
      stderr: "sems.config.json: 1 problem\n  found no such file; allowed: a config file in JSON\n",
    });
    expect(existsSync(join(folder, "cdktf.out"))).toBe(false);
    write("bad.json", configText({ "nodes[0].name": "1" }));
    const checked = await run("check", "bad.json");
    expect(checked).toMatchObject({ status: 1, stdout: "" });
    expect(checked.stderr).toContain('nodes[0].name: found "1"');
  });

  test("synthesizes the sandbox where it is asked to", async () => {
    expect(await run("app", "--sandbox")).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(existsSync(join(folder, "cdktf.out/stacks/sems-sandbox/cdk.tf.json"))).toBe(true);
  });

  test("prints the schema, and refuses options that it does not know", async () => {
    expect(await run("schema")).toEqual({ status: 0, stdout: jsonSchema(), stderr: "" });
    expect(await run("init", "--colour")).toMatchObject({ status: 2, stdout: "" });
  });
});
