import { mkdtempSync } from "node:fs";
import process from "node:process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundlePrograms } from "./bundle-programs.mjs";

/*
 * Before all tests: a folder of the run's own for temporary files, which remove-temporary-folder.mjs removes after them. CDKTF
 * makes one for each app without an output folder and removes none, and a test that is interrupted leaves its own.
 */
export default async function makeTemporaryFolder() {
  // The workers inherit it, and so does every program that a test starts.
  const folder = mkdtempSync(join(tmpdir(), "sems-tests-"));
  process.env["TMPDIR"] = folder;
  process.env["SEMS_PROGRAMS"] = join(folder, "programs");
  await bundlePrograms(process.env["SEMS_PROGRAMS"]);
}
