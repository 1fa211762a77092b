import { UnreadableInputError } from "./terraform/input";

/** Exit status of invalid options, of input that cannot be read, and of a report that cannot be written. */
export const UNUSABLE = 2;

/** Exit status of a fault in the command itself. */
export const INTERNAL_FAULT = 3;

/** Says in one line why a command ends without a report, and sets its exit status. */
export function reportFailure(command: string, error: unknown): void {
  if (error instanceof UnreadableInputError) {
    process.stderr.write(`${command}: ${error.message}\n`);
    process.exitCode = UNUSABLE;
    return;
  }
  const debug = process.env["SEMS_DEBUG"] ?? "";
  const fault = String(error instanceof Error ? error.message : error).split("\n", 1)[0] ?? "";
  process.stderr.write(
    `${command}: internal fault (${fault}). Please report it to the maintainers with what SEMS_DEBUG=1 prints.\n`,
  );
  if (debug !== "") process.stderr.write(`${error instanceof Error ? String(error.stack) : String(error)}\n`);
  process.exitCode = INTERNAL_FAULT;
}

/** Handles what goes wrong with standard output: a reader such as `head` may have had enough, a disk may be full. */
export function watchOutput(command: string): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    reportFailure(command, unwritable("standard output", error));
  });
}

/** The error of a report that cannot be written. */
export const unwritable = (file: string, error: unknown): UnreadableInputError =>
  new UnreadableInputError(file, `cannot be written: ${error instanceof Error ? error.message : ""}`);
