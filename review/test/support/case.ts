import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Review, State } from "../../report-model";
import { reviewOf } from "./review";

/** A document that represents a kind which somebody's Terraform once had, by its name under `cases/`. */
export const documentOf = (name: string): unknown =>
  JSON.parse(readFileSync(join(__dirname, "..", "cases", `${name}.json`), "utf8"));

export const reviewOfCase = (name: string): Review => reviewOf(documentOf(name));

/** Rows as `WHAT IS DOWN -> WHAT SERVES SHARE`; a part without a node is `nothing`. */
export const rowsOf = ({ services }: Review): string[] =>
  services.flatMap(({ states, zones }) => [
    ...states.map((state) => `${state.down.join(" + ") || "nothing down"} -> ${servedBy(state)}`),
    ...zones.map((state) => `zone ${state.zone} -> ${servedBy(state)}`),
  ]);

function servedBy({ servedBy: nodes, lost }: State): string {
  const parts = nodes.map(({ node, share }) => (share === 1 ? node : `${node} ${share}`));
  return [...parts, ...(lost > 0 ? [lost === 1 ? "nothing" : `nothing ${lost}`] : [])].join(", ");
}

/** Findings as `LEVEL RULE ADDRESS`. */
export const findingsIn = ({ findings }: Review): string[] =>
  findings.map(({ level, rule, address }) => `${level} ${rule} ${address}`);
