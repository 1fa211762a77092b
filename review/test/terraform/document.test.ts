import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { graphOf, readDocuments, UnreadableInputError } from "../../terraform/document";
import { fixtureFile } from "./fixtures";

const folder = mkdtempSync(join(tmpdir(), "sems-review-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  const raw = typeof content === "string" || Buffer.isBuffer(content);
  writeFileSync(path, raw ? content : JSON.stringify(content));
  return path;
}

/** What is said of a source that cannot be read; throws where it can. */
function refusalOf(source: string): string {
  try {
    readDocuments(source);
  } catch (error) {
    if (error instanceof UnreadableInputError) return error.message;
    throw error;
  }
  throw new Error(`${source} was read`);
}

const LB = { resource: { aws_lb: { a: {} } } };

describe("readDocuments", () => {
  test("calls a document as its file", () => {
    const path = file("one.json", LB);
    expect(readDocuments(path)).toMatchObject([{ name: path, kind: "configuration" }]);
  });

  test("reads every stack of a cdktf.out folder by its name", () => {
    const stack = (name: string) => ({ synthesizedStackPath: `stacks/${name}/cdk.tf.json` });
    file("out/manifest.json", { stacks: { one: stack("one"), __proto__x: stack("two") } });
    file("out/stacks/one/cdk.tf.json", LB);
    file("out/stacks/two/cdk.tf.json", { terraform: {} });
    const documents = readDocuments(join(folder, "out"));
    expect(documents.map(({ name, graph }) => [name, graph.name, graph.all("aws_lb").length])).toEqual([
      ["one", "one", 1],
      ["__proto__x", "__proto__x", 0],
    ]);
  });

  test("reads what PowerShell writes", () => {
    const path = file("utf16.json", Buffer.from(`\ufeff${JSON.stringify(LB)}`, "utf16le"));
    expect(readDocuments(path)[0]?.graph.all("aws_lb")).toHaveLength(1);
  });

  test("reads past a byte order mark", () => {
    expect(readDocuments(file("bom.json", `\ufeff${JSON.stringify(LB)}`))).toHaveLength(1);
  });

  test("takes the version alone for an empty state, as Terraform prints it", () => {
    expect(readDocuments(file("empty-state.json", { format_version: "1.0" }))).toMatchObject([
      { kind: "state" },
    ]);
  });

  test.each([
    ["errored", { errored: true }, "Terraform met an error while planning"],
    ["not complete", { complete: false }, "Terraform has put off a part of the changes"],
    ["whole", { errored: false, complete: true }, undefined],
  ])("says whether a plan is whole: %s", (_case, flags, incomplete) => {
    const path = file("partial.json", { format_version: "1.2", planned_values: {}, ...flags });
    expect(readDocuments(path)[0]?.incomplete).toBe(incomplete);
  });

  test.each([
    [
      "an action of Terraform 1.14",
      { ...LB, action: { aws_lambda_invoke: { x: { config: [{}] } } } },
      "configuration",
    ],
    ["what a query lists", { ...LB, list: { aws_instance: { x: {} } } }, "configuration"],
    ["OpenTofu's language block", { ...LB, language: [{ compatible_with: {} }] }, "configuration"],
    [
      "what another version adds to a state",
      { format_version: "1.0", values: {}, timestamp: "now" },
      "state",
    ],
    [
      "what another version adds to a plan",
      { format_version: "1.2", planned_values: {}, tofu_version: "1.11.0", action_invocations: [] },
      "plan",
    ],
  ])("reads past %s", (_case, json, kind) => {
    expect(readDocuments(file("other-keys.json", json))).toMatchObject([{ kind }]);
  });

  test.each([
    [
      "a redacted plan",
      { plan_format_version: "1.2", resource_changes: [], provider_schemas: {} },
      /: the redacted plan of HCP Terraform/,
    ],
    [
      "the lines of a wrapper around the JSON",
      `[command]/opt/terraform-bin show -json tfplan\n{"format_version":"1.2"}\n`,
      /: JSON between the lines of a wrapper \(setup-terraform's begins with \[command\]\)/,
    ],
    [
      "any other line before the JSON",
      `12:00:01 INFO terraform show\n{"format_version":"1.2"}\n`,
      /: JSON after another line, "12:00:01 INFO terraform show"; expected the JSON alone/,
    ],
    [
      "the log of a plan, as lines of JSON",
      '{"@level":"info","type":"version"}\n{"@level":"info","type":"planned_change"}\n',
      /: the log that `terraform plan -json` prints/,
    ],
    ["a plan file", Buffer.from("PK\u0003\u0004tfplan"), /: a plan in Terraform's binary form/],
    [
      "a plan as people read it",
      "\nTerraform used the selected providers to generate the following execution plan.\n",
      /: the plan as people read it/,
    ],
    ["HCL", 'resource "aws_lb" "a" {\n  name = "a"\n}\n', /: Terraform's own language \(HCL\)/],
    ["HCL of settings", 'terraform {\n  required_version = "1"\n}\n', /: Terraform's own language \(HCL\)/],
  ])("names %s as what it is", (_case, content, refusal) => {
    expect(refusalOf(file("other.txt", content))).toMatch(refusal);
  });

  test("reads a first plan without a state", () => {
    const path = file("first.json", { format_version: "1.2", planned_values: {} });
    expect(readDocuments(path)[0]?.before).toBeUndefined();
  });
});

const EXPECTED = "expected a cdk.tf.json, or what `terraform show -json` prints of a plan or a state";

describe("refusals", () => {
  test.each<[string, unknown, string]>([
    ["is empty", "", "empty; expected Terraform JSON"],
    ["is blank", " \n", "empty; expected Terraform JSON"],
    ["is cut off", '{"format_version":"1.2","planned', "JSON that is cut off or broken"],
    ["is no JSON", "just words", `not JSON; ${EXPECTED}`],
    ["is a list", [], `JSON, but no object; ${EXPECTED}`],
    ["is an empty object", {}, `an empty JSON object; ${EXPECTED}`],
    ["is another's JSON", { name: "x", resource: {} }, `JSON, but not Terraform's; ${EXPECTED}`],
    ["has nothing in its sections", { resource: "x" }, `JSON, but not Terraform's; ${EXPECTED}`],
    [
      "is a plan file",
      Buffer.from("PK\u0003\u0004..."),
      "a plan in Terraform's binary form; run `terraform show -json PLANFILE`",
    ],
    ["is no UTF-8", Buffer.from([0x7b, 0xff, 0x7d]), "not a text in UTF-8"],
    ["is a log", '{"@level":"info"}\n{"@level":"info"}\n', "the log that `terraform plan -json` prints; run"],
    ["is one event of a log", { "@level": "info" }, "the log of one event"],
    ["is a raw state", { version: 4, resources: [] }, "a raw state file; give what `terraform show -json`"],
    ["is of a later format", { format_version: "2.0" }, "a format_version other than 1"],
    ["is of no format", { format_version: 1 }, "a format_version other than 1"],
    ["is of another command", { format_version: "1.0", valid: true }, "neither a plan nor a state"],
    ["has values of another kind", { format_version: "1.0", values: [] }, "neither a plan nor a state"],
  ])("say what a file is that %s", (_case, content, reason) => {
    const path = file("bad.json", content);
    expect(refusalOf(path)).toContain(`${path}: ${reason}`);
  });

  test("name a file that is not there", () => {
    const path = join(folder, "nowhere.json");
    expect(refusalOf(path)).toBe(`${path}: no such file or folder`);
  });

  test("keep to one line, whatever a file is called", () => {
    expect(refusalOf(file("a\nb\u001b[31m.json", "x"))).toMatch(/^[ -~]*$/);
  });

  test("ask for a manifest in a folder", () => {
    mkdirSync(join(folder, "bare"));
    expect(refusalOf(join(folder, "bare"))).toContain(
      "a folder without a manifest.json; expected a cdktf.out",
    );
  });

  test.each<[string, unknown, string]>([
    ["no stacks", {}, "its manifest.json names no stack"],
    ["stacks of another kind", { stacks: "x" }, "its manifest.json names no stack"],
    ["no path", { stacks: { a: {} } }, 'no synthesizedStackPath for the stack "a"'],
    ["a number for a path", { stacks: { a: { synthesizedStackPath: 1 } } }, "no synthesizedStackPath"],
    [
      "a path out of the folder",
      { stacks: { a: { synthesizedStackPath: "../bad.json" } } },
      "is outside the folder",
    ],
    [
      "a path from the root",
      { stacks: { a: { synthesizedStackPath: __filename } } },
      "is outside the folder",
    ],
    [
      "a link out of the folder",
      { stacks: { a: { synthesizedStackPath: "link.json" } } },
      "is outside the folder",
    ],
    ["a path to nothing", { stacks: { a: { synthesizedStackPath: "gone.json" } } }, "no such file or folder"],
  ])("say what is wrong with a manifest with %s", (_case, manifest, reason) => {
    file("bad.json", LB);
    file("stacks/manifest.json", manifest);
    rmSync(join(folder, "stacks/link.json"), { force: true });
    symlinkSync(join(folder, "bad.json"), join(folder, "stacks/link.json"));
    expect(refusalOf(join(folder, "stacks"))).toContain(reason);
  });

  test("do not wait for a device that never ends", () => {
    expect(refusalOf("/dev/zero")).toContain("a device; expected a file");
  });
});

test("standard input is read to its end, in whatever pieces it comes", () => {
  const script = `
    const { readDocuments } = require(${JSON.stringify(require.resolve("../../terraform/document"))});
    const [{ name, graph }] = readDocuments("-");
    console.log(name, graph.all("aws_lb").length);`;
  const inPieces = '(head -c 100 "$0"; sleep 0.2; tail -c +101 "$0") | "$1" --require tsx/cjs --eval "$2"';
  const said = execFileSync(
    "sh",
    ["-c", inPieces, fixtureFile("update/state.json"), process.execPath, script],
    {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  expect(said.trim()).toBe("standard input 1");
});

test("graphOf refuses as readDocuments does", () => {
  expect(() => graphOf([], "x.json")).toThrow(
    new UnreadableInputError("x.json", `JSON, but no object; ${EXPECTED}`),
  );
});
