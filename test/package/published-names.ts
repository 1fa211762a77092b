import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { Line } from "./line";

/** Refuses an installed package of which a file names the other line. */
export function checkNames({ packageName, foreign }: Line, folder: string): void {
  const isChecked = (file: string): boolean =>
    /\.(js|d\.ts|json)$/.test(file) && !/^dist\/cli\/(line|init)\./.test(file);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(isChecked);
  const naming = files.filter((file) => foreign.test(publishedText(join(folder, file))));
  if (files.length < 50) throw new Error(`${packageName} holds only ${files.length} files of code`);
  if (naming.length > 0) throw new Error(`${packageName} names the other line in ${naming.join(", ")}`);
}

/** The text of a file; of package.json without the scripts, which are the repository's. */
function publishedText(file: string): string {
  const text = readFileSync(file, "utf8");
  if (basename(file) !== "package.json") return text;
  return JSON.stringify(JSON.parse(text, (key, value: unknown) => (key === "scripts" ? undefined : value)));
}
