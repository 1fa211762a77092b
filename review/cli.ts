#!/usr/bin/env node
import { statSync } from "node:fs";
import { Command, Option } from "commander";
import { acknowledgementOf, acknowledgementsIn, type Acknowledgements } from "./acknowledgements";
import { runCommand, UNUSABLE, writeReport } from "./command-failure";
import { readDocuments } from "./terraform/document";
import { joined } from "./terraform/join";
import { EFFECT_RULES } from "./effect";
import { FAIL_LEVELS, fails, type FailLevel } from "./fail-level";
import { Progress } from "./progress";
import { REPORTS, type Format } from "./report/index";
import { reviewDocuments } from "./review";
import { RULES } from "./rules/index";

/** Exit status of findings or effects on clients at or above `--fail-on`. */
const FINDINGS = 1;

/** A file of this size takes a while to read. */
const LONG_BYTES = 10_000_000;

interface Options {
  readonly format: Format;
  readonly output?: string;
  readonly failOn: FailLevel;
  readonly for?: "sems";
  readonly acknowledge: Acknowledgements;
  readonly acknowledgeFile: Acknowledgements;
}

/** What people may accept. */
const RULE_IDS = [...RULES.map(({ id }) => id), ...EFFECT_RULES];

const OUTDIR = process.env["CDKTF_OUTDIR"];

const program = new Command("sems-review")
  .description("Reports which node serves clients in each failure scenario, and what a change disrupts.")
  .argument(
    "[files...]",
    "output of `terraform show -json` for a plan or a state, a cdk.tf.json file, a cdktf.out folder, or - for standard input; several that refer to each other are reviewed as one",
    [OUTDIR === undefined || OUTDIR === "" ? "cdktf.out" : OUTDIR],
  )
  .addOption(new Option("--format <format>", "report format").choices(Object.keys(REPORTS)).default("text"))
  .option("--output <file>", "write the report to this file instead of standard output")
  .addOption(
    new Option(
      "--fail-on <level>",
      "what makes the exit status 1: error (findings of that level, or an outage), disruption (those, or any other " +
        "effect on clients), warning (those, or a warning), never",
    )
      .choices(FAIL_LEVELS)
      .default("error" satisfies FailLevel),
  )
  .addOption(
    new Option(
      "--for <product>",
      "also judge what SEMS demands (rules SEMS-*), whatever the tags of the load balancers declare",
    ).choices(["sems"]),
  )
  .addOption(
    new Option(
      "--acknowledge <rule[@address]=reason>",
      "accept the findings of a rule, or only those about one resource; CHANGE-OUTAGE, CHANGE-MOVE, CHANGE-REDUNDANCY and " +
        "CHANGE-UNKNOWN accept an effect on clients; may be repeated",
    )
      .argParser(acknowledgementOf(RULE_IDS))
      .default(new Map(), "none"),
  )
  .addOption(
    new Option(
      "--acknowledge-file <file>",
      "accept what this file lists: one RULE[@ADDRESS]=REASON a line, # for comments; may be repeated",
    )
      .argParser(acknowledgementsIn(RULE_IDS))
      .default(new Map(), "none"),
  )
  .addHelpText(
    "after",
    "\nA service is a name of Route 53 with failover or weighted records, or one that a load balancer's tags declare, that " +
      "resolves\nto a Network Load Balancer of the document, at each port of its listeners. AWS's rules are judged for every " +
      "service; those of\nSEMS where the tags declare it, or with --for sems.\n" +
      "\nExit status: 0 nothing at or above --fail-on, 1 findings or an effect on clients, 2 unreadable input, unwritable report or invalid " +
      "options, 3 a fault in the command itself.",
  )
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : UNUSABLE))
  .action(run);

async function run(files: readonly string[], options: Options): Promise<void> {
  const { format, output, failOn } = options;
  // What the command line says about a rule or resource comes before what a file says.
  const acknowledge = new Map([...options.acknowledgeFile, ...options.acknowledge]);
  const progress = new Progress(process.stderr);
  const documents = joined(
    files.flatMap((file) => {
      progress.next(`reading ${file}`, sizeOf(file) > LONG_BYTES);
      return readDocuments(file);
    }),
  );
  const review = reviewDocuments(files.join(", "), documents, acknowledge, {
    isSems: options.for === "sems",
    onStep: (step) => {
      progress.next(step);
    },
  });
  progress.next("writing the report");
  const print = await REPORTS[format]();
  const report = await print(review);
  progress.done();
  writeReport(report, output);
  if (fails(review, failOn)) process.exitCode = FINDINGS;
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    // Reading the file says why.
    return 0;
  }
}

runCommand(program);
