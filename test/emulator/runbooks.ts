import * as fs from "node:fs";
import * as path from "node:path";

const RUNBOOKS = path.join(__dirname, "../../docs/operations.md");

/** The commands of a program in docs/operations.md, from its blocks and its sentences, each on one line. */
export function documentedCommands(program: string): string[] {
  return commandsIn(fs.readFileSync(RUNBOOKS, "utf8"), program);
}

function commandsIn(text: string, program: string): string[] {
  const blocks = [...text.matchAll(/^ *```sh\n([^]*?)^ *```/gm)].map(([, block = ""]) =>
    block.replace(/\\\n\s*/g, "").split("\n"),
  );
  const sentences = text.replace(/^ *```[^]*?^ *```/gm, "");
  const inline = [...sentences.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code.replace(/\s+/g, " "));
  return [...blocks.flat(), ...inline]
    .map((line) => line.trim())
    .filter((line) => line.startsWith(`${program} `) && line.includes(" -"));
}

/** The section on deploys that failed has its own test: operations that only it has. */
export const OF_KILLED_DEPLOYS = [
  "delete-load-balancer",
  "describe-addresses",
  "describe-security-group-rules",
  "modify-load-balancer-attributes",
] as const;

/** The command that a section has for an operation of AWS's command line or of Terraform's, or for a program. */
export function commandOf(heading: string, operation: string): string {
  const text = fs.readFileSync(RUNBOOKS, "utf8").split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const commands = ["aws", "terraform", "tail", "cp"].flatMap((program) => commandsIn(text, program));
  const found = commands.find((command) => ` ${command} `.includes(` ${operation} `));
  if (found === undefined) throw new Error(`"${heading}" has no ${operation}`);
  return found;
}

/** A command with values in place of its names in capitals. */
export function filled(command: string, values: Readonly<Record<string, string>>): string {
  return command.replace(/\b[A-Z][A-Z_]*(?:_\d)?\b/g, (name) => values[name] ?? name);
}
