import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import Table from "cli-table3";
import { measure, medianOf, type Cost } from "./measure";

const LIMIT = 1.15;
const RUNS = 7;

const SANDBOX = resolve(__dirname, "../../stacks/main.ts");
const TWIN = resolve(__dirname, "twin.ts");

/** What the sandbox costs to synthesize, beside a program that makes the same resources with only the provider's classes. */
export async function benchSynthesis(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "sems-bench-"));
  try {
    return await compare(join(folder, "sandbox.tf.json"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function compare(document: string): Promise<string> {
  // The first run of each fills the caches of files and of tsx, and does not count.
  await synthesize(SANDBOX, document);
  await synthesize(TWIN, document);
  const sandbox: Cost[] = [];
  const twin: Cost[] = [];
  // In turns, so that whatever else the machine does burdens both.
  for (let run = 0; run < RUNS; run++) {
    sandbox.push(await synthesize(SANDBOX, document));
    twin.push(await synthesize(TWIN, document));
  }
  const [ours, theirs] = [medianOf(sandbox), medianOf(twin)];
  const table = new Table({
    head: ["", "sandbox", "twin", "ratio", "limit"],
    style: { head: [], border: [] },
  });
  for (const [name, key, digits] of [
    ["CPU time, s", "cpuSeconds", 2],
    ["peak memory, MB", "megabytes", 0],
  ] as const) {
    const ratio = (ours[key] / theirs[key]).toFixed(3);
    table.push([name, ours[key].toFixed(digits), theirs[key].toFixed(digits), ratio, LIMIT]);
  }
  return `Synthesis of the sandbox, medians of ${RUNS} runs\n${table.toString()}`;
}

/** Runs a program in an empty folder. The sandbox's document is kept for its twin; nothing else stays. */
async function synthesize(program: string, document: string): Promise<Cost> {
  const folder = mkdtempSync(join(tmpdir(), "sems-bench-"));
  const outdir = join(folder, "cdktf.out");
  // Both would change what is measured: other options of Node, and a cluster in place of the sandbox.
  const { NODE_OPTIONS, SEMS_CONFIG, ...inherited } = process.env;
  try {
    const cost = await measure({
      program,
      cwd: folder,
      env: { ...inherited, CDKTF_OUTDIR: outdir, TWIN_OF: document },
    });
    const written = join(outdir, "stacks/sems-sandbox/cdk.tf.json");
    if (!existsSync(written)) throw new Error(`${program} wrote no stack`);
    if (program === SANDBOX) copyFileSync(written, document);
    return cost;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
