#!/usr/bin/env node
import { Command } from "commander";
import { summarize } from "./summary";
import { readStacks, UnreadableInputError } from "./terraform-document";

/** Exit status of wrong options and unreadable input. */
const UNREADABLE = 2;

const OUTDIR = process.env["CDKTF_OUTDIR"];

const program = new Command("sems-review")
  .description("Says who serves the clients of the SEMS clusters in a synthesized stack, and in which order.")
  .argument(
    "[file]",
    "a cdk.tf.json, a cdktf.out folder, or - for standard input",
    OUTDIR === undefined || OUTDIR === "" ? "cdktf.out" : OUTDIR,
  )
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : UNREADABLE))
  .action((file: string) => {
    console.log(readStacks(file).map(summarize).join("\n\n"));
  });

try {
  program.parse();
} catch (error) {
  if (!(error instanceof UnreadableInputError)) throw error;
  console.error(`sems-review: ${error.message}`);
  process.exitCode = UNREADABLE;
}
