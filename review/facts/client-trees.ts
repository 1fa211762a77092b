import { mayBeLoadBalancer } from "../aws/route53/outside-targets";
import { recordTree, type RecordTree } from "../aws/route53/record-targets";
import type { RecordSet } from "../aws/route53/records";
import type { ClientService } from "../aws/services";
import type { Reviewed } from "./reviewed";

/** One service of each name: for what all ports of a name have in common. */
export const oncePerName = ({ services }: Pick<Reviewed, "services">): ClientService[] => {
  const byTree = new Map(services.map((service) => [service.tree, service] as const).reverse());
  return [...byTree.values()].reverse();
};

/** Record types by which clients find an address. */
const CLIENT_TYPES: readonly string[] = ["A", "AAAA", "CNAME"];

/** The records of the names that clients use, those of the other address family too. */
export function treesInUse(reviewed: Reviewed): RecordTree[] {
  const { routing } = reviewed;
  return [...oncePerName(reviewed).map(({ tree }) => tree), ...outsideTrees(reviewed)].flatMap((tree) => {
    const { root } = tree;
    const isOther = (set: RecordSet): boolean => set !== root && CLIENT_TYPES.includes(set.type);
    const others = routing.recordSets.named(root.zone, root.name).filter(isOther);
    return [tree, ...others.map((set) => recordTree(routing, set))];
  });
}

/** The records of failover names that no service has, because their load balancers are outside the document. */
function outsideTrees({ graph, routing, services }: Reviewed): RecordTree[] {
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
