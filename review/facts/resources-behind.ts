import type { RecordTree } from "../aws/route53/record-targets";
import type { Routing } from "../aws/routing";
import type { Resource } from "../terraform/resource-graph";

/** The resources that route the clients of a name: records, health checks, alarms, load balancers and what belongs to them. */
export const resourcesBehind = (
  { checks }: Pick<Routing, "checks">,
  { records, balancers }: RecordTree,
): Resource[] => [
  ...records.flatMap(({ entry: { resource, check } }) => [
    resource,
    ...(check === undefined
      ? []
      : [...checks.behind(check).map((behind) => behind.resource), ...checks.alarmsBehind(check)]),
  ]),
  ...balancers.flatMap(({ resource, zones, listeners, groups }) => [
    resource,
    ...zones.flatMap(({ elasticIp }) => elasticIp ?? []),
    ...listeners.map((listener) => listener.resource),
    ...groups.flatMap((group) => [group.resource, ...group.targets.map((target) => target.resource)]),
  ]),
];
