import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import Table from "cli-table3";
import { largePlan } from "./large-plan";
import { measure, medianOf, type Cost } from "./measure";

const RUNS = 7;
const REPOSITORY = resolve(__dirname, "../..");
/** The command as it is published: compiled, by `buildReview`. */
export const CLI = join(REPOSITORY, "review/dist/cli.js");

/** Size of the plan that is read, bytes. */
const PLAN_BYTES = 51_000_000;

const LIMITS = { planSeconds: 3, planMegabytes: 300, startSeconds: 0.15 };

/** What the built command costs: to start, and to review a plan of 51 MB in each format. */
export async function benchReview(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "sems-bench-"));
  try {
    const plan = join(folder, "plan.json");
    writeFileSync(plan, largePlan(PLAN_BYTES));
    const table = new Table({
      head: ["", "wall time, s", "limit", "peak memory, MB", "limit"],
      style: { head: [], border: [] },
    });
    const start = await medianOfRuns(["--help"]);
    table.push(["start-up", start.seconds.toFixed(3), LIMITS.startSeconds, start.megabytes.toFixed(0), ""]);
    for (const format of ["text", "markdown", "json", "html"]) {
      const cost = await medianOfRuns([plan, "--format", format, "--fail-on", "never"]);
      table.push([
        `plan of ${Math.round(statSync(plan).size / 1e6)} MB, ${format}`,
        cost.seconds.toFixed(2),
        LIMITS.planSeconds,
        cost.megabytes.toFixed(0),
        LIMITS.planMegabytes,
      ]);
    }
    return `sems-review, medians of ${RUNS} runs\n${table.toString()}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Compiles the command that is measured. */
export function buildReview(): void {
  const { status } = spawnSync("npm", ["run", "build"], { cwd: REPOSITORY, stdio: "inherit" });
  if (status !== 0) throw new Error("the package does not build");
}

async function medianOfRuns(args: readonly string[]): Promise<Cost> {
  await measure({ program: CLI, args });
  const costs: Cost[] = [];
  for (let run = 0; run < RUNS; run++) costs.push(await measure({ program: CLI, args }));
  return medianOf(costs);
}
