import type { ResourceChange } from "../terraform/plan/changes";
import type { Graph } from "../terraform/resource-graph";
import type { Changes, Disruption } from "../report-model";
import { Planned, type Side, type Impact } from "./plan-diff";
import { addresses, loadBalancers, targets } from "./load-balancers";
import { certificates } from "./certificates";
import { leftBehind, machines } from "./nodes";
import { health, names } from "./dns";
import { reach } from "./security-groups";
import { leavingNodes, serving } from "./serving";

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

/** What clients or administrators will notice, the worst first. */
export function disruptionsOf(planned: Planned): Disruption[] {
  const noticed: Impact[] = [
    ...names(planned),
    ...loadBalancers(planned),
    ...machines(planned),
    ...addresses(planned),
    ...targets(planned, leavingNodes(planned)),
    ...serving(planned),
    ...reach(planned),
    ...certificates(planned),
    ...health(planned),
    ...leftBehind(planned),
  ];
  const once = new Map(noticed.map((one) => [JSON.stringify([one.address, one.why]), one] as const));
  return [...once.values()]
    .sort((a, b) => b.severity - a.severity)
    .map(({ address, why, action }) => (action === undefined ? { address, why } : { address, why, action }));
}
