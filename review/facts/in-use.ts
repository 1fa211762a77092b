import type { Listener, LoadBalancer } from "../aws/elb/load-balancer";
import type { LoadBalancerZone } from "../aws/elb/load-balancer-zone";
import type { TargetGroup } from "../aws/elb/target-group";
import type { Subject } from "./subject";

/** The load balancers that clients are routed to, each once. */
export const balancersInUse = ({ services }: Subject): LoadBalancer[] => [
  ...new Set(services.flatMap(({ tree }) => tree.balancers)),
];

/** Their listeners, each with its load balancer. */
export const listenersInUse = (subject: Subject): (Listener & { readonly balancer: LoadBalancer })[] =>
  balancersInUse(subject).flatMap((balancer) =>
    balancer.listeners.map((listener) => ({ ...listener, balancer })),
  );

/** Their target groups, each once. */
export const groupsInUse = (subject: Subject): TargetGroup[] => [
  ...new Set(balancersInUse(subject).flatMap(({ groups }) => groups)),
];

/** The zones of each load balancer to whose own addresses or names the records point: all must then reach one node each. */
export function zonesInUse(subject: Subject): Map<LoadBalancer, LoadBalancerZone[]> {
  const names = new Map<LoadBalancer, Set<string>>();
  for (const { records } of subject.trees) {
    for (const target of records.flatMap(({ targets }) => targets)) {
      if (target.kind !== "balancer" || target.zone === undefined) continue;
      names.set(target.balancer, (names.get(target.balancer) ?? new Set()).add(target.zone));
    }
  }
  return new Map(
    [...names].map(([balancer, inUse]) => [balancer, balancer.zones.filter(({ name }) => inUse.has(name))]),
  );
}

/** The names of nodes, by their keys, in the order in which they serve. */
export function namesOf({ services }: Subject, keys: ReadonlySet<string>): string[] {
  const named = services.flatMap(({ nodes }) => nodes.filter(({ key }) => keys.has(key)));
  return [...new Set(named.map(({ name }) => name))];
}
