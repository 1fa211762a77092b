import { existsSync, mkdirSync } from "node:fs";
import { App } from "cdktf";
import type { ClusterConfig } from "./config";
import { SandboxStack } from "./sandbox-stack";

/** Reads the config file that SEMS_CONFIG names, or sems.config.json where there is one. */
async function readConfiguration(): Promise<ClusterConfig | undefined> {
  const file =
    process.env["SEMS_CONFIG"] ?? (existsSync("sems.config.json") ? "sems.config.json" : undefined);
  if (file === undefined) return undefined;
  // Only here: the sandbox needs no schema.
  const { readConfig } = await import("./config.js");
  return readConfig(file);
}

async function main(): Promise<void> {
  const config = await readConfiguration();
  // Output folders are made here, not before the config is known to be good; CDKTF makes no parents of its own.
  const outdir = process.env["CDKTF_OUTDIR"];
  if (outdir !== undefined) mkdirSync(outdir, { recursive: true });
  const app = new App();
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
