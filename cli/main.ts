#!/usr/bin/env node
import { Command } from "commander";
import { app } from "./app";
import { check } from "./check";
import { init, type InitOptions } from "./init";
import { line } from "./line";
import { writeSchema } from "./schema";

/** Exit status of wrong options. */
const WRONG_OPTIONS = 2;

// Each command loads what it needs when it runs: CDKTF takes a second, and help should not.
const program = new Command(line().packageName)
  .description("Deploys a SEMS cluster behind AWS from a config file.")
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : WRONG_OPTIONS))
  .addHelpText("after", "\nExit status: 0 done, 1 problems in the config file, 2 wrong options.");

program
  .command("init")
  .description(
    "Writes sems.config.json and cdktf.json, and adds to .gitignore and the scripts of package.json.\n" +
      "Overwrites nothing: it is refused where one of the first two exists.\n" +
      "Asks at a terminal; elsewhere it writes placeholders.",
  )
  .option("--from <file>", "take the values from this config file and ask nothing")
  .option("--defaults", "write placeholders and ask nothing")
  .action((options: InitOptions) => init(options));

program
  .command("check")
  .description("Validates a config file and synthesizes nothing.")
  .argument("[file]", "config file (default: the one that SEMS_CONFIG names, or sems.config.json)")
  .action((file: string | undefined) => check(file));

program
  .command("schema")
  .description("Prints the config file's JSON Schema.")
  .option("--output <file>", "write it there instead of to standard output")
  .action(({ output }: { readonly output?: string }) => writeSchema(output));

program
  .command("app")
  .description("Synthesizes the config file's cluster: the app that cdktf.json names.")
  .option("--sandbox", "synthesize the sandbox instead, which needs no config file")
  .action(({ sandbox = false }: { readonly sandbox?: boolean }) => app(sandbox));

void program.parseAsync();
