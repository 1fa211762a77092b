#!/usr/bin/env node
import { statSync, writeFileSync } from "node:fs";
import { Command, Option } from "commander";
import { acknowledgementOf } from "./acknowledgements";
import { readDocuments } from "./terraform/document";
import { UnreadableInputError } from "./terraform/input";
import { Progress } from "./progress";
import { REPORTS, type Format } from "./report/index";
import type { Finding } from "./report-model";
import { reviewDocuments, type Acknowledgements } from "./review";
import { RULES } from "./rules/index";

/** Exit status of findings at or above `--fail-on`. */
const FINDINGS = 1;

/** Exit status of invalid options and unreadable input. */
const UNREADABLE = 2;

/** A file of this size takes a while to read. */
const LONG_BYTES = 10_000_000;

interface Options {
  readonly format: Format;
  readonly output?: string;
  readonly failOn: "error" | "warning" | "never";
  readonly acknowledge: Acknowledgements;
}

const OUTDIR = process.env["CDKTF_OUTDIR"];

const program = new Command("sems-review")
  .description("Reports which node serves clients in each failure scenario, and what a change disrupts.")
  .argument(
    "[file]",
    "output of `terraform show -json` for a plan or a state, a cdk.tf.json file, a cdktf.out folder, or - for standard input",
    OUTDIR === undefined || OUTDIR === "" ? "cdktf.out" : OUTDIR,
  )
  .addOption(new Option("--format <format>", "report format").choices(Object.keys(REPORTS)).default("text"))
  .option("--output <file>", "write the report to this file instead of standard output")
  .addOption(
    new Option("--fail-on <level>", "lowest level of findings that makes the exit status 1")
      .choices(["error", "warning", "never"])
      .default("error"),
  )
  .addOption(
    new Option("--acknowledge <rule=reason>", "accept the findings of a rule; may be repeated")
      .argParser(acknowledgementOf(RULES.map(({ id }) => id)))
      .default(new Map(), "none"),
  )
  .addHelpText(
    "after",
    "\nExit status: 0 no findings at or above --fail-on, 1 findings, 2 unreadable input or invalid options.",
  )
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : UNREADABLE))
  .action(run);

async function run(file: string, { format, output, failOn, acknowledge }: Options): Promise<void> {
  const progress = new Progress(process.stderr);
  progress.next(`reading ${file}`, sizeOf(file) > LONG_BYTES);
  const documents = readDocuments(file);
  progress.next("computing the failure scenarios");
  const review = reviewDocuments(file, documents, acknowledge);
  progress.next("writing the report");
  const print = await REPORTS[format]();
  const report = await print(review);
  progress.done();
  if (output === undefined) process.stdout.write(report);
  else writeReport(output, report);
  if (review.findings.some((finding) => fails(finding, failOn))) process.exitCode = FINDINGS;
}

function fails({ level, acknowledged }: Finding, failOn: Options["failOn"]): boolean {
  return acknowledged === null && (failOn === "warning" || (failOn === "error" && level === "error"));
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

function writeReport(file: string, report: string): void {
  try {
    writeFileSync(file, report);
  } catch (error) {
    throw new UnreadableInputError(file, `cannot be written: ${error instanceof Error ? error.message : ""}`);
  }
}

// A reader such as `head` may have had enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof UnreadableInputError)) throw error;
  process.stderr.write(`sems-review: ${error.message}\n`);
  process.exitCode = UNREADABLE;
});
