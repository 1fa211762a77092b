import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { z } from "zod";
import { onPath } from "../support/on-path";
import { providerMirror, writeCliConfig } from "./provider-mirror";

/** Terraform on the PATH; else what is missing, to be read after "needs". */
export function findTerraform(): { path: string } | { missing: string } {
  const terraform = onPath("terraform");
  return terraform === undefined ? { missing: "terraform, which is not on the PATH" } : { path: terraform };
}

/**
 * Memory for Terraform and its provider, which are Go programs: each command reads the schemas of all AWS resources, and
 * would spend a third of its processor time on collecting garbage that its end takes away anyhow.
 */
export const GO_MEMORY = { GOGC: "off", GOMEMLIMIT: "700MiB" } as const;

/**
 * The environment for Terraform and the CDKTF CLI: the caller's, without AWS credentials and without anything that would
 * send Terraform to other folders. Where the disk holds a copy of the AWS provider, Terraform takes it from there.
 */
export function terraformEnv(): NodeJS.ProcessEnv {
  const ofCaller = Object.entries(process.env).filter(
    ([name]) => !/^(AWS_|TF_(CLI_ARGS|DATA_DIR|WORKSPACE))/.test(name),
  );
  const env: NodeJS.ProcessEnv = {
    ...Object.fromEntries(ofCaller),
    ...GO_MEMORY,
    CHECKPOINT_DISABLE: "1",
    DISABLE_VERSION_CHECK: "1",
    TF_IN_AUTOMATION: "1",
  };
  const mirror = providerMirror();
  if (mirror !== undefined) {
    env["TF_CLI_CONFIG_FILE"] = writeCliConfig(mirror);
    // A mirror is linked into the working folder; by way of a plugin cache its 600 MB may be copied.
    delete env["TF_PLUGIN_CACHE_DIR"];
    env["CDKTF_DISABLE_PLUGIN_CACHE_ENV"] = "1";
  } else if (!fs.existsSync(env["TF_CLI_CONFIG_FILE"] ?? "")) {
    delete env["TF_CLI_CONFIG_FILE"];
  }
  return env;
}

const ResourceChange = z.looseObject({
  address: z.string(),
  type: z.string(),
  change: z.looseObject({ actions: z.array(z.string()), before: z.unknown(), after: z.unknown() }),
});
const Plan = z.looseObject({ resource_changes: z.array(ResourceChange).default([]) });
const StateResource = z.looseObject({
  address: z.string(),
  type: z.string(),
  values: z.record(z.string(), z.unknown()),
});
const State = z.looseObject({
  values: z
    .looseObject({
      outputs: z.record(z.string(), z.looseObject({ value: z.unknown() })).default({}),
      root_module: z.looseObject({ resources: z.array(StateResource).default([]) }),
    })
    .optional(),
});

/** A plan, as `terraform show -json` prints it; the fields that tests look at are typed. */
export type TerraformPlan = z.infer<typeof Plan>;
/** A state, as `terraform show -json` prints it; `values` is missing from an empty one. */
export type TerraformState = z.infer<typeof State>;

/** What a plan would do: `ADDRESS: ACTION`, with `delete+create` for a replacement. Empty when there is nothing to do. */
export function changesOf(plan: TerraformPlan): string[] {
  return plan.resource_changes
    .map(({ address, change }) => ({ address, action: change.actions.join("+") }))
    .filter(({ action }) => action !== "no-op" && action !== "read")
    .map(({ address, action }) => `${address}: ${action}`);
}

const PLAN_FILE = "tests.tfplan";

/** The status with `-detailed-exitcode` of a plan that would do something. */
const HAS_CHANGES = 2;

/** Terraform's commands on a folder with a `cdk.tf.json` or `main.tf.json`. Each throws with Terraform's own output. */
export class TerraformFolder {
  private readonly env: NodeJS.ProcessEnv;

  /** @param env added to `terraformEnv()`, such as an emulator's; a variable that is `undefined` is unset */
  public constructor(
    public readonly path: string,
    env: NodeJS.ProcessEnv = {},
  ) {
    this.env = { ...terraformEnv(), ...env };
  }

  public async init(): Promise<void> {
    await this.run("init", "-input=false", "-no-color");
  }

  /** Plans; Terraform validates first. */
  public async plan(): Promise<TerraformPlan> {
    await this.run("plan", "-input=false", "-no-color", `-out=${PLAN_FILE}`);
    return this.shownPlan();
  }

  /** Plans, and tells what `changesOf` tells of it. */
  public async changes(): Promise<string[]> {
    const args = ["plan", "-input=false", "-no-color", `-out=${PLAN_FILE}`, "-detailed-exitcode"];
    const { status } = await this.finished(args, [0, HAS_CHANGES]);
    return status === HAS_CHANGES ? changesOf(await this.shownPlan()) : [];
  }

  public async apply(): Promise<void> {
    await this.run("apply", "-auto-approve", "-input=false", "-no-color");
  }

  /** Applies what `plan` planned last, without looking again. */
  public async applyPlan(): Promise<void> {
    await this.run("apply", "-input=false", "-no-color", PLAN_FILE);
  }

  /**
   * Applies until a test ends it.
   *
   * @returns sends Terraform a signal; its provider, too, where the signal cannot be caught
   */
  public startApply(): { readonly ended: Promise<void>; readonly send: (signal: NodeJS.Signals) => void } {
    const terraform = findTerraform();
    if ("missing" in terraform) throw new Error(`needs ${terraform.missing}`);
    const args = ["apply", "-auto-approve", "-input=false", "-no-color"];
    // A process group of its own: what ends Terraform outright ends its provider, too, as a machine does that stops.
    const child = spawn(terraform.path, args, {
      cwd: this.path,
      env: this.env,
      stdio: "ignore",
      detached: true,
    });
    return {
      ended: once(child, "exit").then(() => undefined),
      send: (signal) => {
        if (child.pid === undefined || child.exitCode !== null) return;
        // Of what Terraform catches, it tells its provider itself.
        process.kill(signal === "SIGINT" ? child.pid : -child.pid, signal);
      },
    };
  }

  /** Adopts what exists. */
  public async import(address: string, id: string): Promise<void> {
    await this.run("import", "-input=false", "-no-color", address, id);
  }

  /** Leaves out of the state what goes on existing. */
  public async forget(...addresses: string[]): Promise<void> {
    await this.run("state", "rm", ...addresses);
  }

  public async state(): Promise<TerraformState> {
    return State.parse(JSON.parse(await this.run("show", "-json")));
  }

  public async destroy(): Promise<void> {
    await this.run("destroy", "-auto-approve", "-input=false", "-no-color");
  }

  private async shownPlan(): Promise<TerraformPlan> {
    return Plan.parse(JSON.parse(await this.run("show", "-json", PLAN_FILE)));
  }

  private async run(...args: string[]): Promise<string> {
    return (await this.finished(args, [0])).stdout;
  }

  private finished(
    args: readonly string[],
    expected: readonly number[],
  ): Promise<{ readonly status: number; readonly stdout: string }> {
    const terraform = findTerraform();
    if ("missing" in terraform) return Promise.reject(new Error(`needs ${terraform.missing}`));
    const options = { cwd: this.path, env: this.env, maxBuffer: Infinity };
    return new Promise((resolve, reject) => {
      execFile(terraform.path, args, options, (error, stdout, stderr) => {
        const status = error === null ? 0 : Number(error.code);
        if (expected.includes(status)) resolve({ status, stdout });
        else reject(new Error(`terraform ${args.join(" ")} failed in ${this.path}\n${stdout}${stderr}`));
      });
    });
  }
}
