import type { Resource } from "../terraform/resource-graph";
import type { StepOf } from "./apply-order";
import type { PlanDiff } from "./plan-diff";

/**
 * Two resources that AWS does not allow at one time: `certain` where Terraform writes the second before it lets go of the
 * first, `possible` where it orders neither before the other.
 */
export type Clash = "certain" | "possible";

/** The step by which a deployed resource ends; undefined where it stays in AWS. */
export function endOf(diff: PlanDiff, resource: Resource): StepOf | undefined {
  const removal = diff.removalOf(resource);
  return removal === undefined ? undefined : ["destroy", removal.address];
}

/**
 * Whether a resource is written while another one still holds what only one may have.
 *
 * @param release the step by which the other one lets go of it; undefined where it never does
 * @param writer address of the resource that is written
 */
export function clashOf({ order }: PlanDiff, release: StepOf | undefined, writer: string): Clash | undefined {
  if (release === undefined || order.isBefore(["write", writer], release)) return "certain";
  return order.isBefore(release, ["write", writer]) ? undefined : "possible";
}

/** A resource that is written while another one may still hold what only one may have. */
interface Waiting {
  readonly written: { readonly address: string };
  /** The step by which the other one lets go of it; undefined where it never does. */
  readonly release: StepOf | undefined;
  readonly clash: Clash;
}

/** Of two resources that change in place, each of which holds what the other wants, neither can come first. */
export function withSwapsCertain<T extends Waiting>(found: readonly T[]): T[] {
  const waiting = new Set(found.flatMap((one) => waitOf(one)?.key ?? []));
  return found.map((one) => (waiting.has(waitOf(one)?.reverse ?? "") ? { ...one, clash: "certain" } : one));
}

/** What a resource waits for where another one has to change in place first, and the same the other way round. */
function waitOf({ written: { address }, release }: Waiting) {
  if (release?.[0] !== "write") return undefined;
  return { key: JSON.stringify([address, release[1]]), reverse: JSON.stringify([release[1], address]) };
}

/** Addresses of what Terraform forgets: it stays in AWS, and clashes with what is created. */
export const forgottenIn = (diff: PlanDiff | undefined): ReadonlySet<string> =>
  new Set(diff?.changes.flatMap(({ address, action }) => (action === "forget" ? [address] : [])));
