import * as readline from "node:readline";
import type { Readable } from "node:stream";
import type { Clock } from "../clock";
import type { Description } from "../description";
import type { Drill } from "./drill";
import { commandStep, COMMANDS } from "./script";

/** A drill without commands ends by itself, after this long on the wall clock. */
const IDLE_SECONDS = 30 * 60;

/** Takes the steps that a person types, until `quit` or the end of the input; between them, time goes on. */
export async function interactive(
  plane: { readonly clock: Clock; readonly description: Pick<Description, "nodes"> },
  drill: Pick<Drill, "take">,
  speed: number,
  typed: Readable = process.stdin,
): Promise<void> {
  const input: { readonly lines: string[]; ended: boolean } = { lines: [], ended: false };
  const terminal = readline.createInterface({ input: typed, output: process.stdout });
  terminal
    .on("line", (line) => input.lines.push(line.trim()))
    .on("close", () => (input.ended = true))
    // The interface takes Ctrl-C for itself.
    .on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  console.log(`Commands: ${COMMANDS}`);
  try {
    for (let idle = 0; idle < IDLE_SECONDS * speed;) {
      const line = input.lines.shift();
      if (line === "quit" || (line === undefined && input.ended)) return;
      if (line === undefined) {
        await plane.clock.pass(1);
        idle++;
        continue;
      }
      idle = 0;
      const step = commandStep(plane, line);
      if (step === undefined) console.log(`Commands: ${COMMANDS}`);
      else await drill.take(step);
    }
    console.log(`No command for ${IDLE_SECONDS / 60} minutes: the drill ends.`);
  } finally {
    terminal.close();
  }
}
