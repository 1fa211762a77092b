import { append } from "../collections";
import { nameKey, setKey, type RecordSet, TARGET_TYPES, preferred } from "./route53/records";
import { type ResolvedRecord, recordTree, type RecordTree } from "./route53/record-targets";
import { declares } from "./declarations";
import type { LoadBalancer } from "./elb/load-balancer";
import type { Routing } from "./routing";
import { takeoverOutput } from "./takeover";

/** Finds what clients use: names that the tags declare, and names that are meant to fail over to a load balancer. */
export function clientTrees(routing: Routing): RecordTree[] {
  const candidates = routing.recordSets.all.filter(({ type }) => TARGET_TYPES.includes(type));
  const { below, reachBalancers, reachChoices } = surveyOf(routing, candidates);
  const declared = new Set(
    routing.loadBalancers.flatMap(({ intent }) => (intent === undefined ? [] : [nameKey(intent.clientFqdn)])),
  );
  const found = candidates.filter(
    (set) =>
      reachBalancers.has(set) && (declared.has(set.name) || (reachChoices.has(set) && !below.has(set))),
  );
  const trees = found
    .map((set) => recordTree(routing, set))
    .filter((tree) => isDeclared(tree) || (reachChoices.has(tree.root) && !below.has(tree.root)))
    .filter((tree) => !isOfTakeover(routing, tree));
  return oneForEachName(trees);
}

const isDeclared = ({ root, balancers }: RecordTree): boolean =>
  balancers.some(({ intent }) => declares(intent, root.name));

/** Whether a tree is the part below a name whose own records a change batch makes later: clients do not use it by itself. */
const isOfTakeover = (routing: Routing, tree: RecordTree): boolean =>
  !isDeclared(tree) &&
  tree.balancers.some(({ intent }) => {
    const name = intent === undefined ? undefined : nameKey(intent.clientFqdn);
    return (
      name !== undefined &&
      tree.root.name.endsWith(`.${name}`) &&
      takeoverOutput(routing.graph, name) !== undefined
    );
  });

/** A name has a tree for each address family; IPv4 speaks for both where there is one. */
function oneForEachName(trees: readonly RecordTree[]): RecordTree[] {
  const byName = new Map<string, RecordTree[]>();
  for (const tree of trees) {
    const name = setKey({ ...tree.root, type: "" });
    byName.set(name, [...(byName.get(name) ?? []), tree]);
  }
  return [...byName.values()].flatMap((group) => {
    const first = preferred(group.map(({ root }) => root));
    return group.find(({ root }) => root === first) ?? [];
  });
}

/** What is known of all sets without following each of them by itself. */
interface Survey {
  /** Sets that another one refers to; of a circle that no other set refers to, all but one. */
  readonly below: ReadonlySet<RecordSet>;
  /** Sets from which some path ends at a load balancer. */
  readonly reachBalancers: ReadonlySet<RecordSet>;
  /** Sets that point to a choice among targets, or make one: failover or weights, by Route 53 or by a listener. */
  readonly reachChoices: ReadonlySet<RecordSet>;
}

function surveyOf({ recordTargets }: Routing, candidates: readonly RecordSet[]): Survey {
  const above = new Map<RecordSet, RecordSet[]>();
  const next = new Map<RecordSet, RecordSet[]>();
  const toBalancers = new Set<RecordSet>();
  const toChoices = new Set<RecordSet>();
  for (const set of candidates) {
    for (const record of recordTargets.of(set)) {
      const balancers = balancersOf(record);
      if (balancers.length > 0) toBalancers.add(set);
      if (isChoice(record) || balancers.some(isWeighted)) toChoices.add(set);
      for (const target of setsOf(record)) {
        if (target === set) continue;
        append(above, target, set);
        append(next, set, target);
      }
    }
  }
  return {
    below: setsBelow(candidates, above, next),
    reachBalancers: withAll(toBalancers, above),
    reachChoices: withAll(toChoices, above),
  };
}

type Neighbours = ReadonlyMap<RecordSet, readonly RecordSet[]>;

/** A circle of aliases has no top: its shortest name is taken for one, since the circle would go unreviewed otherwise. */
function setsBelow(candidates: readonly RecordSet[], above: Neighbours, next: Neighbours): Set<RecordSet> {
  const below = new Set(above.keys());
  const reached = withAll(new Set(candidates.filter((set) => !below.has(set))), next);
  const circling = candidates.filter((set) => !reached.has(set));
  for (const set of circling.sort((a, b) => a.name.length - b.name.length)) {
    if (reached.has(set)) continue;
    below.delete(set);
    withAll(reached.add(set), next);
  }
  return below;
}

const balancersOf = ({ targets }: ResolvedRecord): LoadBalancer[] =>
  targets.flatMap((target) => (target.kind === "balancer" ? [target.balancer] : []));

const setsOf = ({ targets }: ResolvedRecord): RecordSet[] =>
  targets.flatMap((target) => (target.kind === "set" ? [target.set] : []));

const isChoice = ({ entry }: ResolvedRecord): boolean =>
  entry.policy === "failover" || entry.policy === "weighted";

const isWeighted = ({ listeners }: LoadBalancer): boolean =>
  listeners.some(({ forwards }) => forwards.length > 1);

/** Adds to a set all neighbours of its members, and theirs. */
function withAll<T>(members: Set<T>, neighbours: ReadonlyMap<T, readonly T[]>): Set<T> {
  for (const member of members) for (const neighbour of neighbours.get(member) ?? []) members.add(neighbour);
  return members;
}
