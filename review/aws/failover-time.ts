import type { Failover, WorstCase } from "../report-model";
import {
  detectionSteps,
  recoverySteps,
  targetDetection,
  targetRecovery,
  sum,
  slowestFirst,
  type Step,
} from "./check-time";
import type { HealthChecks } from "./route53/health-check";
import type { ResolvedRecord } from "./route53/record-targets";
import { ALIAS_TTL_SECONDS, type RecordSet } from "./route53/records";
import type { ClientService } from "./services";

/** Not documented by AWS; docs/assumptions.md. */
const BALANCER_STATE_SECONDS = 30;

/**
 * The longest time from the failure of a node to the last client's arrival at the next one, and the longest time back; null
 * where nothing detects the failure.
 */
export function failoverTime({
  tree: { records },
  routing: { checks },
}: Pick<ClientService, "tree" | "routing">): Failover | null {
  const slowest = slowestOf(records.map((record) => stepsOf(record, checks)));
  if (slowest === undefined) return null;
  const failback = slowestOf(records.map((record) => returnSteps(record, records, checks)));
  return { ...slowest, failback: failback ?? { worstCaseSeconds: 0, steps: [] } };
}

function slowestOf(candidates: readonly (readonly Step[] | undefined)[]): WorstCase | undefined {
  return candidates
    .flatMap((steps) => (steps === undefined ? [] : [{ worstCaseSeconds: sum(steps), steps }]))
    .sort((a, b) => b.worstCaseSeconds - a.worstCaseSeconds)[0];
}

/** What passes until clients of one record have left it; undefined for a record that only points to others. */
function stepsOf({ set, entry, targets }: ResolvedRecord, checks: HealthChecks): Step[] | undefined {
  // No client leaves the last choice: there is no other.
  if (entry.role === "SECONDARY") return undefined;
  if (set.entries.length < 2 || targets.some(({ kind }) => kind === "set")) return undefined;
  const { check, alias } = entry;
  const balancer = targets.flatMap((target) => (target.kind === "balancer" ? [target.balancer] : []))[0];
  const detection =
    check !== undefined
      ? detectionSteps(check, checks)
      : alias?.evaluatesHealth === true && balancer !== undefined
        ? [
            ...targetDetection(balancer),
            {
              what: "Route 53 evaluates the target group and changes its answer",
              seconds: BALANCER_STATE_SECONDS,
            },
          ]
        : undefined;
  if (detection === undefined) return undefined;
  const leaving =
    alias === undefined
      ? { what: "TTL of the old answer", seconds: entry.resource.number("ttl") ?? 0 }
      : { what: "TTL of the alias", seconds: ALIAS_TTL_SECONDS };
  return [...detection, leaving];
}

/** What passes until clients of a record have returned to it; undefined for one whose failure nothing detects. */
function returnSteps(
  record: ResolvedRecord,
  records: readonly ResolvedRecord[],
  checks: HealthChecks,
): Step[] | undefined {
  if (stepsOf(record, checks) === undefined) return undefined;
  const { set, entry, targets } = record;
  const balancer = targets.flatMap((target) => (target.kind === "balancer" ? [target.balancer] : []))[0];
  const recovery =
    entry.check === undefined
      ? [
          ...(balancer === undefined ? [] : targetRecovery(balancer)),
          {
            what: "Route 53 evaluates the target group and changes its answer",
            seconds: BALANCER_STATE_SECONDS,
          },
        ]
      : recoverySteps(entry.check, checks);
  if (recovery === undefined) return undefined;
  const others = records.filter((other) => other.set === set && other.entry !== entry);
  const [longest] = slowestFirst(others.flatMap((other) => answersOf(other, records)).map((step) => [step]));
  return [...recovery, ...(longest ?? [])];
}

/** How long clients keep the answers of a record; of an alias to other records, theirs. */
function answersOf(
  { entry, targets }: ResolvedRecord,
  records: readonly ResolvedRecord[],
  seen: ReadonlySet<RecordSet> = new Set(),
): Step[] {
  const sets = targets.flatMap((target) =>
    target.kind === "set" && !seen.has(target.set) ? [target.set] : [],
  );
  if (sets.length > 0) {
    const next = new Set([...seen, ...sets]);
    return records
      .filter(({ set }) => sets.includes(set))
      .flatMap((record) => answersOf(record, records, next));
  }
  return entry.alias === undefined
    ? [{ what: "TTL of the old answer", seconds: entry.resource.number("ttl") ?? 0 }]
    : [{ what: "TTL of the alias", seconds: ALIAS_TTL_SECONDS }];
}
