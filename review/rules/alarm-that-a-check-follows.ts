import { otherRegionOf, regionOf } from "../aws/route53/alarm-region";
import type { PlanDiff } from "../impact/plan-diff";
import type { Resource } from "../terraform/resource-graph";
import type { Rule, Violation } from "./rule";
import type { Subject } from "../facts/subject";

/** A health check looks for its alarm where that is, and is updated with it; what it cannot follow is SEMS-DNS-1. */
export const alarmThatACheckFollows: Rule = {
  id: "AWS-R53-3",
  level: "error",
  source:
    "Route 53 API, AlarmIdentifier; Route 53 developer guide, health checks that monitor CloudWatch alarms",
  violations: (subject) =>
    [...checksInUse(subject)].flatMap(([check, name]): Violation[] => {
      const alarm = check.link("cloudwatch_alarm_name", "aws_cloudwatch_metric_alarm");
      return alarm === undefined ? [] : violationsFor(subject, { check, alarm, name });
    }),
};

/** The checks of the records that clients are routed by, with the name that each decides about. */
function checksInUse(subject: Subject): Map<Resource, string> {
  const { checks } = subject.routing;
  const found = new Map<Resource, string>();
  for (const { root, records } of subject.trees)
    for (const { entry } of records)
      for (const { resource } of entry.check === undefined ? [] : checks.behind(entry.check))
        if (!found.has(resource)) found.set(resource, root.shownName);
  return found;
}

interface Followed {
  readonly check: Resource;
  readonly alarm: Resource;
  readonly name: string;
}

function violationsFor({ diff }: Subject, followed: Followed): Violation[] {
  const { check, alarm, name } = followed;
  const region = otherRegionOf(check, alarm);
  if (region === undefined) return diff === undefined ? [] : staleOf(diff, followed);
  const message =
    `The check of ${name} looks for ${alarm.address} in ${region}, and the alarm is in ` +
    `${regionOf(alarm) ?? "another region"}: Route 53 finds no such alarm there, and the check says nothing of the node. Set ` +
    `cloudwatch_alarm_region to the alarm's region.`;
  return [{ address: check.address, message }];
}

/** Attributes of an alarm of which Route 53 keeps a copy. */
const COPIED = [
  "threshold",
  "period",
  "evaluation_periods",
  "comparison_operator",
  "statistic",
  "metric_name",
  "namespace",
] as const;

/** An alarm that changes, or another one of its name, while the check, which keeps a copy of it, does not change. */
function staleOf(diff: PlanDiff, { check, alarm, name }: Followed): Violation[] {
  if (diff.order.writes(check.address)) return [];
  const changed = diff.changes
    .filter(
      ({ address, action }) => address === alarm.address && (action === "update" || action === "replace"),
    )
    .flatMap(({ before, after }) =>
      COPIED.filter(
        (attribute) => JSON.stringify(before.get(attribute)) !== JSON.stringify(after.get(attribute)),
      ),
    );
  if (changed.length === 0) return [];
  const message =
    `The plan changes ${changed.join(", ")} of the alarm, and ${check.address} of ${name} is not updated with it: Route 53 ` +
    `keeps the settings that it read before. Name them in the check's triggers.`;
  return [{ address: alarm.address, message, level: "warning" }];
}
