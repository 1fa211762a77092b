import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

/** What one run takes. */
export interface Cost {
  /** Wall time. */
  readonly seconds: number;
  /** Time of all threads on processors: whatever else the machine does, this changes little. */
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

/** A program and how it is run. */
export interface Run {
  readonly program: string;
  readonly args?: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

const PEAK_MEMORY = resolve(__dirname, "peak-memory.mjs");

/** Runs a program once, of TypeScript or JavaScript, and returns its time and its peak of memory. */
export async function measure({ program, args = [], cwd, env }: Run): Promise<Cost> {
  const preloaded = [...(program.endsWith(".ts") ? [require.resolve("tsx")] : []), PEAK_MEMORY];
  const imports = preloaded.flatMap((file) => ["--import", pathToFileURL(file).href]);
  const start = performance.now();
  const child = spawn(process.execPath, [...imports, program, ...args], {
    cwd,
    env,
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  // The pipe that peak-memory.mjs writes to.
  const pipe = child.stdio[3];
  if (!(pipe instanceof Readable)) throw new Error("no pipe to read the peak from");
  const [[status], written] = await Promise.all([once(child, "close"), text(pipe)]);
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`${program} ended with status ${String(status)}`);
  const [peak, microseconds] = written.split(" ").map(Number);
  if (peak === undefined || microseconds === undefined) throw new Error(`${program} wrote no cost`);
  // Node gives kilobytes of 1024 bytes.
  return { seconds, cpuSeconds: microseconds / 1e6, megabytes: peak / 1024 };
}

/** The medians of several runs. */
export function medianOf(costs: readonly Cost[]): Cost {
  return {
    seconds: median(costs.map(({ seconds }) => seconds)),
    cpuSeconds: median(costs.map(({ cpuSeconds }) => cpuSeconds)),
    megabytes: median(costs.map(({ megabytes }) => megabytes)),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("no values");
  return middle;
}
