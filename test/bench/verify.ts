import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import Table from "cli-table3";
import { optionsFor, outputsOf } from "../../verify/test/support/command-line";
import { LoopbackCluster, makeAuthorities } from "../../verify/test/support/loopback-cluster";
import { measure, medianOf, type Cost } from "./measure";

const RUNS = 7;
const NODES = 6;
const SERVICES = ["https", "ldaps", "smtps"];

/** Wall time and time of processors, which is the smaller one wherever it waits. */
const LIMIT_SECONDS = 3;

/** The command as it is published: compiled, by `buildReview`. */
const CLI = resolve(__dirname, "../../verify/dist/cli.js");

/** What the built command costs for a healthy cluster of this machine: all nodes, all services, DNS and the closed ports. */
export async function benchVerify(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "sems-bench-"));
  const authorities = await makeAuthorities();
  const nodes = Array.from({ length: NODES }, () => ({}));
  const cluster = await LoopbackCluster.start(authorities, { nodes, services: SERVICES });
  try {
    const root = join(folder, "root.pem");
    writeFileSync(root, authorities.root.pem);
    const outputs = join(folder, "outputs.json");
    writeFileSync(outputs, JSON.stringify(outputsOf(cluster)));
    // It ends with an error, and so this does, where it finds one.
    const run = { program: CLI, args: [outputs, ...optionsFor(cluster, root)] };
    await measure(run);
    const costs: Cost[] = [];
    for (let i = 0; i < RUNS; i++) costs.push(await measure(run));
    const { seconds, cpuSeconds, megabytes } = medianOf(costs);
    const table = new Table({
      head: ["", "wall time, s", "CPU time, s", "limit", "peak memory, MB"],
      style: { head: [], border: [] },
    });
    table.push([
      `${NODES} healthy nodes, ${SERVICES.length} services`,
      seconds.toFixed(2),
      cpuSeconds.toFixed(2),
      LIMIT_SECONDS,
      megabytes.toFixed(0),
    ]);
    return `sems-verify, medians of ${RUNS} runs\n${table.toString()}`;
  } finally {
    cluster.stop();
    rmSync(folder, { recursive: true });
  }
}
