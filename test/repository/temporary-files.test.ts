import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { Testing } from "cdktf";

describe("temporary files of tests", () => {
  test("are in a folder of the run's own, those of the framework as well", () => {
    expect(basename(tmpdir())).toMatch(/^sems-tests-/);
    expect(dirname(Testing.app().outdir)).toBe(tmpdir());
  });

  test("of the programs that tests start are there, too", () => {
    const folder = mkdtempSync(join(tmpdir(), "sems-"));
    expect(process.env["TMPDIR"]).toBe(dirname(folder));
    rmSync(folder, { recursive: true });
  });
});
