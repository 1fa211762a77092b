import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** A folder for what is remembered between runs. Only ours: another user's could name a provider for us to run. */
export function ownFolder(): string {
  const user = process.getuid?.();
  const folder = path.join(os.tmpdir(), `cdktf-sems-${user ?? os.userInfo().username}`);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user !== undefined && fs.lstatSync(folder).uid !== user) {
    throw new Error(`${folder} belongs to another user: remove it, or set TMPDIR to a folder of your own`);
  }
  return folder;
}

/** The file in it with what is remembered of a key. */
export const memoryOf = (kind: string, key: string): string =>
  path.join(ownFolder(), `${kind}-${createHash("sha256").update(key).digest("hex")}`);

/** Tests run in several processes, and none may read half a file. */
export function replaceFile(file: string, content: string | Uint8Array): void {
  const written = `${file}.${process.pid}`;
  fs.writeFileSync(written, content);
  fs.renameSync(written, file);
}
