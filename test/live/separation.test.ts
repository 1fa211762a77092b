import * as fs from "node:fs";
import * as path from "node:path";

const ROOT = path.resolve(__dirname, "../..");

/** Where the TypeScript files of a folder import from, as paths of this repository. */
function imports(folder: string, ofTests: boolean): string[] {
  const files = fs
    .readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes("node_modules"))
    .filter((file) => ofTests || !/\.test\.ts$|^support\//.test(file));
  return files.flatMap((file) => {
    const source = fs.readFileSync(path.join(ROOT, folder, file), "utf8");
    return [...source.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map(([, target = ""]) =>
      path.join(path.dirname(path.join(folder, file)), target),
    );
  });
}

test("the data plane shares no code with the review or the constructs, so that it can judge both", () => {
  const own = imports("test/live", false);
  expect(own.length).toBeGreaterThan(40);
  expect(own.filter((target) => /^(review|lib|stacks|verify)\//.test(target))).toEqual([]);
});

test("no test of the data plane imports the review: its report is read as users read it", () => {
  expect(imports("test/live", true).filter((target) => target.startsWith("review/"))).toEqual([]);
});

test("the review imports nothing of the data plane", () => {
  expect(imports("review", true).filter((target) => target.startsWith("test/live"))).toEqual([]);
});
