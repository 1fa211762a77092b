import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import Table from "cli-table3";
import { measure, medianOf, type Cost } from "./measure";

const LIMIT = 1.15;
const RUNS = 7;

const SANDBOX = resolve(__dirname, "../../stacks/main.ts");
const BY_HAND = resolve(__dirname, "by-hand.ts");

/** What the sandbox costs to synthesize, beside a program that makes the same resources with the provider's classes alone. */
export async function benchSynthesis(): Promise<string> {
  // The first run of each fills the caches of files and of tsx, and does not count.
  await synthesize(SANDBOX);
  await synthesize(BY_HAND);
  const sandbox: Cost[] = [];
  const byHand: Cost[] = [];
  // In turns, so that whatever else the machine does burdens both.
  for (let run = 0; run < RUNS; run++) {
    sandbox.push(await synthesize(SANDBOX));
    byHand.push(await synthesize(BY_HAND));
  }
  const [ours, theirs] = [medianOf(sandbox), medianOf(byHand)];
  const table = new Table({
    head: ["", "sandbox", "by hand", "ratio", "limit"],
    style: { head: [], border: [] },
  });
  for (const [name, key, digits] of [
    ["wall time, s", "seconds", 2],
    ["peak memory, MB", "megabytes", 0],
  ] as const) {
    const ratio = (ours[key] / theirs[key]).toFixed(3);
    table.push([name, ours[key].toFixed(digits), theirs[key].toFixed(digits), ratio, LIMIT]);
  }
  return `Synthesis of the sandbox, medians of ${RUNS} runs\n${table.toString()}`;
}

/** Runs a program in a folder of its own, where no config file is and nothing of its output stays. */
async function synthesize(program: string): Promise<Cost> {
  const folder = mkdtempSync(join(tmpdir(), "sems-bench-"));
  const outdir = join(folder, "cdktf.out");
  // Both would change what is measured: other options of Node, and a cluster in place of the sandbox.
  const { NODE_OPTIONS, SEMS_CONFIG, ...inherited } = process.env;
  try {
    const cost = await measure({ program, cwd: folder, env: { ...inherited, CDKTF_OUTDIR: outdir } });
    if (!existsSync(join(outdir, "stacks/sems-sandbox/cdk.tf.json")))
      throw new Error(`${program} wrote no stack`);
    return cost;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
