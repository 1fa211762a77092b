import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename } from "node:path";

/** After all tests: removes the folder that temporary-folder.mjs made, with all that is in it. */
export default function removeTemporaryFolder() {
  const folder = tmpdir();
  if (!basename(folder).startsWith("sems-tests-")) throw new Error(`${folder} is not the tests' own folder`);
  rmSync(folder, { recursive: true, force: true });
}
