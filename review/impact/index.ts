import type { ResourceChange } from "../terraform/plan/changes";
import type { Graph } from "../terraform/resource-graph";
import { reasonFor, type Acknowledgements } from "../acknowledgements";
import { EFFECTS, rankOf, worstOf } from "../effect";
import type { Changes, Disruption, Effect } from "../report-model";
import { KINDS } from "./kinds";
import { Planned, type Side, type Impact } from "./plan-diff";
import { addresses, loadBalancers, targets } from "./load-balancers";
import { certificates } from "./certificates";
import { leftBehind, machines } from "./nodes";
import { health, names } from "./dns";
import { reach } from "./security-groups";
import { leavingNodes, serving } from "./serving";
export { pairsOf } from "./serving";

/**
 * What a plan does, and what people notice of it.
 *
 * @param changes what happens to each resource
 * @param planned what is deployed now beside what will be; undefined where nothing is
 * @param accepted reasons for which people accept what they notice
 */
export function changesOf(
  changes: readonly ResourceChange[],
  planned: Planned | undefined,
  accepted: Acknowledgements,
): Omit<Changes, "removed"> {
  const disruptive = planned === undefined ? [] : disruptionsOf(planned, accepted);
  const count = (action: ResourceChange["action"]): number =>
    changes.filter((change) => change.mode === "managed" && change.action === action).length;
  return {
    create: count("create"),
    update: count("update"),
    replace: count("replace"),
    delete: count("delete"),
    effect: worstOf(disruptive.map(({ effect }) => effect)),
    disruptive,
  };
}

/** A plan over what is deployed now; undefined where nothing is. */
export const plannedOf = (
  changes: readonly ResourceChange[],
  before: Graph | undefined,
  after: Side,
): Planned | undefined =>
  before === undefined
    ? undefined
    : new Planned(
        changes.filter(({ mode }) => mode === "managed"),
        before,
        after,
      );

/** What clients or administrators will notice, the worst first. */
export function disruptionsOf(planned: Planned, accepted: Acknowledgements): Disruption[] {
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
    .sort(
      (a, b) => rankOf(effectOf(a)) - rankOf(effectOf(b)) || KINDS[b.kind].severity - KINDS[a.kind].severity,
    )
    .map((one): Disruption => {
      const { instead, runbook } = KINDS[one.kind];
      const effect = effectOf(one);
      return {
        address: one.address,
        why: one.why,
        ...(one.action === undefined ? {} : { action: one.action }),
        effect,
        instead,
        runbook: `docs/operations.md#${runbook}`,
        acknowledged: reasonFor(accepted, EFFECTS[effect].rule, one.address),
      };
    });
}

const effectOf = ({ kind, effect }: Impact): Effect => effect ?? KINDS[kind].effect;
