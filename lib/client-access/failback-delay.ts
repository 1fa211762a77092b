import { failbackContradiction, failbackOutOfReach } from "../validation/errors";
import { isKnown, type Loose } from "../known";
import { formatProblem, type Problem } from "../validation/problem";
import { INTERVAL, THRESHOLD, type TargetHealthCheckProps } from "./target-health-check";

/** Checks the failback delay: it is the time that a node must answer before it is healthy again, by every health check. */
export function checkFailbackDelay(
  where: string,
  seconds: number | undefined,
  healthChecks: readonly (Loose<TargetHealthCheckProps> | undefined)[],
): Problem[] {
  if (!isKnown(seconds)) return [];
  const problems = healthChecks.flatMap((healthCheck) => checkAgainst(where, seconds, healthCheck));
  // Two services with the same fault have one message.
  return [...new Map(problems.map((problem) => [formatProblem(problem), problem])).values()];
}

function checkAgainst(
  where: string,
  seconds: number,
  healthCheck: Loose<TargetHealthCheckProps> | undefined,
): Problem[] {
  const { intervalSeconds = 10, healthyThreshold } = healthCheck ?? {};
  if (!isKnown(intervalSeconds)) return [];
  // An interval out of its range has its own message.
  if (intervalSeconds < INTERVAL.min || intervalSeconds > INTERVAL.max) return [];
  if (isKnown(healthyThreshold)) {
    const given = healthyThreshold * intervalSeconds;
    return given === seconds ? [] : [failbackContradiction(where, seconds, given)];
  }
  const threshold = seconds / intervalSeconds;
  const reachable = Number.isInteger(threshold) && threshold >= THRESHOLD.min && threshold <= THRESHOLD.max;
  return reachable ? [] : [failbackOutOfReach(where, seconds, intervalSeconds)];
}
