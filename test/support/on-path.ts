import * as fs from "node:fs";
import * as path from "node:path";

/** The file of a program on the PATH. */
export function onPath(program: string): string | undefined {
  const file = process.platform === "win32" ? `${program}.exe` : program;
  return (process.env["PATH"] ?? "")
    .split(path.delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => path.join(folder, file))
    .find(isProgram);
}

/** Whether a file can be run. */
export function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    const status = fs.statSync(file);
    return status.isFile() && status.size > 0;
  } catch {
    return false;
  }
}
