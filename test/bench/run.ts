import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import Table from "cli-table3";

/*
 * `npm run bench`: what the sandbox costs to synthesize, beside a program that makes the same resources with the
 * provider's classes alone. It measures and tells; it fails only where a program does.
 */

const LIMIT = 1.15;
const RUNS = 7;

const PROGRAMS = {
  sandbox: resolve(__dirname, "../../stacks/main.ts"),
  byHand: resolve(__dirname, "by-hand.ts"),
};
const PRELOADED = [require.resolve("tsx"), resolve(__dirname, "peak-memory.ts")];

/** What one run takes. */
interface Cost {
  readonly seconds: number;
  readonly megabytes: number;
}

/** Runs a program in a folder of its own, where no config file is and nothing of its output stays. */
async function measure(program: string): Promise<Cost> {
  const folder = mkdtempSync(join(tmpdir(), "sems-bench-"));
  const outdir = join(folder, "cdktf.out");
  // Both would change what is measured: other options of Node, and a cluster in place of the sandbox.
  const { NODE_OPTIONS, SEMS_CONFIG, ...inherited } = process.env;
  const imports = PRELOADED.flatMap((file) => ["--import", pathToFileURL(file).href]);
  try {
    const start = performance.now();
    const child = spawn(process.execPath, [...imports, program], {
      cwd: folder,
      env: { ...inherited, CDKTF_OUTDIR: outdir },
      stdio: ["ignore", "ignore", "inherit", "pipe"],
    });
    // The pipe that peak-memory.ts writes to.
    const pipe = child.stdio[3];
    if (!(pipe instanceof Readable)) throw new Error("no pipe to read the peak from");
    const [[status], peak] = await Promise.all([once(child, "close"), text(pipe)]);
    const seconds = (performance.now() - start) / 1000;
    if (status !== 0) throw new Error(`${program} ended with status ${String(status)}`);
    if (!existsSync(join(outdir, "stacks/sems-sandbox/cdk.tf.json")))
      throw new Error(`${program} wrote no stack`);
    // Node gives kilobytes of 1024 bytes.
    return { seconds, megabytes: Number(peak) / 1024 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("no values");
  return middle;
}

async function main(): Promise<void> {
  // The first run of each fills the caches of files and of tsx, and does not count.
  await measure(PROGRAMS.sandbox);
  await measure(PROGRAMS.byHand);
  const sandbox: Cost[] = [];
  const byHand: Cost[] = [];
  // In turns, so that whatever else the machine does burdens both.
  for (let run = 0; run < RUNS; run++) {
    sandbox.push(await measure(PROGRAMS.sandbox));
    byHand.push(await measure(PROGRAMS.byHand));
  }
  const table = new Table({
    head: ["", "sandbox", "by hand", "ratio", "limit"],
    style: { head: [], border: [] },
  });
  for (const [name, key, digits] of [
    ["wall time, s", "seconds", 2],
    ["peak memory, MB", "megabytes", 0],
  ] as const) {
    const ours = median(sandbox.map((cost) => cost[key]));
    const theirs = median(byHand.map((cost) => cost[key]));
    table.push([name, ours.toFixed(digits), theirs.toFixed(digits), (ours / theirs).toFixed(3), LIMIT]);
  }
  console.log(`Synthesis of the sandbox, medians of ${RUNS} runs\n${table.toString()}`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
