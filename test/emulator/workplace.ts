import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { startEmulator, type Emulator } from "./emulator";

/** An emulated AWS, and a folder to work in: CDKTF and Terraform keep their state there, not in the repository. */
export interface Workplace {
  readonly emulator: Emulator;
  readonly folder: string;
  /** Stops the emulator and removes the folder. */
  readonly leave: () => Promise<void>;
}

/** Starts an emulated AWS beside an empty folder. */
export async function startWorkplace(): Promise<Workplace> {
  const emulator = await startEmulator();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sems-"));
  return {
    emulator,
    folder,
    leave: async () => {
      await emulator.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
