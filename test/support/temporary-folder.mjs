import { mkdtempSync } from "node:fs";
import process from "node:process";
import { tmpdir } from "node:os";
import { join } from "node:path";

/*
 * Before all tests: a folder of the run's own for temporary files, which remove-temporary-folder.mjs removes after them. CDKTF
 * makes one for each app without an output folder and removes none, and a test that is interrupted leaves its own.
 */
export default function makeTemporaryFolder() {
  // The workers inherit it, and so does every program that a test starts.
  process.env["TMPDIR"] = mkdtempSync(join(tmpdir(), "sems-tests-"));
}
