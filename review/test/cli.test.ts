import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { programArguments } from "../../test/support/program";
import { crossZoneOn } from "./support/faults";
import { handWritten, handWrittenNodes, tagged } from "./support/hand-written";

const CLI = programArguments("review/cli.ts");
const PRINT_LOADED_MODULES = ["--require", resolve(__dirname, "../../test/support/print-loaded-modules.cjs")];

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sems-review-"));
  symlinkSync("loop.json", join(folder, "loop.json"));
  writeFileSync(join(folder, "accepted"), "# comment\n\nSEMS-LB-1\n");
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function run(
  args: readonly string[],
  input: unknown = handWritten(2),
  { env = {}, preload = [] }: { env?: Record<string, string>; preload?: readonly string[] } = {},
) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...preload, ...CLI, ...args], {
    encoding: "utf8",
    input: typeof input === "string" ? input : JSON.stringify(input),
    cwd: folder,
    env: { ...process.env, CDKTF_OUTDIR: "", SEMS_DEBUG: "", ...env },
  });
  return { status, stdout, stderr };
}

describe("sems-review", () => {
  test("reads standard input, prints which node serves, and ends with status 0", () => {
    const { status, stdout, stderr } = run(["-"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^keys\.example\.com:443, 636 /m);
    expect(stdout).toMatch(/^nothing +10\.0\.1\.10 *$/m);
    expect(stdout).toMatch(/^10\.0\.1\.10 +10\.0\.2\.10 *$/m);
    expect(stdout).toMatch(/^0 errors, 0 warnings$/m);
  });

  test("ends with status 1 where a rule is broken, and prints the report all the same", () => {
    const { status, stdout, stderr } = run(["-", "--for", "sems"], crossZoneOn(handWritten(2)));
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(stdout).toContain("SEMS-LB-1");
  });

  test.each([
    ["never", 0],
    ["warning", 1],
    ["error", 1],
  ])("with --fail-on %s, errors end with status %i", (level, expected) => {
    expect(run(["-", "--fail-on", level], crossZoneOn(handWritten(2))).status).toBe(expected);
  });

  test("with each rule that objects acknowledged, ends with status 0 and prints the reasons", () => {
    const faulty = crossZoneOn(handWritten(2));
    const { findings }: { findings: { rule: string }[] } = JSON.parse(
      run(["-", "--format", "json", "--for", "sems"], faulty).stdout,
    );
    const rules = [...new Set(findings.map(({ rule }) => rule))];
    expect(rules).toContain("SEMS-LB-1");
    const options = rules.flatMap((rule) => ["--acknowledge", `${rule}=a test = not for clients`]);
    const { status, stdout } = run(["-", "--for", "sems", ...options], faulty);
    expect(status).toBe(0);
    expect(stdout).toContain("a test = not for clients");
  });

  test("judges what SEMS demands where it is asked to, or where the tags declare SEMS", () => {
    const found = (args: readonly string[], document: unknown) => {
      const { findings, services }: { findings: { rule: string }[]; services: { rules: string[] }[] } =
        JSON.parse(run(["-", "--format", "json", ...args], document).stdout);
      return {
        judged: services[0]?.rules,
        found: new Set(findings.map(({ rule }) => rule.replace(/-.*/s, ""))),
      };
    };
    const faulty = crossZoneOn(handWritten(2));
    const tags = tagged(faulty, "fail-over", handWrittenNodes(2));
    expect(found([], faulty)).toEqual({ judged: ["AWS"], found: new Set(["AWS"]) });
    for (const sems of [found(["--for", "sems"], faulty), found([], tags)]) {
      expect(sems).toEqual({ judged: ["AWS", "SEMS"], found: new Set(["AWS", "SEMS"]) });
    }
    expect(run(["-"], faulty).stdout).toMatch(/^ +Target +Address +Zone$/m);
    expect(run(["-"], tags).stdout).toMatch(/^ +Node +Interface 2 +Zone$/m);
  });

  test("accepts a rule's findings about one resource, and those of a file", () => {
    const faulty = crossZoneOn(handWritten(2));
    const { findings }: { findings: { rule: string; address: string }[] } = JSON.parse(
      run(["-", "--format", "json"], faulty).stdout,
    );
    const lines = [...new Set(findings.map(({ rule, address }) => `${rule}@${address}=in a test`))];
    writeFileSync(join(folder, "all"), `# what the test accepts\n\n${lines.join("\n")}\n`);
    expect(run(["-", "--acknowledge-file", "all"], faulty).status).toBe(0);
    writeFileSync(join(folder, "others"), lines.slice(1).join("\n"));
    expect(run(["-", "--acknowledge-file", "others"], faulty).status).toBe(1);
    expect(run(["-", "--acknowledge-file", "others", "--acknowledge", lines[0] ?? ""], faulty).status).toBe(
      0,
    );
  });

  test.each([
    [{}, 1],
    [{ SEMS_DEBUG: "1" }, 3],
  ])("ends with status 3 for a fault of its own, and asks for a report (%j)", (env, leastLines) => {
    const script = join(folder, "break.cjs");
    writeFileSync(script, 'process.stdout.write = () => { throw new TypeError("broken\\nin two"); };');
    const { status, stderr } = run(["-"], undefined, { env, preload: ["--require", script] });
    expect(status).toBe(3);
    const lines = stderr.trimEnd().split("\n");
    expect(lines[0]).toMatch(/^sems-review: internal fault \(broken\)\. Please report it /);
    expect(lines.length).toBeGreaterThanOrEqual(leastLines);
    if (leastLines === 1) expect(lines).toHaveLength(1);
  });

  const full = existsSync("/dev/full") ? test : test.skip;
  full("ends with status 2 and one line where the disk is full", () => {
    const command = `"$@" - > /dev/full`;
    const { status, stderr } = spawnSync("sh", ["-c", command, "sh", process.execPath, ...CLI], {
      encoding: "utf8",
      input: JSON.stringify(handWritten(2)),
    });
    expect({ status, lines: stderr.trimEnd().split("\n").length }).toEqual({ status: 2, lines: 1 });
    expect(stderr).toMatch(/^sems-review: standard output: cannot be written: ENOSPC/);
    expect(run(["-", "--output", "/dev/full"])).toMatchObject({ status: 2, stdout: "" });
  });

  test("writes the report to a file where it is given one", () => {
    const { status, stdout } = run(["-", "--format", "json", "--output", "report.json"]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    const report: { version: number } = JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
    expect(report.version).toBe(1);
  });

  test.each([
    ["text", /^keys\.example\.com:443, 636 /m],
    ["markdown", /^<!-- sems-review -->/],
    ["json", /^\{\n {2}"version": 1,/],
    ["html", /^<!doctype html>/i],
  ])("prints %s", (format, beginning) => {
    const { status, stdout } = run(["-", "--format", format]);
    expect(status).toBe(0);
    expect(stdout).toMatch(beginning);
  });

  test("reads a file, and each stack of a cdktf.out folder", () => {
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(handWritten(2)));
    const stacks = { one: { name: "one", synthesizedStackPath: "cdk.tf.json" } };
    writeFileSync(join(folder, "manifest.json"), JSON.stringify({ version: "0.21.0", stacks }));
    const [file, ofFolder] = [run(["cdk.tf.json"]), run(["."])];
    expect(file.status).toBe(0);
    expect(file.stdout).toMatch(/^keys\.example\.com:443, 636 /m);
    expect(ofFolder).toEqual(file);
  });

  test.each([
    ["a file that is not there", ["nowhere.json"], {}, /^sems-review: nowhere\.json: .+\n$/],
    ["a loop of links", ["loop.json"], {}, /^sems-review: loop\.json: a loop of symbolic links\n$/],
    ["a name of 5,000 characters", ["x".repeat(5000)], {}, /^sems-review: …x{300}: a name longer than .+\n$/],
    ["no input", ["-"], "", /^sems-review: standard input: .+\n$/],
    ["input that is cut off", ["-"], '{"resource": {"aws_lb"', /^sems-review: standard input: .+\n$/],
    ["JSON of another kind", ["-"], { name: "cdktf-sems" }, /^sems-review: standard input: .+\n$/],
    [
      "a report that cannot be written",
      ["-", "--output", "no/such/folder"],
      handWritten(2),
      /^sems-review: no\/such\/folder: cannot be written.+\n$/,
    ],
    ["an option that it does not know", ["--bogus"], {}, /^error: unknown option '--bogus'\n$/],
    ["a format that it does not know", ["-", "--format", "pdf"], {}, /^error: .*Allowed choices are text, /],
    [
      "a level that it does not know",
      ["-", "--fail-on", "info"],
      {},
      /^error: .*Allowed choices are error, /,
    ],
    ["a rule that it does not know", ["-", "--acknowledge", "X=y"], {}, /^error: .*Known rules: SEMS-/],
    ["a rule without a reason", ["-", "--acknowledge", "SEMS-LB-1"], {}, /^error: .*Expected RULE=REASON/],
    ["an empty reason", ["-", "--acknowledge", "SEMS-LB-1= "], {}, /^error: .*Expected RULE=REASON/],
    [
      "a file of acknowledgements with a fault in it",
      ["-", "--acknowledge-file", "accepted"],
      {},
      /^error: .*Line 3: Expected RULE=REASON/,
    ],
    [
      "no file of acknowledgements",
      ["-", "--acknowledge-file", "none"],
      {},
      /^error: .*cannot be read \(ENOENT\)/,
    ],
    [
      "a second file that is not there",
      ["-", "nowhere.json"],
      handWritten(2),
      /^sems-review: nowhere\.json: .+\n$/,
    ],
  ])("ends with status 2 and one line for %s", (_case, args, input, line) => {
    const { status, stdout, stderr } = run(args, input);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(line);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  test("loads neither CDKTF nor a provider, nor what other formats need: it starts fast", () => {
    const { stderr } = run(["-"], handWritten(2), { preload: PRINT_LOADED_MODULES });
    const loaded = stderr.split("\n");
    expect(loaded).toContainEqual(expect.stringMatching(/node_modules\/commander\//));
    expect(
      loaded.filter((module) => /node_modules\/(@?cdktf|constructs|preact|@dagrejs)\//.test(module)),
    ).toEqual([]);
  });
});
