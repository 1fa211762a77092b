import { writeSync } from "node:fs";

/*
 * Preloaded into both programs by run.ts. A process knows its own peak best, and file descriptor 3 is the pipe that
 * run.ts reads it from; standard output stays the program's.
 */
process.on("exit", () => {
  writeSync(3, String(process.resourceUsage().maxRSS));
});
