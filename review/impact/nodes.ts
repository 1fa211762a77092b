import type { Resource } from "../terraform/resource-graph";
import { InterfaceGroups } from "../facts/security-group-roles";
import { machinesOf } from "../facts/interface1";
import { NetworkInterfaces } from "../aws/network/network-interfaces";
import { placementsOf } from "../facts/certificates";
import { SEVERITY, type Noticed, type Planned } from "./plan-diff";

/** Resources that clients depend on and that Terraform is told to forget: they stay, and nobody keeps them. */
export const forgotten = (planned: Planned): Noticed[] =>
  [...resourcesInUse(planned)].flatMap((resource): Noticed[] => {
    const change = planned.changeOf(resource);
    if (change?.action !== "forget") return [];
    const why =
      "Terraform forgets it and leaves it in AWS: clients notice nothing, but nothing keeps it as it should be from now on.";
    return [{ address: change.address, why, severity: SEVERITY.forgotten }];
  });

/** What stands between clients and nodes, and the nodes themselves. */
function resourcesInUse({ before }: Planned): Set<Resource> {
  const { graph, services } = before;
  if (services.length === 0) return new Set();
  const groups = new InterfaceGroups(graph, services);
  return new Set([
    ...services.flatMap(({ tree, listeners }) => [
      ...tree.branches.flatMap(({ entry }) => [entry.resource, ...checksOf(entry.resource)]),
      ...listeners.map(({ resource }) => resource),
      ...tree.balancers.flatMap(({ resource, zones, groups: own }) => [
        resource,
        ...zones.flatMap(({ elasticIp }) => elasticIp ?? []),
        ...own.flatMap((group) => [group.resource, ...group.targets.map((target) => target.resource)]),
      ]),
    ]),
    ...groups.groups.all.filter((group) => groups.placeOf(group) === "interface"),
    ...machinesOf(services, new NetworkInterfaces(graph)),
    ...placementsOf(graph).flatMap(({ resource }) => resource ?? []),
  ]);
}

/** A record's health check, and the alarm that it follows. */
function checksOf(record: Resource): Resource[] {
  const check = record.link("health_check_id", "aws_route53_health_check");
  const alarm = check?.link("cloudwatch_alarm_name", "aws_cloudwatch_metric_alarm");
  return [check, alarm].flatMap((resource) => resource ?? []);
}
