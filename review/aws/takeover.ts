import type { Graph } from "../terraform/resource-graph";
import { keyOf, textOf } from "../terraform/value";

/** Ends the name of the output that holds the change batch of a takeover. */
const SUFFIX = "change_batch";

/**
 * The output whose change batch makes the records of a name, while the name still has those that it had before: the first
 * step of a takeover. Undefined where there is none.
 *
 * @param name in lower case, without the final dot
 */
export function takeoverOutput(graph: Graph, name: string): string | undefined {
  for (const [output, value] of graph.outputs) {
    if (!output.endsWith(SUFFIX)) continue;
    const batch = textOf(graph.follow(value));
    // A plan does not contain a value that is known after the apply.
    if (batch === undefined || batch === "" || !keyOf(batch).includes("Take over ")) return output;
    if (keyOf(batch).toLowerCase().includes(`take over ${name}"`)) return output;
  }
  return undefined;
}
