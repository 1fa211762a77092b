import { rankOf } from "./effect";
import type { Effect, Review } from "./report-model";

/** What makes a review fail: each level with all that the levels before it fail on, and nothing. */
export const FAIL_LEVELS = ["error", "disruption", "warning", "never"] as const;

/** A value of `--fail-on`. */
export type FailLevel = (typeof FAIL_LEVELS)[number];

/** Whether a review has something at or above a level that is not accepted. */
export function fails({ findings, changes }: Review, level: FailLevel): boolean {
  const effects = openEffects(changes);
  const has = (finding: "error" | "warning") =>
    findings.some((one) => one.acknowledged === null && one.level === finding);
  switch (level) {
    case "never":
      return false;
    case "error":
      return has("error") || effects.includes("outage");
    case "disruption":
      return has("error") || effects.length > 0;
    case "warning":
      return has("error") || has("warning") || effects.length > 0;
  }
}

/** The effects on clients that are not accepted; what a plan does not specify is one. */
function openEffects(changes: Review["changes"]): Effect[] {
  if (changes === null) return [];
  const open = changes.disruptive.filter(({ acknowledged }) => acknowledged === null);
  // An incomplete plan has an effect that no single change of it explains.
  const isExplained = changes.disruptive.some(({ effect }) => effect === changes.effect);
  const effects = [...open.map(({ effect }) => effect), ...(isExplained ? [] : [changes.effect])];
  return effects.filter((effect) => rankOf(effect) < rankOf("none"));
}
