import type { Changes, Disruption, Finding, Review } from "../report-model";
import { count } from "./words";

/** The findings by what is to be done about them, worst first; the order of each group is the review's. */
export interface Verdict {
  readonly errors: readonly Finding[];
  readonly warnings: readonly Finding[];
  readonly acknowledged: readonly Finding[];
}

/** Sorts a review's findings. */
export function verdictOf({ findings }: Review): Verdict {
  const open = findings.filter(({ acknowledged }) => acknowledged === null);
  return {
    errors: open.filter(({ level }) => level === "error"),
    warnings: open.filter(({ level }) => level === "warning"),
    acknowledged: findings.filter(({ acknowledged }) => acknowledged !== null),
  };
}

/** Such as `2 errors, 1 warning, 1 acknowledged`. */
export function verdictLine({ errors, warnings, acknowledged }: Verdict): string {
  return [
    count(errors.length, "error"),
    count(warnings.length, "warning"),
    ...(acknowledged.length === 0 ? [] : [`${acknowledged.length} acknowledged`]),
  ].join(", ");
}

/** What a disruption does to a resource, in one word for the reader. */
export const ACTION_WORDS = {
  delete: "destroyed",
  replace: "replaced",
  update: "changed",
  create: "created",
};

/** The disruptive changes, destroyed and replaced resources first; else in the review's order. */
export function disruptions(changes: Changes | null): readonly Disruption[] {
  const urgency = ({ action }: Disruption) =>
    ["delete", "replace", undefined, "update", "create"].indexOf(action);
  return (changes?.disruptive ?? []).toSorted((a, b) => urgency(a) - urgency(b));
}

/** Whether a plan destroys anything: a replacement does, too. */
export function containsDestroy({ replace, delete: deleted }: Changes): boolean {
  return replace + deleted > 0;
}

/** Such as `2 to create, 1 to replace`. */
export function changesLine(changes: Changes): string {
  const parts = (["create", "update", "replace", "delete"] as const)
    .filter((action) => changes[action] > 0)
    .map((action) => `${changes[action]} to ${action}`);
  return parts.length === 0 ? "no changes" : parts.join(", ");
}
