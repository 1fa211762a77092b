import type { ConfigFile } from "../stacks/config-schema";
import { writeProject } from "./project-files";

/** Options of `init`. */
export interface InitOptions {
  readonly from?: string;
  readonly defaults?: boolean;
}

/** The newest Node for which the CDKTF CLI 0.21 has a terminal module. */
const NEWEST_FOR_CDKTF_CLI = 22;

/** Writes the files of a project in the working folder, and prints the next steps. */
export async function init({ from, defaults = false }: InitOptions): Promise<void> {
  const { reportFailure } = await import("../stacks/synthesize.js");
  try {
    const config = await configOf(from, defaults);
    const { commentedConfig } = await import("./commented-config.js");
    for (const line of writeProject(process.cwd(), commentedConfig(config))) console.log(line);
    console.log(NEXT);
    const note = nodeNote(process.versions.node);
    if (note !== undefined) console.log(note);
  } catch (error) {
    reportFailure(error);
  }
}

const NEXT = `
Next: put your own values into sems.config.json, then
  npx cdktf-sems check   validates it
  npm start              synthesizes it and reports which node serves clients in each failure scenario
  npx cdktf deploy       deploys it (needs Terraform and AWS credentials)`;

/** What to know where this Node is too new for `cdktf diff` and `deploy`. */
export function nodeNote(version: string): string | undefined {
  const major = Number.parseInt(version, 10);
  if (major <= NEWEST_FOR_CDKTF_CLI) return undefined;
  return (
    `\nNode ${version}: the CDKTF CLI 0.21 (npx cdktf) does not start without a C++ compiler above ` +
    `Node ${NEWEST_FOR_CDKTF_CLI}. Use Node 20 or ${NEWEST_FOR_CDKTF_CLI} for it; npm start works here.`
  );
}

async function configOf(from: string | undefined, defaults: boolean): Promise<ConfigFile> {
  if (from !== undefined) {
    const { readConfigFile } = await import("../stacks/config.js");
    return readConfigFile(from);
  }
  const { askAll, starterConfig } = await import("./questions.js");
  const atTerminal = process.stdin.isTTY && process.stdout.isTTY;
  return defaults || !atTerminal ? starterConfig(new Map()) : askAll(process.stdin, process.stdout);
}
