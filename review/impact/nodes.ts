import { worstOf } from "../effect";
import type { ServiceNode } from "../aws/services";
import { effectWithout } from "./without-nodes";
import type { Resource } from "../terraform/resource-graph";
import { resourcesBehind } from "../facts/resources-behind";
import { placementsOf } from "../facts/certificates";
import { type Impact, type PlanDiff, cause } from "./plan-diff";
/** Resources that clients depend on and that Terraform forgets: they stay, and Terraform no longer manages them. */
export const forgotten = (diff: PlanDiff): Impact[] =>
  [...resourcesInUse(diff)].flatMap((resource): Impact[] => {
    const change = diff.changeOf(resource);
    if (change?.forgets !== true) return [];
    const why =
      change.action === "forget"
        ? "Terraform forgets it and leaves it in AWS: clients notice nothing, but nothing keeps it as it should be from now on."
        : "Terraform forgets it, leaves it in AWS, and creates a second one beside it: delete the old one by hand once nothing uses it.";
    return [{ address: change.address, why, kind: "forgotten" }];
  });

/** What is between clients and nodes, and the nodes themselves. */
function resourcesInUse({ before }: PlanDiff): Set<Resource> {
  const { graph, routing, services, interface1, securityGroupRoles: roles } = before;
  if (services.length === 0) return new Set();
  return new Set([
    ...services.flatMap(({ tree, listeners }) => [
      ...resourcesBehind(routing, tree),
      ...listeners.map(({ resource }) => resource),
    ]),
    ...roles.groups.all.filter((group) => roles.roleOf(group) === "interface"),
    ...interface1.machines,
    ...placementsOf(graph).flatMap(({ resource }) => resource ?? []),
  ]);
}

/** Instances and network interfaces of nodes that are destroyed or stopped. */
export function nodeInstances(diff: PlanDiff): Impact[] {
  const { interfaces } = diff.before.routing;
  const owners = new Map<Resource, { readonly node: ServiceNode; readonly own: readonly Resource[] }>();
  for (const node of diff.before.services.flatMap(({ nodes }) => nodes)) {
    for (const { address, holder, vpc } of node.targets) {
      const own = [...interfaces.machineOf(address, vpc), ...(holder === undefined ? [] : [holder])];
      for (const resource of own) if (!owners.has(resource)) owners.set(resource, { node, own });
    }
  }
  return [...owners].flatMap(([resource, { node, own }]): Impact[] => {
    const { name } = node;
    const affected = diff.before.services.filter(({ nodes }) => nodes.some(({ key }) => key === node.key));
    const effect = worstOf(affected.map((service) => effectWithout(service, new Set([node.key]))));
    const isInstance = resource.type === "aws_instance";
    const isInstanceRemoved = own.some(
      (other) => other.type === "aws_instance" && diff.removalOf(other) !== undefined,
    );
    const removal = diff.removalOf(resource);
    if (removal !== undefined && (isInstance || !isInstanceRemoved)) {
      const gone = removal.action === "delete" ? "deleted" : `replaced${cause(removal)}`;
      const why = isInstance
        ? `The instance of ${name} is ${gone}: its appliance goes with all that is not replicated, and its connections end.`
        : `A network interface of ${name} is ${gone}: its connections there end, and the appliance must be given the new one.`;
      return [{ address: removal.address, action: removal.action, why, kind: "machine", effect }];
    }
    const change = diff.changeOf(resource);
    const isStopped = change?.before.get("instance_type") !== change?.after.get("instance_type");
    if (change?.action !== "update" || !isInstance || !isStopped) return [];
    const why = `The instance of ${name} is stopped to change its type, and started again: its connections end, and the next node serves meanwhile.`;
    return [{ address: change.address, action: "update", why, kind: "machine", effect }];
  });
}
