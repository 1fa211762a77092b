import type { AssumptionId } from "../assumptions";
import type { Policy } from "./records";

/** What a choice among records looks at. */
interface Candidate {
  readonly policy: Policy;
  readonly role?: string;
  readonly weight: number;
}

/** A record that Route 53 may answer with, and how often relative to the others. */
export interface Choice<T> {
  readonly entry: T;
  readonly part: number;
}

/** The records that Route 53 may answer with (Route 53 guide, how records are chosen). */
export function choose<T extends Candidate>(
  entries: readonly T[],
  isHealthy: (entry: T) => boolean,
  assume: (id: AssumptionId) => void,
): Choice<T>[] {
  switch (entries[0]?.policy) {
    case undefined:
    case "simple":
      return evenly(entries);
    case "failover":
      return evenly(chooseByRole(entries, isHealthy, assume));
    case "weighted":
      return chooseByWeight(entries, isHealthy);
    case "multivalue":
      return evenly(healthyOrAll(entries, isHealthy));
    default:
      assume("client-location");
      return evenly(healthyOrAll(entries, isHealthy));
  }
}

const evenly = <T>(entries: readonly T[]): Choice<T>[] => entries.map((entry) => ({ entry, part: 1 }));

function healthyOrAll<T>(entries: readonly T[], isHealthy: (entry: T) => boolean): readonly T[] {
  const healthy = entries.filter(isHealthy);
  return healthy.length > 0 ? healthy : entries;
}

function chooseByRole<T extends Candidate>(
  entries: readonly T[],
  isHealthy: (entry: T) => boolean,
  assume: (id: AssumptionId) => void,
): readonly T[] {
  const primary = entries.filter(({ role }) => role === "PRIMARY");
  const secondary = entries.filter(({ role }) => role === "SECONDARY");
  if (primary.length === 0) return secondary.length > 0 ? secondary : entries;
  if (secondary.length === 0 || primary.some(isHealthy)) return primary;
  if (secondary.some(isHealthy)) return secondary;
  assume("all-down");
  return primary;
}

function chooseByWeight<T extends Candidate>(
  entries: readonly T[],
  isHealthy: (entry: T) => boolean,
): Choice<T>[] {
  const byWeight = (chosen: readonly T[]): Choice<T>[] =>
    chosen.map((entry) => ({ entry, part: entry.weight }));
  const weighty = entries.filter(({ weight }) => weight > 0);
  const up = weighty.filter(isHealthy);
  if (up.length > 0) return byWeight(up);
  // Records of weight 0 answer only when all others are unhealthy, or where there are no others.
  const spare = entries.filter((entry) => entry.weight === 0 && isHealthy(entry));
  if (spare.length > 0) return evenly(spare);
  return weighty.length > 0 ? byWeight(weighty) : evenly(entries);
}
