import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { rewriteSpecifiers } from "../../cdktn/rewrite-specifiers";

export const REPOSITORY = resolve(__dirname, "../..");

/** One of the two packages with constructs, and what a project with it looks like. */
export interface Line {
  readonly packageName: string;
  readonly frameworkCli: "cdktf" | "cdktn";
  readonly peers: readonly string[];
  /** Where the peers are installed: the project gets these, so that nothing is fetched twice. */
  readonly installed: string;
  /** A program for CDKTF as one for this line. */
  readonly sourceOf: (text: string) => string;
  /** Names of the other line, which no published file has; the command's notes on Node and the documents compare both. */
  readonly foreign: RegExp;
}

export const CDKTF: Line = {
  packageName: "cdktf-sems",
  frameworkCli: "cdktf",
  peers: ["cdktf", "constructs", "@cdktf/provider-aws"],
  installed: join(REPOSITORY, "node_modules"),
  sourceOf: (text) => text,
  foreign: /cdktn/,
};

export const CDK_TERRAIN: Line = {
  packageName: "cdktn-sems",
  frameworkCli: "cdktn",
  peers: ["cdktn", "constructs", "@cdktn/provider-aws"],
  installed: join(REPOSITORY, "cdktn", "node_modules"),
  sourceOf: (text) => rewriteSpecifiers("main.ts", text),
  foreign: /@cdktf\/|cdktf-|["'`]cdktf["'`]/,
};

/** The packages that hold a command only, and neither line's constructs. */
export const COMMANDS = ["sems-review", "sems-verify"];

/** The packed files of a line and of the commands that it depends on. */
export const packedFiles = ({ packageName }: Line, folder: string): string[] =>
  [...COMMANDS, packageName].map((name) => packed(folder, name));

function packed(folder: string, name: string): string {
  const [file, ...others] = readdirSync(folder).filter((entry) => entry.startsWith(`${name}-`));
  if (file === undefined || others.length > 0) throw new Error(`${folder}: expected one ${name}-VERSION.tgz`);
  return join(resolve(folder), file);
}
