import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { startProvider } from "../terraform/provider-process";
import { startEmulator, type Emulator } from "./emulator";

/** An emulated AWS, and a folder to work in: CDKTF and Terraform keep their state there, not in the repository. */
export interface Workplace {
  readonly emulator: Emulator;
  readonly folder: string;
  /** Stops the emulator and removes the folder. */
  readonly leave: () => Promise<void>;
}

/**
 * Starts an emulated AWS beside an empty folder.
 *
 * @param provider one provider for all Terraform commands, or one for each, as on anybody's machine
 */
export async function startWorkplace(
  provider: "for all commands" | "for each command" = "for all commands",
): Promise<Workplace> {
  const emulator = await startEmulator();
  const running = provider === "for all commands" ? await startProvider(emulator.env) : undefined;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sems-"));
  return {
    emulator: { ...emulator, env: { ...emulator.env, ...running?.env } },
    folder,
    leave: async () => {
      await running?.stop();
      await emulator.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
