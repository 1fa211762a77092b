import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { Command, InvalidArgumentError } from "commander";
import { programArguments } from "../../support/program";
import { DataPlane } from "../data-plane";
import { reviewReport } from "../judge/review-report";
import { describeDocument } from "../terraform/describe";
import { VirtualClock } from "../virtual-clock";
import { Drill } from "./drill";
import { interactive } from "./interactive";
import { cells, drillPage, HEADS, timelineSvg } from "./page";
import { setScript } from "./script";

interface Options {
  readonly speed: number;
  readonly html?: string;
  readonly svg?: string;
  readonly interactive?: true;
}

const speedOf = (text: string): number => {
  const speed = Number(text);
  if (!(speed >= 1 && speed <= 1000)) throw new InvalidArgumentError("allowed: 1 to 1000");
  return speed;
};

const program = new Command("drill")
  .description(
    "Runs a cluster on this machine's loopback addresses, lets its nodes fail, and shows what clients meet.",
  )
  .argument("[file]", "a cdk.tf.json or the JSON of a state; default: what this project synthesizes")
  .option(
    "--speed <factor>",
    "seconds of AWS in a second, 1 to 1000; fewer while this machine is busy",
    speedOf,
    20,
  )
  .option("--html <file>", "write the timeline as a page")
  .option("--svg <file>", "write the timeline's picture")
  .option("--interactive", "do what is typed instead of following the set script")
  .action(run);

async function run(file: string | undefined, options: Options): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sems-drill-"));
  const ending: (() => void)[] = [
    () => {
      fs.rmSync(folder, { recursive: true, force: true });
    },
  ];
  const end = (): void => {
    for (const each of ending.splice(0).reverse()) each();
  };
  for (const [signal, status] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    process.once(signal, () => {
      end();
      process.exit(status);
    });
  }
  try {
    await drill(file ?? (await synthesized(folder)), options, ending);
  } finally {
    end();
  }
}

async function drill(file: string, options: Options, ending: (() => void)[]): Promise<void> {
  const [computed] = await reviewReport(file);
  if (computed === undefined) throw new Error(`${file} has no name that fails over`);
  const document: unknown = JSON.parse(fs.readFileSync(file, "utf8"));
  const clock = new VirtualClock(options.speed);
  const events: string[] = [];
  const say = (text: string): void => {
    const line = `${clock.now().toFixed(1).padStart(8)} s  ${text}`;
    events.push(line);
    console.log(line);
  };
  const plane = await DataPlane.start(describeDocument(document), {
    clock,
    onEvent: ({ text }) => {
      say(text);
    },
  });
  ending.push(() => {
    plane.stop();
  });
  const name =
    plane.description.names.find(
      ({ ports, nodes }) =>
        ports.includes(computed.port) && computed.nodes.every(({ address }) => nodes.includes(address)),
    ) ?? plane.description.names[0];
  if (name === undefined) throw new Error(`${file} has no name of a load balancer`);
  const title = `${name.fqdn}, port ${computed.port}`;
  console.log(`${title}: time runs ${options.speed} times as fast as on AWS. Ctrl-C ends it.`);
  const current = new Drill(plane, name, computed, say);
  await current.begin();
  if (options.interactive) await interactive(plane, current, options.speed);
  else for (const step of setScript(plane, name)) await current.take(step);

  const { results } = current;
  console.log(`\n${table([HEADS, ...results.map(cells)])}`);
  const svg = timelineSvg(title, current.stretches(), results);
  if (options.svg !== undefined) fs.writeFileSync(options.svg, svg);
  if (options.html !== undefined) fs.writeFileSync(options.html, drillPage(title, svg, results, events));
  if (results.some(({ measured = 0, limit = Infinity }) => measured > limit)) process.exitCode = 1;
}

/** The document of the configured cluster, or of the sandbox. */
async function synthesized(folder: string): Promise<string> {
  await promisify(execFile)(process.execPath, programArguments("stacks/main.ts"), {
    env: { ...process.env, CDKTF_OUTDIR: folder },
  });
  const stacks = path.join(folder, "stacks");
  const [stack] = fs.readdirSync(stacks);
  if (stack === undefined) throw new Error("nothing was synthesized");
  return path.join(stacks, stack, "cdk.tf.json");
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = HEADS.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

program.parseAsync().catch((error: unknown) => {
  console.error(`drill: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
