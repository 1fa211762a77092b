import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { configText } from "../support/config";
import { programArguments } from "../support/program";

const root = mkdtempSync(join(tmpdir(), "sems-main-"));

/** Runs the app in a folder that holds these files, and returns how it ended and what it wrote. */
async function run(name: string, files: Record<string, string>, environment: NodeJS.ProcessEnv = {}) {
  const folder = join(root, name);
  mkdirSync(folder);
  for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
  const { SEMS_CONFIG, CDKTF_OUTDIR, ...inherited } = process.env;
  const child = spawn(process.execPath, programArguments("stacks/main.ts"), {
    cwd: folder,
    env: { ...inherited, ...environment },
  });
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  const written = readdirSync(folder).filter((file) => !Object.hasOwn(files, file));
  return { folder, status, stdout, stderr, written };
}

type Run = Awaited<ReturnType<typeof run>>;

const read = ({ folder }: Run, file: string): unknown => JSON.parse(readFileSync(join(folder, file), "utf8"));

afterAll(() => {
  rmSync(root, { recursive: true });
});

/** No program is on the PATH: synthesis needs none, Terraform included. */
const environment = { SEMS_CONFIG: "keys.json", CDKTF_OUTDIR: "out", PATH: root };

describe("the app with a good config file", () => {
  let good: Run;
  beforeAll(async () => {
    good = await run("good", { "keys.json": configText() }, environment);
  });

  test("ends well and says nothing", () => {
    expect(good).toMatchObject({ status: 0, stdout: "", stderr: "", written: ["out"] });
  });

  test("writes the stack that the file names", () => {
    expect(read(good, "out/stacks/keys/cdk.tf.json")).toMatchObject({
      provider: { aws: [{ region: "us-east-1", default_tags: [{ tags: { team: "messaging" } }] }] },
      terraform: {
        backend: { s3: { bucket: "states", encrypt: true, use_lockfile: true } },
        required_providers: { aws: { version: ">= 5.100.0, < 7.0.0" } },
      },
      output: { client_fqdn: { value: "keys.example.com" } },
    });
  });
});

test("the app imports the records of a name that is taken over", async () => {
  const config = configText({ "clientAccess[0].takeover": { adopt: true } });
  const adopting = await run("adopting", { "keys.json": config }, environment);
  expect(adopting).toMatchObject({ status: 0, stderr: "", written: ["out"] });
  expect(read(adopting, "out/stacks/keys/cdk.tf.json")).toMatchObject({
    import: [
      { to: expect.stringMatching(/^aws_route53_record\..*Tier1_Primary/) },
      { to: expect.stringMatching(/^aws_route53_record\..*Tier1_Secondary/) },
    ],
  });
});

describe("the app with a bad config file", () => {
  let bad: Run;
  beforeAll(async () => {
    const config = configText({ "nodes[0].name": "1", "clientAccess[0].ttlSeconds": 61 });
    bad = await run("bad", { "sems.config.json": config });
  });

  test("fails and writes nothing", () => {
    expect(bad).toMatchObject({ status: 1, stdout: "", written: [] });
  });

  test("prints every problem in a line of its own, and no stack trace", () => {
    expect(bad.stderr.split("\n")).toEqual([
      "sems.config.json: 2 problems",
      '  nodes[0].name: found "1"; allowed: letters, digits and hyphens, a letter first, 63 at most',
      "  clientAccess[0].ttlSeconds: found 61; allowed: a whole number of seconds from 1 to 60 [SEMS-DNS-2]",
      "",
    ]);
  });
});

describe("the app with a config file that it cannot read", () => {
  test.each([
    ["is not there", "nowhere.json", "no such file"],
    ["is a folder", ".", "a file that cannot be read (EISDIR)"],
  ])("fails in one line where the file %s", async (name, file, found) => {
    const { status, stderr, written } = await run(name, {}, { SEMS_CONFIG: file });
    expect({ status, written }).toEqual({ status: 1, written: [] });
    expect(stderr).toBe(`${file}: 1 problem\n  found ${found}; allowed: a config file in JSON\n`);
  });
});

describe("the app without a config file", () => {
  test("makes the sandbox, without a key in it", async () => {
    const sandbox = await run("sandbox", {});
    expect(sandbox).toMatchObject({ status: 0, stdout: "", stderr: "", written: ["cdktf.out"] });
    const document = read(sandbox, "cdktf.out/stacks/sems-sandbox/cdk.tf.json");
    expect(document).toHaveProperty("output.client_fqdn");
    expect(JSON.stringify(document)).not.toMatch(/private_key|"tls_|"aws_iam_server_certificate/);
  });
});
