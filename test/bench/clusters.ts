import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import Table from "cli-table3";
import { measure } from "./measure";
import { CLI } from "./review";

const PROGRAM = resolve(__dirname, "many-clusters.ts");
const COUNTS = [1, 10, 100, 300];

/** What an app of many clusters costs: to synthesize, and to review all its stacks together. */
export async function benchClusters(): Promise<string> {
  const table = new Table({
    head: ["clusters per app", "synthesis, CPU s", "peak memory, MB", "review, CPU s", "peak memory, MB"],
    style: { head: [], border: [] },
  });
  for (const count of COUNTS) {
    const folder = mkdtempSync(join(tmpdir(), "sems-bench-"));
    try {
      const outdir = join(folder, "cdktf.out");
      mkdirSync(outdir);
      const env = { ...process.env, CDKTF_OUTDIR: outdir };
      const synthesis = await measure({ program: PROGRAM, args: [String(count)], cwd: folder, env });
      const written = readdirSync(join(outdir, "stacks")).length;
      if (written !== count) throw new Error(`${written} stacks of ${count}`);
      const review = await measure({ program: CLI, args: [outdir, "--fail-on", "never"] });
      const cells = [synthesis, review].flatMap(({ cpuSeconds, megabytes }) => [
        cpuSeconds.toFixed(2),
        megabytes.toFixed(0),
      ]);
      table.push([count, ...cells]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  return `Clusters per app, each in a stack of its own; one run each, time of all threads\n${table.toString()}`;
}
