import type { NodeTarget, Zone } from "./placement";
import type { ServedNodes } from "./served-nodes";

/**
 * Tags of a load balancer that say what is meant, so that plan, state and console show it: the nodes that it serves and
 * the zones that it stands in.
 */
export function intentTags(
  { clientFqdn, hostedZone, method }: Pick<ServedNodes, "clientFqdn" | "hostedZone" | "method">,
  targets: readonly NodeTarget[],
  zones: readonly Zone[],
): Record<string, string> {
  // By name, not in order: another order must touch the records alone, which are the order.
  const ofNodes = targets.flatMap(({ label, node: { interface2 } }) => [
    [`sems:interface2:${label}`, interface2.address] as const,
    [`sems:zone:${label}`, interface2.availabilityZone] as const,
  ]);
  const ofZones = zones.map(({ id, subnet }) => [`sems:subnet:${id}`, subnet.id] as const);
  return {
    "sems:client-fqdn": clientFqdn,
    "sems:hosted-zone": hostedZone.name,
    "sems:method": method.type,
    ...Object.fromEntries([...ofNodes, ...ofZones]),
  };
}
