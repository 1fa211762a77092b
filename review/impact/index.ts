import type { ResourceChange } from "../terraform/plan/changes";
import type { Dependencies } from "../terraform/plan/dependencies";
import type { Graph } from "../terraform/resource-graph";
import { reasonFor, type Acknowledgements } from "../acknowledgements";
import { EFFECTS, rankOf, worstOf } from "../effect";
import type { Changes, Disruption, Effect } from "../report-model";
import { ApplyOrder } from "./apply-order";
import { KINDS } from "./kinds";
import type { Reviewed } from "../facts/reviewed";
import { PlanDiff, type Impact } from "./plan-diff";
import { addresses, loadBalancers, targets } from "./load-balancers";
import { certificates } from "./certificates";
import { forgotten, nodeInstances } from "./nodes";
import { drift, type DriftedDocument } from "./drift";
import { health, names } from "./dns";
import { securityGroups } from "./security-groups";
import { leavingNodes, serving } from "./serving";
export { pairsOf } from "./serving";

/**
 * What a plan does, and what people notice of it.
 *
 * @param changes what happens to each resource
 * @param diff what is deployed now beside what will be; undefined where nothing is
 * @param accepted reasons for which people accept what they notice
 * @param drifted what was changed outside Terraform since the last apply; undefined where nothing was
 */
export function changesOf(
  changes: readonly ResourceChange[],
  diff: PlanDiff | undefined,
  accepted: Acknowledgements,
  drifted?: DriftedDocument,
): Omit<Changes, "removed"> {
  const disruptive = diff === undefined ? [] : disruptionsOf(diff, accepted, drifted);
  const managed = changes.filter(({ mode }) => mode === "managed");
  const count = (action: ResourceChange["action"]): number =>
    managed.filter((change) => change.action === action).length;
  return {
    create: count("create"),
    update: count("update"),
    replace: count("replace"),
    delete: count("delete"),
    import: managed.filter(({ imports }) => imports === true).length,
    move: managed.filter(({ previousAddress }) => previousAddress !== undefined).length,
    forget: managed.filter(({ forgets }) => forgets === true).length,
    drift: (drifted?.drift ?? []).map(({ address, after, attributes }) => ({
      address,
      action: after === undefined ? "delete" : "update",
      attributes,
    })),
    effect: worstOf(disruptive.map(({ effect }) => effect)),
    disruptive,
  };
}

/** The order in which Terraform applies a plan, computed when it is asked for; what is deployed has one already. */
export function applyOrderOf(
  changes: readonly ResourceChange[],
  dependencies: Dependencies | undefined,
  diff: PlanDiff | undefined,
): (() => ApplyOrder) | undefined {
  if (diff !== undefined) return () => diff.order;
  if (dependencies === undefined) return undefined;
  let order: ApplyOrder | undefined;
  return () =>
    (order ??= new ApplyOrder(
      changes.filter(({ mode }) => mode === "managed"),
      dependencies,
    ));
}

/** A plan over what is deployed now; undefined where nothing is. */
export const planDiffOf = (
  changes: readonly ResourceChange[],
  before: Graph | undefined,
  after: Reviewed,
  dependencies?: Dependencies,
): PlanDiff | undefined =>
  before === undefined
    ? undefined
    : new PlanDiff(
        changes.filter(({ mode }) => mode === "managed"),
        before,
        after,
        dependencies,
      );

/** What clients or administrators will notice, the worst first. */
export function disruptionsOf(
  diff: PlanDiff,
  accepted: Acknowledgements,
  drifted?: DriftedDocument,
): Disruption[] {
  const impacts: Impact[] = [
    ...(drifted === undefined ? [] : drift(drifted, diff.before)),
    ...names(diff),
    ...loadBalancers(diff),
    ...nodeInstances(diff),
    ...addresses(diff),
    ...targets(diff, leavingNodes(diff)),
    ...serving(diff),
    ...securityGroups(diff),
    ...certificates(diff),
    ...health(diff),
    ...forgotten(diff),
  ];
  const once = new Map(impacts.map((one) => [JSON.stringify([one.address, one.why]), one] as const));
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
