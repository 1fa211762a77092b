import { existsSync, mkdirSync } from "node:fs";
import { App } from "cdktf";
import { InvalidPropsError } from "../lib";
import { invalidValue } from "../lib/validation/errors";
import type { ClusterConfig } from "./config";
import { SandboxStack } from "./sandbox-stack";

/** An environment variable that is set to something: an empty one counts as unset. */
function setting(name: string): string | undefined {
  const value = process.env[name];
  return value === "" ? undefined : value;
}

/** Reads the config file that SEMS_CONFIG names, or sems.config.json where there is one. */
async function readConfiguration(): Promise<ClusterConfig | undefined> {
  const file = setting("SEMS_CONFIG") ?? (existsSync("sems.config.json") ? "sems.config.json" : undefined);
  if (file === undefined) return undefined;
  // Only here: the sandbox needs no schema.
  const { readConfig } = await import("./config.js");
  return readConfig(file);
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

async function main(): Promise<void> {
  const config = await readConfiguration();
  // Not before the config is known to be good.
  const app = new App({ outdir: makeOutputFolder() });
  if (config === undefined) {
    new SandboxStack(app, "sems-sandbox");
  } else {
    const { ClusterStack } = await import("./cluster-stack.js");
    new ClusterStack(app, config.name, config);
  }
  app.synth();
}

main().catch((error: unknown) => {
  const expected = error instanceof Error && ["InvalidConfigError", "InvalidPropsError"].includes(error.name);
  console.error(expected ? error.message : error);
  process.exitCode = 1;
});
