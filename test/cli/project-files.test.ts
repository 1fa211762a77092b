import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeNote } from "../../cli/init";
import { writeProject } from "../../cli/project-files";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sems-init-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const read = (file: string): string => readFileSync(join(folder, file), "utf8");
const readJson = (file: string): unknown => JSON.parse(read(file));
const write = (file: string, text: string): void => {
  writeFileSync(join(folder, file), text);
};

describe("the files of a project", () => {
  test("name a command of the package as the app", () => {
    writeProject(folder, "{}\n");
    expect(readJson("cdktf.json")).toMatchObject({ app: "npx cdktf-sems app", language: "typescript" });
    expect(readJson("package.json")).toMatchObject({ scripts: { start: "cdktf-sems app && sems-review" } });
    expect(readdirSync(folder).sort()).toEqual([
      ".gitignore",
      "cdktf.json",
      "package.json",
      "sems.config.json",
    ]);
  });

  test("stay as they are where they are there", () => {
    for (const file of ["sems.config.json", "cdktf.json"]) write(file, "mine\n");
    write("package.json", '{ "scripts": { "start": "mine" }, "dependencies": { "x": "1" } }\n');
    write(".gitignore", "mine\nnode_modules/");
    writeProject(folder, "{}\n");
    expect([read("sems.config.json"), read("cdktf.json")]).toEqual(["mine\n", "mine\n"]);
    expect(readJson("package.json")).toMatchObject({
      scripts: { start: "mine", check: "cdktf-sems check" },
      dependencies: { x: "1" },
    });
    expect(read(".gitignore")).toMatch(/^mine\nnode_modules\/\ncdktf.out\/\*\n/);
  });

  test("do not change when they are written a second time", () => {
    writeProject(folder, "{}\n");
    const files = readdirSync(folder);
    const before = files.map(read);
    expect(writeProject(folder, "other\n").every((line) => line.endsWith("left unchanged"))).toBe(true);
    expect(files.map(read)).toEqual(before);
  });

  test.each(["no json", "[]x", '"text"'])("are not written beside a package.json that is %j", (text) => {
    write("package.json", text);
    expect(() => writeProject(folder, "{}\n")).toThrow("package.json: 1 problem");
    expect(readdirSync(folder)).toEqual(["package.json"]);
  });
});

describe("the note on Node", () => {
  test.each(["20.9.0", "22.21.1"])("is not written for %s, on which the CDKTF CLI starts", (version) => {
    expect(nodeNote({ frameworkCli: "cdktf" }, version)).toBeUndefined();
  });

  test.each(["24.1.0", "26.10.0"])("names the versions to use in place of %s", (version) => {
    expect(nodeNote({ frameworkCli: "cdktf" }, version)).toContain("Use Node 20 or 22");
  });
});
