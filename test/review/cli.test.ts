import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const TSX = pathToFileURL(require.resolve("tsx")).href;
const CLI = resolve(__dirname, "../../lib/review/cli.ts");

// A child starts in a second, but not on a machine that is busy.
jest.setTimeout(60_000);

function run(node: readonly string[], input: unknown = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", TSX, ...node], {
    encoding: "utf8",
    input: JSON.stringify(input),
  });
  return { status, stdout, stderr };
}

const row = (n: number) => ({ node: `sems${n}`, interface2_address: `10.0.${n}.10` });

const document = {
  terraform: {},
  output: {
    client_fqdn: { value: "keys.example.com" },
    clients_serving_order: { value: [row(2), row(3), row(1)] },
    clients_worst_case_failover_seconds: { value: 55 },
  },
};

describe("sems-review", () => {
  test("reads standard input and prints the nodes in order", () => {
    const { status, stdout, stderr } = run([CLI, "-"], document);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^standard input: keys\.example\.com$/m);
    expect(stdout.match(/^\d {2}\w+/gm)).toEqual(["1  sems2", "2  sems3", "3  sems1"]);
  });

  test.each([
    [
      "a file that is not there",
      ["nowhere.json"],
      "sems-review: nowhere.json: no such file, or it cannot be read\n",
    ],
    ["input of another kind", ["-"], "sems-review: standard input: not Terraform's JSON configuration\n"],
    ["an option that it does not know", ["--bogus"], "error: unknown option '--bogus'\n"],
    ["two files", ["a", "b"], "error: too many arguments. Expected 1 argument but got 2.\n"],
  ])("ends with status 2 and one line for %s", (_case, options, line) => {
    expect(run([CLI, ...options])).toEqual({ status: 2, stdout: "", stderr: line });
  });

  test("loads neither CDKTF nor a provider: it starts fast", () => {
    const script = `require(${JSON.stringify(CLI)}); console.error(Object.keys(require.cache).join("\\n"));`;
    const loaded = run(["--eval", script, "-"], document).stderr.split("\n");
    expect(loaded).toEqual(expect.arrayContaining([CLI, expect.stringMatching(/node_modules\/commander\//)]));
    expect(loaded.filter((module) => /node_modules\/(@?cdktf|constructs)\//.test(module))).toEqual([]);
  });
});
