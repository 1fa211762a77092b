import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStacks, UnreadableInputError } from "../../lib/review/terraform-document";

const folder = mkdtempSync(join(tmpdir(), "sems-review-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

/** A cdktf.out folder with a manifest. */
function outputFolder(name: string, manifest: unknown): string {
  mkdirSync(join(folder, name));
  file(`${name}/manifest.json`, manifest);
  return join(folder, name);
}

const stack = (path: string) => ({ synthesizedStackPath: path });

describe("readStacks", () => {
  test("reads a cdk.tf.json as a stack that is called as the file", () => {
    const path = file("cdk.tf.json", { terraform: {}, output: { a: { value: 1 } } });
    expect(readStacks(path)).toEqual([
      { name: path, document: { terraform: {}, output: { a: { value: 1 } } } },
    ]);
  });

  test("reads every stack of a cdktf.out folder by its name", () => {
    const stacks = { one: stack("one.tf.json"), two: stack("two.tf.json") };
    const path = outputFolder("good", { stacks });
    file("good/one.tf.json", { terraform: { backend: 1 } });
    file("good/two.tf.json", { terraform: { backend: 2 } });
    expect(readStacks(path)).toEqual([
      { name: "one", document: { terraform: { backend: 1 } } },
      { name: "two", document: { terraform: { backend: 2 } } },
    ]);
  });

  test.each([
    ["is no JSON", "{", "not JSON"],
    ["is a list", [], "not Terraform's JSON configuration"],
    ["is of another kind", { name: "x" }, "not Terraform's JSON configuration"],
    [
      "is a plan",
      { format_version: "1.2", terraform_version: "1.9.0" },
      "a plan or a state; this version reads cdk.tf.json and cdktf.out only",
    ],
  ])("refuses a file that %s", (_case, content, reason) => {
    const path = file("bad.json", content);
    expect(() => readStacks(path)).toThrow(new UnreadableInputError(path, reason));
  });

  test("refuses a file that is not there", () => {
    const path = join(folder, "nowhere.json");
    expect(() => readStacks(path)).toThrow(`${path}: no such file, or it cannot be read`);
  });

  test("refuses a folder without a manifest", () => {
    mkdirSync(join(folder, "empty"));
    const manifest = join(folder, "empty", "manifest.json");
    expect(() => readStacks(join(folder, "empty"))).toThrow(
      `${manifest}: no such file, or it cannot be read`,
    );
  });

  test.each([
    ["no-stacks", {}],
    ["no-paths", { stacks: { keys: {} } }],
    ["other-kinds", { stacks: { keys: "stacks/keys" } }],
  ])("refuses a folder whose manifest names no stack: %s", (name, manifest) => {
    const path = outputFolder(name, manifest);
    expect(() => readStacks(path)).toThrow(`${path}: its manifest names no stack`);
  });

  test("refuses a folder whose manifest names a stack that is not there", () => {
    const path = outputFolder("gone", { stacks: { keys: stack("keys.tf.json") } });
    expect(() => readStacks(path)).toThrow(
      `${join(path, "keys.tf.json")}: no such file, or it cannot be read`,
    );
  });
});
