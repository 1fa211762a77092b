import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import { UnreadableInputError } from "./terraform/unreadable-input";

/** Exit status of invalid options, of input that cannot be read, and of a report that cannot be written. */
export const UNUSABLE = 2;

/** Exit status of a fault in the command itself. */
const INTERNAL_FAULT = 3;

/** Says in one line why a command ends without a report, and sets its exit status. */
function reportFailure(command: string, error: unknown): void {
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

/** Runs a command to its end; whatever goes wrong, also outside of its promise, is one line and an exit status. */
export function runCommand(program: Command): void {
  const command = program.name();
  // A reader such as `head` may have had enough, a disk may be full.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    reportFailure(command, unwritable("standard output", error));
  });
  // What no promise carries; without a handler, Node prints a stack trace and ends with 1, the status of findings.
  process.on("uncaughtException", (error) => {
    reportFailure(command, error);
    process.exit(INTERNAL_FAULT);
  });
  program.parseAsync().catch((error: unknown) => {
    reportFailure(command, error);
  });
}

/** Writes a report into a file; to standard output without one. */
export function writeReport(report: string, file: string | undefined): void {
  if (file === undefined) {
    process.stdout.write(report);
    return;
  }
  try {
    writeFileSync(file, report);
  } catch (error) {
    throw unwritable(file, error);
  }
}

/** The error of a report that cannot be written. */
const unwritable = (file: string, error: unknown): UnreadableInputError =>
  new UnreadableInputError(file, `cannot be written: ${error instanceof Error ? error.message : ""}`);
