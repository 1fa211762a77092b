import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { REPORTS, type Format } from "../../report/index";
import { replacing } from "./support/reviews";

const TSX = require.resolve("tsx/cjs");
const REPORT = resolve(__dirname, "../../report/index.ts");

/** Prints a report in a process of its own. */
function run(format: Format) {
  const script = `
    const { REPORTS } = require(${JSON.stringify(REPORT)});
    REPORTS.${format}().then((report) => report(${JSON.stringify(replacing)})).then((printed) => {
      console.log(printed);
      console.error(Object.keys(require.cache).join("\\n"));
    });`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--require", TSX, "--eval", script], {
    encoding: "utf8",
  });
  return {
    printed: stdout,
    libraries: stderr.split("\n").filter((file) => /node_modules\/(preact|@dagrejs)/.test(file)),
  };
}

describe("the reports by format", () => {
  test.each([
    ["text", /^✗ Outage: some clients get no service\. Rules: /],
    ["markdown", /^<!-- sems-review -->\n/],
    ["json", /^\{\n {2}"version": 1,/],
    ["html", /^<!doctype html>\n/],
  ] as const)("has %s", async (format, beginning) => {
    expect(await (await REPORTS[format]())(replacing)).toMatch(beginning);
  });

  test("loads what makes pages for pages alone: a review in a terminal starts fast", () => {
    const [text, html] = [run("text"), run("html")];
    expect(text.printed).toContain("1 error, 1 warning, 1 acknowledged");
    expect(text.libraries).toEqual([]);
    expect(html.printed).toContain("<svg");
    expect(html.libraries).not.toEqual([]);
  });
});
