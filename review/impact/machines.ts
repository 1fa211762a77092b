import type { Resource } from "../terraform/resource-graph";
import { NetworkInterfaces } from "../aws/network/network-interfaces";
import { cause, SEVERITY, type Noticed, type Planned } from "./plan-diff";

/** Instances and network interfaces of nodes that are destroyed or stopped. */
export function machines(planned: Planned): Noticed[] {
  const interfaces = new NetworkInterfaces(planned.before.graph);
  const owners = new Map<Resource, { readonly name: string; readonly own: readonly Resource[] }>();
  for (const { name, targets } of planned.before.services.flatMap(({ nodes }) => nodes)) {
    for (const { address, holder } of targets) {
      const own = [...interfaces.machineOf(address), ...(holder === undefined ? [] : [holder])];
      for (const resource of own) if (!owners.has(resource)) owners.set(resource, { name, own });
    }
  }
  return [...owners].flatMap(([resource, { name, own }]): Noticed[] => {
    const isInstance = resource.type === "aws_instance";
    const instanceEnds = own.some(
      (other) => other.type === "aws_instance" && planned.endOf(other) !== undefined,
    );
    const end = planned.endOf(resource);
    if (end !== undefined && (isInstance || !instanceEnds)) {
      const gone = end.action === "delete" ? "deleted" : `replaced${cause(end)}`;
      const why = isInstance
        ? `The machine of ${name} is ${gone}: its appliance goes with all that is not replicated, and its connections end.`
        : `A network interface of ${name} is ${gone}: its connections there end, and the appliance must be given the new one.`;
      return [{ address: end.address, action: end.action, why, severity: SEVERITY.machine }];
    }
    const change = planned.changeOf(resource);
    const isStopped = change?.before.get("instance_type") !== change?.after.get("instance_type");
    if (change?.action !== "update" || !isInstance || !isStopped) return [];
    const why = `The machine of ${name} is stopped to change its type, and started again: its connections end, and the next node serves meanwhile.`;
    return [{ address: change.address, action: "update", why, severity: SEVERITY.machine }];
  });
}
