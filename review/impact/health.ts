import type { Resource } from "../terraform/resource-graph";
import { cause, SEVERITY, type Noticed, type Planned } from "./plan-diff";

/** Health checks and alarms that begin anew, or that records go on without. */
export function health(planned: Planned): Noticed[] {
  const checks = new Map<Resource, string>();
  for (const { tree } of planned.before.services) {
    for (const { entry } of tree.branches)
      for (const check of withChildren(entry.check)) checks.set(check, tree.root.shownName);
  }
  return [...checks].flatMap(([check, name]) => [
    ...checkEnd(planned, check, name),
    ...alarmEnd(planned, check, name),
  ]);
}

/** A check and the checks that it is calculated of; AWS nests no deeper. */
const withChildren = (check: Resource | undefined): Resource[] =>
  check === undefined ? [] : [check, ...check.links("child_healthchecks", "aws_route53_health_check")];

function checkEnd(planned: Planned, check: Resource, name: string): Noticed[] {
  const end = planned.endOf(check);
  if (end === undefined) return [];
  if (end.action === "replace") {
    const why =
      `A health check of ${name} is replaced${cause(end)}: Route 53 takes the new one for healthy until it has looked, ` +
      `and may lead clients to a node that is down.`;
    return [{ address: end.address, action: end.action, why, severity: SEVERITY.health }];
  }
  const without = planned.before.services
    .flatMap(({ tree }) => tree.branches)
    .filter(({ entry }) => entry.check === check)
    .flatMap(({ entry }) => planned.next(entry.resource) ?? [])
    .filter((record) => !record.has("health_check_id"));
  const [record] = without;
  if (record === undefined) return [];
  const why =
    `A health check of ${name} is deleted, and ${record.address} goes on without one: Route 53 takes it for healthy ` +
    `whatever happens, and clients do not fail over from it.`;
  return [{ address: end.address, action: end.action, why, severity: SEVERITY.health }];
}

function alarmEnd(planned: Planned, check: Resource, name: string): Noticed[] {
  const alarm = check.link("cloudwatch_alarm_name", "aws_cloudwatch_metric_alarm");
  const end = alarm === undefined ? undefined : planned.endOf(alarm);
  const next = planned.next(check);
  // A check that goes with its alarm misses nothing.
  if (end === undefined || next === undefined) return [];
  if (end.action === "delete" && planned.changeOf(check) !== undefined) return [];
  const why =
    end.action === "replace"
      ? `The alarm that a health check of ${name} follows is replaced${cause(end)}: the check knows nothing until the ` +
        `new one has data, and must be told of it.`
      : `The alarm that a health check of ${name} follows is deleted: the check knows nothing any more, and clients do ` +
        `not fail over by it.`;
  return [{ address: end.address, action: end.action, why, severity: SEVERITY.health }];
}
