import type { ConfigFile } from "../stacks/config-schema";
import { line, type Line } from "./line";
import { refuseExisting, writeProject } from "./project-files";

/** Options of `init`. */
export interface InitOptions {
  readonly from?: string;
  readonly defaults?: boolean;
}

/** Writes the files of a project in the working folder, and prints the next steps. */
export async function init({ from, defaults = false }: InitOptions): Promise<void> {
  const { reportFailure } = await import("../stacks/synthesize.js");
  try {
    // Before any question.
    refuseExisting(process.cwd(), from);
    const config = await configOf(from, defaults);
    const { commentedConfig } = await import("./commented-config.js");
    for (const written of writeProject(process.cwd(), commentedConfig(config), from)) console.log(written);
    console.log(nextSteps(line()));
    const note = nodeNote(line(), process.versions.node);
    if (note !== undefined) console.log(note);
  } catch (error) {
    reportFailure(error);
  }
}

const nextSteps = ({ packageName, frameworkCli }: Line): string => `
Next: put your own values into sems.config.json, then
  npx ${packageName} check   validates it
  npm start              synthesizes it and reports which node serves clients in each failure scenario
  npx ${frameworkCli} deploy       deploys it (needs Terraform and AWS credentials)`;

/** The newest Node for which the CDKTF CLI 0.21 has a terminal module. */
const NEWEST_FOR_CDKTF_CLI = 22;

/** The oldest Node on which the CDK Terrain CLI 0.24 starts. */
const OLDEST_FOR_CDKTN_CLI = [22, 19] as const;

/** What to know where the framework's CLI, and so `diff` and `deploy`, does not start on this Node. */
export function nodeNote({ frameworkCli }: Pick<Line, "frameworkCli">, version: string): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (frameworkCli === "cdktf") {
    return major <= NEWEST_FOR_CDKTF_CLI
      ? undefined
      : `\nNode ${version}: the CDKTF CLI 0.21 (npx cdktf) needs Python and a C++ compiler above ` +
          `Node ${NEWEST_FOR_CDKTF_CLI}, and does not install or start without them. Use Node 20 or ${NEWEST_FOR_CDKTF_CLI} for it; npm start works here.`;
  }
  const [oldestMajor, oldestMinor] = OLDEST_FOR_CDKTN_CLI;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
    ? undefined
    : `\nNode ${version}: the CDK Terrain CLI 0.24 (npx cdktn) needs Node ${OLDEST_FOR_CDKTN_CLI.join(".")} or newer; ` +
        "npm start works here.";
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
