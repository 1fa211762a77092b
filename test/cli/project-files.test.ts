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

  test("are refused by name where they are there, and nothing is written", () => {
    for (const file of ["sems.config.json", "cdktf.json"]) write(file, "mine\n");
    expect(() => writeProject(folder, "{}\n")).toThrow(
      "init: 2 problems\n" +
        "  sems.config.json: found an existing file; allowed: no such file, because init overwrites nothing; " +
        "to keep it: init --from sems.config.json\n" +
        "  cdktf.json: found an existing file; allowed: no such file, because init overwrites nothing",
    );
    expect(readdirSync(folder).sort()).toEqual(["cdktf.json", "sems.config.json"]);
    expect([read("sems.config.json"), read("cdktf.json")]).toEqual(["mine\n", "mine\n"]);
  });

  test.each(["sems.config.json", "cdktf.json"])("are refused where only %s is there", (file) => {
    write(file, "mine\n");
    expect(() => writeProject(folder, "{}\n")).toThrow(`init: 1 problem\n  ${file}: found an existing file`);
    expect(readdirSync(folder)).toEqual([file]);
  });

  test("are added to a config file that is there, where the values are its own", () => {
    write("sems.config.json", "mine\n");
    expect(writeProject(folder, "{}\n", "./sems.config.json")).toEqual([
      "sems.config.json: left unchanged",
      "cdktf.json: written",
      "package.json: written",
      ".gitignore: written",
    ]);
    expect(read("sems.config.json")).toBe("mine\n");
  });

  test("complete package.json and .gitignore, and name the scripts that stay another's", () => {
    write("package.json", '{ "scripts": { "start": "mine" }, "dependencies": { "x": "1" } }\n');
    write(".gitignore", "mine\nnode_modules/");
    expect(writeProject(folder, "{}\n")).toEqual([
      "sems.config.json: written",
      "cdktf.json: written",
      "package.json: completed; keeps its own scripts: start",
      ".gitignore: completed",
    ]);
    expect(readJson("package.json")).toMatchObject({
      scripts: { start: "mine", check: "cdktf-sems check" },
      dependencies: { x: "1" },
    });
    expect(read(".gitignore")).toMatch(/^mine\nnode_modules\/\ncdktf.out\/\*\n/);
  });

  test("leave package.json and .gitignore unchanged where these are complete", () => {
    writeProject(folder, "{}\n");
    const before = ["package.json", ".gitignore"].map(read);
    for (const file of ["sems.config.json", "cdktf.json"]) rmSync(join(folder, file));
    expect(writeProject(folder, "{}\n").slice(2)).toEqual([
      "package.json: complete, left unchanged",
      ".gitignore: complete, left unchanged",
    ]);
    expect(["package.json", ".gitignore"].map(read)).toEqual(before);
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
