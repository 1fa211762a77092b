import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { contentProblems } from "./contents";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sems-contents-"));
  write("package.json", '{ "name": "mine", "dependencies": { "theirs": "1" } }');
  write("node_modules/theirs/package.json", '{ "name": "theirs", "exports": { ".": "./index.js" } }');
  write("node_modules/theirs/index.js", "");
  write("dist/folder/index.js", "");
  write("dist/index.js", 'require("node:fs"); require("theirs"); require("./folder");');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

describe("what is wrong with the files of a package", () => {
  test("is nothing where every import resolves to a file of its own or of a declared package", () => {
    expect(contentProblems(folder)).toEqual([]);
  });

  test.each([
    ['require("./gone")', "imports ./gone, which is not published"],
    ['import("./gone.js")', "imports ./gone.js, which is not published"],
    ['require("./empty")', "imports ./empty, which is not published"],
    ['require("../../outside.js")', "imports ../../outside.js, which is not published"],
    ['require("../node_modules/theirs")', "imports ../node_modules/theirs, which is outside the package"],
    ['require("other")', "imports other, which is not declared"],
    ['require("@other/one/path")', "imports @other/one/path, which is not declared"],
    ['require("theirs/hidden")', "imports theirs/hidden, which that package lacks"],
  ])("is %s", (code, problem) => {
    mkdirSync(join(folder, "dist/empty"));
    write("dist/more.js", code);
    expect(contentProblems(folder)).toEqual([`dist/more.js ${problem}`]);
  });

  test.each([
    ['export * from "./folder";', "imports ./folder, which is not published"],
    ['export type { A } from "other";', "imports other, which is not declared"],
    ['export declare const a: import("./gone").A;', "imports ./gone, which is not published"],
  ])("is %s among the declarations", (code, problem) => {
    write("dist/index.d.ts", code);
    expect(contentProblems(folder)).toEqual([`dist/index.d.ts ${problem}`]);
  });

  test.each(["test/a.js", "dist/a.test.js", "dist/__snapshots__/a.snap"])("is the test %s", (file) => {
    write(file, "");
    expect(contentProblems(folder)).toEqual([`${file} is a test`]);
  });

  test("is source beside what is built, and a package without code", () => {
    write("dist/index.ts", "");
    expect(contentProblems(folder)).toEqual(["dist/index.ts is source, not built"]);
    rmSync(join(folder, "dist"), { recursive: true });
    expect(contentProblems(folder)).toEqual([`${folder} holds no code`]);
  });
});
