import { existsSync, mkdirSync } from "node:fs";
import { App } from "cdktf";
import { InvalidPropsError } from "../lib";
import { invalidValue } from "../lib/validation/errors";
import { InvalidConfigError } from "./config-error";
import type { ClusterConfig } from "./config";

/** The config file's name unless `SEMS_CONFIG` names another. */
export const CONFIG_FILE = "sems.config.json";

/** An environment variable that is set to something: an empty one counts as unset. */
function setting(name: string): string | undefined {
  const value = process.env[name];
  return value === "" ? undefined : value;
}

/** The config file that `SEMS_CONFIG` names, or `sems.config.json`; undefined where neither is there. */
export function findConfigFile(): string | undefined {
  return setting("SEMS_CONFIG") ?? (existsSync(CONFIG_FILE) ? CONFIG_FILE : undefined);
}

/** Makes the output folder with its parents, which CDKTF does not. */
function makeOutputFolder(): string {
  const folder = setting("CDKTF_OUTDIR") ?? "cdktf.out";
  try {
    mkdirSync(folder, { recursive: true });
  } catch {
    throw new InvalidPropsError("CDKTF_OUTDIR", [invalidValue("", folder, "a folder that can be written")]);
  }
  return folder;
}

/** Synthesizes the sandbox into `CDKTF_OUTDIR` (default `cdktf.out`). */
export async function synthesizeSandbox(): Promise<void> {
  const { SandboxStack } = await import("./sandbox-stack.js");
  const app = new App({ outdir: makeOutputFolder() });
  new SandboxStack(app, "sems-sandbox");
  app.synth();
}

/**
 * Synthesizes the cluster of a config file into `CDKTF_OUTDIR` (default `cdktf.out`).
 *
 * @throws InvalidConfigError with everything that is wrong with the file; nothing is written then
 */
export async function synthesizeConfig(file: string): Promise<void> {
  // Only here: the sandbox needs no schema.
  const { readConfig } = await import("./config.js");
  const config: ClusterConfig = readConfig(file);
  const { ClusterStack } = await import("./cluster-stack.js");
  // Not before the config is known to be good.
  const app = new App({ outdir: makeOutputFolder() });
  new ClusterStack(app, config.name, config);
  app.synth();
}

/** What a person reads of a failure: the problems of the input, or else where the fault is. */
export function reportFailure(error: unknown): void {
  const isInput = error instanceof InvalidConfigError || error instanceof InvalidPropsError;
  console.error(isInput ? error.message : error);
  process.exitCode = 1;
}
