import type { ResourceChange } from "../terraform/plan/changes";
import type { Graph } from "../terraform/resource-graph";
import type { Changes } from "../report-model";
import { disruptionsOf } from "./disruptions";
import { Planned, type Side } from "./plan-diff";

/**
 * What a plan does, and what people notice of it.
 *
 * @param changes what happens to each resource
 * @param before what stands now; undefined where nothing does
 * @param after what will stand, with its services
 */
export function changesOf(
  changes: readonly ResourceChange[],
  before: Graph | undefined,
  after: Side,
): Changes {
  const managed = changes.filter(({ mode }) => mode === "managed");
  const count = (action: ResourceChange["action"]): number =>
    managed.filter((change) => change.action === action).length;
  return {
    create: count("create"),
    update: count("update"),
    replace: count("replace"),
    delete: count("delete"),
    disruptive: before === undefined ? [] : disruptionsOf(new Planned(managed, before, after)),
  };
}
