import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { TerraformFolder, terraformEnv } from "../terraform/terraform";
import { FQDN, STACK, stateFile, synthesize, type Variant } from "./killed-stack";
import { failuresIn, idOfExisting, type Failure } from "./lost-resources";
import { commandOf, filled } from "./runbooks";
import { startWorkplace, type Workplace } from "./workplace";

/** What ends a deploy: a signal to Terraform, or AWS, which refuses a call. */
export type Ending = "SIGKILL" | "SIGINT" | "refusal";

/** What the emulated AWS says as it refuses a call for a test. */
const REFUSED = "refused by a test";

/** A stack on an emulated AWS of its own, whose deploys a test ends, and goes on with as the runbook says. */
export class KilledDeploy {
  /** The operations of the runbook that were needed. */
  public readonly used = new Set<string>();
  public readonly stack: TerraformFolder;

  private constructor(private readonly place: Workplace) {
    this.stack = new TerraformFolder(path.join(place.folder, "cdktf.out", "stacks", STACK), {
      ...place.emulator.env,
      TF_CLI_ARGS_apply: "-parallelism=40",
    });
  }

  /** Deploys the network, on which a client access is to be deployed. */
  public static async start(): Promise<KilledDeploy> {
    const started = new KilledDeploy(await startWorkplace());
    started.synthesize();
    await started.stack.init();
    await started.stack.apply();
    return started;
  }

  public leave(): Promise<void> {
    return this.place.leave();
  }

  /** The network alone, or with a client access in it. */
  public synthesize(variant?: Variant): void {
    synthesize(this.place.folder, variant);
  }

  /** Empties the state, or cuts it off, as Terraform leaves it that is killed as it writes it. */
  public cutState(left: "nothing" | "half"): void {
    const file = stateFile(this.place.folder);
    fs.truncateSync(file, left === "half" ? Math.floor(fs.statSync(file).size / 2) : 0);
  }

  /** The operations that have changed something in AWS, each once. */
  public async operations(): Promise<Set<string>> {
    return new Set(await this.place.emulator.changes());
  }

  /**
   * Deploys until AWS has carried out a call, whose answer does not come any more, or until it refuses the call. What was
   * refused is deployed again at once.
   *
   * @param times which of the calls of this operation it is
   */
  public async endAt(ending: Ending, operation: string, times = 1): Promise<void> {
    const { emulator } = this.place;
    if (ending === "refusal") {
      await emulator.refuse(operation);
      await this.heal();
    } else {
      await emulator.hold(operation, times);
      const { ended, send } = this.stack.startApply();
      const over = ended.then(() => true);
      while (!(await emulator.isReached()) && !(await Promise.race([over, sleep(20, false)])));
      if (ending === "SIGKILL") {
        await this.stopBetweenWrites(send);
        send("SIGKILL");
        await ended;
      } else send(ending);
      await emulator.release(ending === "SIGKILL" ? "was killed" : "goes on");
      await ended;
    }
    if (!(await emulator.isReached())) throw new Error(`the deploy was over before ${operation}`);
  }

  /** Deploys as the runbook says, until nothing is refused any more; returns the addresses that were imported. */
  public async heal(): Promise<string[]> {
    await this.putBackCutState();
    const imported: string[] = [];
    const mended = new Set<string>();
    for (;;) {
      const output = await this.stack.apply().then(() => "", String);
      if (output === "") return imported;
      const failures = failuresIn(output).filter(({ text }) => !text.includes(REFUSED));
      // What the runbook has nothing on, or has not mended.
      if (!output.includes(REFUSED) && failures.every(({ address }) => mended.has(address)))
        throw new Error(output);
      imported.push(...(await this.mend(failures)));
      for (const { address } of failures) mended.add(address);
    }
  }

  /** Deletes the load balancers that no state has; returns their ARNs. */
  public async deleteLost(): Promise<string[]> {
    const state = (await this.runbook("pull", { NAME: STACK })).flat().join("\n");
    const arns = (await this.runbook("get-resources", { FQDN })).flat();
    const lost = arns.filter((arn) => !state.includes(`"${arn}"`));
    for (const arn of lost) {
      await this.runbook("modify-load-balancer-attributes", { LOAD_BALANCER: arn });
      await this.runbook("delete-load-balancer", { LOAD_BALANCER: arn });
    }
    return lost;
  }

  /** Runs a command of the runbook with values in place of its names in capitals; returns lines of columns. */
  public async runbook(operation: string, values: Record<string, string> = {}): Promise<string[][]> {
    this.used.add(operation);
    const env = { ...terraformEnv(), ...this.place.emulator.env, AWS_PAGER: "" };
    const command = filled(commandOf("A deploy failed or was killed", operation), values);
    const { stdout } = await promisify(execFile)("sh", ["-c", command], { env, cwd: this.place.folder });
    return stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.split("\t"));
  }

  /** Stops Terraform while it does not write its state: what a write that is cut off leaves has tests of its own. */
  private async stopBetweenWrites(send: (signal: NodeJS.Signals) => void): Promise<void> {
    send("SIGSTOP");
    while (!fs.readFileSync(stateFile(this.place.folder), "utf8").endsWith("\n}\n")) {
      send("SIGCONT");
      await sleep(20);
      send("SIGSTOP");
    }
  }

  private async putBackCutState(): Promise<void> {
    const [[end = ""] = []] = await this.runbook("tail", { NAME: STACK });
    if (end !== "}") await this.runbook("cp", { NAME: STACK });
  }

  /** Does what the runbook has on failures; returns the addresses that were imported. */
  private async mend(failures: readonly Failure[]): Promise<string[]> {
    const isBlocked = ({ text }: Failure): boolean => text.includes("DependencyViolation");
    if (failures.some(isBlocked)) await this.deleteLost();
    const existing = failures.filter((failure) => !isBlocked(failure));
    if (existing.length === 0) return [];
    const planned = (await this.stack.plan()).resource_changes;
    for (const { address, text } of existing) {
      const resource = planned.find((one) => one.address === address);
      if (resource === undefined) throw new Error(text);
      await this.stack.import(
        address,
        await idOfExisting(resource, (...command) => this.runbook(...command)),
      );
    }
    return existing.map(({ address }) => address);
  }
}
