import type { Listener, LoadBalancer } from "../aws/elb/load-balancer";
import type { LoadBalancerZone } from "../aws/elb/load-balancer-zone";
import type { TargetGroup } from "../aws/elb/target-group";
import type { RecordSet } from "../aws/route53/records";
import { mayBeLoadBalancer } from "../aws/route53/outside-targets";
import { recordTree, type RecordTree } from "../aws/route53/record-targets";
import type { ClientService } from "../aws/services";
import type { Subject } from "../rules/rule";

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

/** One service of each name: for what all ports of a name have in common. */
export const oncePerName = ({ services }: Subject): ClientService[] => {
  const byTree = new Map(services.map((service) => [service.tree, service] as const).reverse());
  return [...byTree.values()].reverse();
};

/** Record types by which clients find an address. */
const CLIENT_TYPES: readonly string[] = ["A", "AAAA", "CNAME"];

/** Every rule asks for the trees of the same services. */
const TREES = new WeakMap<readonly ClientService[], readonly RecordTree[]>();

/** The records of the names that clients use, those of the other address family too. */
export function treesInUse(subject: Subject): readonly RecordTree[] {
  const { routing, services } = subject;
  const known = TREES.get(services);
  if (known !== undefined) return known;
  const trees = [...oncePerName(subject).map(({ tree }) => tree), ...outsideTrees(subject)].flatMap(
    (tree) => {
      const { root } = tree;
      const isOther = (set: RecordSet): boolean => set !== root && CLIENT_TYPES.includes(set.type);
      const others = routing.recordSets.named(root.zone, root.name).filter(isOther);
      return [tree, ...others.map((set) => recordTree(routing, set))];
    },
  );
  TREES.set(services, trees);
  return trees;
}

/** The records of failover names that no service has, because their load balancers are outside the document. */
export function outsideTrees({ graph, routing, services }: Subject): RecordTree[] {
  const known = new Set(services.flatMap(({ tree }) => tree.sets));
  const trees = routing.recordSets.all
    .filter((set) => CLIENT_TYPES.includes(set.type) && !known.has(set))
    .filter((set) => set.entries.some(({ policy }) => policy === "failover"))
    .map((root) => recordTree(routing, root))
    .filter(({ records }) =>
      records.some(({ targets }) =>
        targets.some((target) => target.kind === "elsewhere" && mayBeLoadBalancer(graph, target.value)),
      ),
    );
  // What another name is routed to is judged with that name.
  const below = new Set(trees.flatMap(({ root, sets }) => sets.filter((set) => set !== root)));
  return trees.filter(({ root }) => !below.has(root));
}

/** The zones of each load balancer whose own addresses or names the records lead to: all must then reach one node each. */
export function zonesInUse(subject: Subject): Map<LoadBalancer, LoadBalancerZone[]> {
  const names = new Map<LoadBalancer, Set<string>>();
  for (const { records } of treesInUse(subject)) {
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
