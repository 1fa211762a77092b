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

/** Two nodes in one tier, sems2 first. */
const record = (type: string, zone: string) => ({
  name: "keys.example.com",
  failover_routing_policy: { type },
  health_check_id: `\${aws_route53_health_check.${zone}.id}`,
  records: ["198.51.100.1"],
});

const document = {
  terraform: {},
  resource: {
    aws_lb: {
      keys: {
        tags: {
          "sems:client-fqdn": "keys.example.com",
          "sems:method": "fail-over",
          "sems:interface2:sems1": "10.0.1.10",
          "sems:interface2:sems2": "10.0.2.10",
          "sems:zone:sems1": "us-east-1a",
          "sems:zone:sems2": "us-east-1b",
        },
      },
    },
    aws_route53_health_check: {
      a: { tags: { Name: "keys.example.com us-east-1a" } },
      b: { tags: { Name: "keys.example.com us-east-1b" } },
    },
    aws_route53_record: { secondary: record("SECONDARY", "a"), primary: record("PRIMARY", "b") },
  },
};

describe("sems-review", () => {
  test("reads standard input and prints the nodes in order", () => {
    const { status, stdout, stderr } = run([CLI, "-"], document);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^standard input: keys\.example\.com \(fail-over\)/m);
    expect(stdout.match(/^\d {2}\w+/gm)).toEqual(["1  sems2", "2  sems1"]);
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
