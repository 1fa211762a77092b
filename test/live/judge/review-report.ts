import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import { programArguments } from "../../support/program";

const Time = z.object({ worstCaseSeconds: z.number() });
const State = z.object({
  down: z.array(z.string()),
  servedBy: z.array(z.object({ node: z.string(), share: z.number() })),
  lost: z.number(),
});
const Report = z.object({
  services: z.array(
    z.object({
      clientFqdn: z.string(),
      port: z.number(),
      nodes: z.array(z.object({ name: z.string(), address: z.string() })),
      states: z.array(State),
      zones: z.array(State.extend({ zone: z.string() })),
      failover: Time.extend({ failback: Time }).nullable(),
    }),
  ),
});

/** What the review computes for a name and port. */
export type ComputedService = z.infer<typeof Report>["services"][number];

/** Who is computed to serve in a state of health. */
export type ComputedState = z.infer<typeof State>;

/**
 * Runs `sems-review --format json` on a document, as a program of its own.
 *
 * @throws with the line that it ends with where it cannot read the document
 */
export async function reviewReport(file: string): Promise<ComputedService[]> {
  const args = [...programArguments("review/cli.ts"), file, "--format", "json", "--fail-on", "never"];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: Infinity }).catch(
    (error: unknown) => {
      throw new Error(stderrOf(error));
    },
  );
  return Report.parse(JSON.parse(stdout)).services;
}

const stderrOf = (error: unknown): string => {
  const failed = z.object({ stderr: z.string().min(1) }).safeParse(error);
  return failed.success ? failed.data.stderr.trim() : String(error);
};
