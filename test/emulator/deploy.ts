import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { Command } from "commander";
import { programArguments } from "../support/program";
import { findTerraform, terraformEnv, TerraformFolder } from "../terraform/terraform";
import { findMoto } from "./emulator";
import { startWorkplace } from "./workplace";

/** What to deploy: a CDKTF app of this repository (a path such as `stacks/main.ts`) and the name of one of its stacks. */
export interface Deployment {
  readonly app: string;
  readonly stack: string;
  /** Where to keep the state that the deploy leaves, as `terraform show -json` prints it; nowhere without one. */
  readonly stateFile?: string | undefined;
}

/**
 * Deploys a stack with the real CDKTF CLI against an emulated AWS, and prints the review of what it made.
 *
 * @returns the exit code of the deploy; 1, with the reason on stderr, when it was not begun
 */
export async function runDeploy({ app, stack, stateFile }: Deployment): Promise<number> {
  const terraform = findTerraform();
  if ("missing" in terraform)
    return refuse(`needs ${terraform.missing}: see https://developer.hashicorp.com/terraform/install`);
  const moto = findMoto();
  if ("missing" in moto) return refuse(`needs ${moto.missing}: pip install "moto[server]==5.2.1"`);

  const { emulator, folder, leave } = await startWorkplace("for each command");
  const output = path.join(folder, "cdktf.out");
  // SEMS_CONFIG would make the app build another stack than the one asked for.
  const env = { ...terraformEnv(), ...emulator.env, CDKTF_OUTDIR: output, SEMS_CONFIG: undefined };
  try {
    const exitCode = await cdktf(folder, programArguments(app), ["deploy", stack, "--auto-approve"], env);
    if (exitCode === 0) {
      const deployed = await new TerraformFolder(path.join(output, "stacks", stack), emulator.env).state();
      const state = path.resolve(stateFile ?? path.join(folder, "state.json"));
      fs.writeFileSync(state, JSON.stringify(deployed));
      await runNode([...programArguments("review/cli.ts"), state], folder, env);
    }
    return exitCode;
  } finally {
    await leave();
  }
}

/** The CLI of CDKTF or of CDK Terrain: a script, and the Node that runs it. */
export interface FrameworkCli {
  readonly node: string;
  readonly script: string;
}

/**
 * Runs the CDKTF CLI on an app. It makes no call unless AWS's endpoint is on this machine.
 *
 * @param folder working folder, for the state: not the repository, where the user's own may lie
 * @param app what Node runs for it, as `programArguments` gives it
 * @param cli default: the CDKTF CLI of this repository
 * @returns the exit code; 1, with the reason on stderr, when the CLI was not started
 */
export async function cdktf(
  folder: string,
  app: readonly string[],
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cli: FrameworkCli = { node: process.execPath, script: cdktfCli() },
): Promise<number> {
  const endpoint = env["AWS_ENDPOINT_URL"];
  if (!isLoopback(endpoint)) {
    return refuse(`AWS_ENDPOINT_URL is ${endpoint ?? "not set"}: the calls would leave this machine`);
  }
  const command = [process.execPath, ...app];
  const config = { ...CONFIG, app: command.map((word) => JSON.stringify(word)).join(" ") };
  fs.writeFileSync(path.join(folder, "cdktf.json"), JSON.stringify(config));
  // Locking asks Terraform's registry, which wants the internet. CI means no animation, and a file has no use for one either.
  const plain = process.stdout.isTTY ? {} : { CI: "1" };
  return runNode([cli.script, ...args, "--skip-provider-lock"], folder, { ...env, ...plain }, cli.node);
}

/** cdktf.json without the app: no reports home, and no bindings to generate. */
const CONFIG = {
  language: "typescript",
  projectId: "sems-emulator",
  sendCrashReports: "false",
  terraformProviders: [],
  terraformModules: [],
};

function isLoopback(endpoint: string | undefined): boolean {
  if (endpoint === undefined || !URL.canParse(endpoint)) return false;
  return ["127.0.0.1", "[::1]", "localhost"].includes(new URL(endpoint).hostname);
}

function refuse(reason: string): 1 {
  console.error(`deploy:emulator: ${reason}`);
  return 1;
}

/** The file behind `npx cdktf`: npx looks for it from the working folder, which is not the repository. */
function cdktfCli(): string {
  const manifest = require.resolve("cdktf-cli/package.json");
  return path.join(path.dirname(manifest), "bundle", "bin", "cdktf");
}

/** Runs Node with this process' terminal; resolves with its exit code. */
async function runNode(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  node = process.execPath,
): Promise<number> {
  const child = spawn(node, [...args], { cwd, env, stdio: "inherit" });
  // Ctrl-C reaches the child by itself, a second one would make Terraform drop its state; the emulator waits for its end.
  const onInterrupt = (): void => undefined;
  const onTerminate = (): boolean => child.kill("SIGTERM");
  process.on("SIGINT", onInterrupt).on("SIGTERM", onTerminate);
  try {
    await once(child, "exit");
    return child.exitCode ?? 1;
  } finally {
    process.off("SIGINT", onInterrupt).off("SIGTERM", onTerminate);
  }
}

if (require.main === module) {
  new Command("deploy:emulator")
    .description("Deploys the sandbox with the CDKTF CLI against an AWS that runs on this machine.")
    .option(
      "--state <file>",
      "keep the state, as `terraform show -json` prints it: for `npm run drill -- <file>`",
    )
    .action(async ({ state: stateFile }: { readonly state?: string }) => {
      process.exitCode = await runDeploy({ app: "stacks/main.ts", stack: "sems-sandbox", stateFile });
    })
    .parseAsync()
    .catch((error: unknown) => {
      process.exitCode = refuse(String(error));
    });
}
