import { Annotations } from "cdktf";
import type { IConstruct } from "constructs";
import { isKnown } from "../known";
import type { FailoverStep, FailoverTime } from "./failover-time";

/** What clients should be without a node at most, seconds: longer fail-overs draw a warning. */
export const FAILOVER_BUDGET_SECONDS = 120;

/** Warns, at synthesis, of a fail-over that takes too long, and names the prop that would shorten it. */
export function warnOfSlowFailover(scope: IConstruct, { worstCaseSeconds, steps }: FailoverTime): void {
  if (!isKnown(worstCaseSeconds) || worstCaseSeconds <= FAILOVER_BUDGET_SECONDS) return;
  const [longest] = steps
    .filter((step): step is FailoverStep & { remedy: string } => step.remedy !== undefined)
    .sort((one, other) => other.seconds - one.seconds);
  const remedy = longest === undefined ? "" : `; ${longest.remedy} would bring it down`;
  Annotations.of(scope).addWarning(
    `A fail-over may take ${worstCaseSeconds} s, more than ${FAILOVER_BUDGET_SECONDS} s (${steps
      .map(({ what, seconds }) => `${what}: ${seconds}`)
      .join("; ")})${remedy}.`,
  );
}
