import type { Graph } from "../graph/graph";
import { keyOf, shown, type Text } from "../graph/value";
import { declaredOrder, declares, type Intent } from "./intent";
import type { Listener, LoadBalancer, Target } from "./load-balancer";
import type { RecordSet } from "./record-set";
import { recordTree, type RecordTree } from "./record-tree";
import { Routing } from "./routing";
import { ALL_ALIVE, type Way, type World } from "./world";

/** A node that may serve. */
export interface ServiceNode {
  readonly key: string;
  /** From the tags, else the address. */
  readonly name: string;
  readonly address: Text;
  readonly zone: string | undefined;
  readonly targets: readonly Target[];
}

/** Where clients are led to in a world. */
export interface Outcome {
  readonly world: World;
  readonly way: Way;
  /** Names of the dead nodes, sorted. */
  readonly down: readonly string[];
  /** The zone that is dead with them. */
  readonly zone?: string;
}

/** A name that clients use, at a port that a load balancer listens on. */
export interface ClientService {
  readonly tree: RecordTree;
  readonly clientFqdn: string;
  readonly port: number;
  readonly listeners: readonly (Listener & { readonly balancer: LoadBalancer })[];
  /** What the tags declare, of all load balancers together. */
  readonly intent: Intent | undefined;
  /** Names of the nodes in the order that an output declares. */
  readonly declaredOrder: readonly string[] | undefined;
  /** In the order in which they serve: the declared one, else as the records have it. */
  readonly nodes: readonly ServiceNode[];
  /** Every set of dead nodes. */
  readonly states: readonly Outcome[];
  /** Each dead zone. */
  readonly zoneStates: readonly Outcome[];
}

/** More nodes than a cluster can have: then not every set of them is walked through. */
const WALKED_NODES = 10;

/** Record types of names that clients look up. */
const CLIENT_TYPES: readonly string[] = ["A", "AAAA", "CNAME"];

/** Finds what clients use: names that the tags declare, and names that are meant to fail over to a load balancer. */
export function clientServices(routing: Routing): ClientService[] {
  const candidates = routing.recordSets.all.filter(({ type }) => CLIENT_TYPES.includes(type));
  const trees = candidates.map((set) => recordTree(routing, set));
  const below = new Set(trees.flatMap(({ root, sets }) => sets.filter((set) => set !== root)));
  const found = trees.filter(
    (tree) => isDeclared(tree) || (isMeantToFailOver(tree) && !below.has(tree.root)),
  );
  // A name has one tree per address family; IPv4 speaks for both where there is one.
  const names = new Map(found.map((tree) => [nameOf(tree.root), tree] as const).reverse());
  return [...names.values()].reverse().flatMap((tree) => servicesOf(routing, tree));
}

const nameOf = ({ zone, name }: RecordSet): string => JSON.stringify([zone.key, name]);

const isDeclared = ({ root, balancers }: RecordTree): boolean =>
  balancers.some(({ intent }) => declares(intent, root.name));

/** Whether anything in the tree chooses among ways: failover or weights, by Route 53 or by a listener. */
const isMeantToFailOver = ({ branches, balancers }: RecordTree): boolean =>
  balancers.length > 0 &&
  (branches.some(({ entry }) => entry.policy === "failover" || entry.policy === "weighted") ||
    balancers.some(({ listeners }) => listeners.some(({ forwards }) => forwards.length > 1)));

function servicesOf(routing: Routing, tree: RecordTree): ClientService[] {
  const { balancers, root } = tree;
  const listeners = balancers.flatMap((balancer) =>
    balancer.listeners.map((listener) => ({ ...listener, balancer })),
  );
  const ports = [...new Set(listeners.map(({ port }) => port))].sort((a, b) => a - b);
  return ports.map((port) => {
    const own = listeners.filter((listener) => listener.port === port);
    const intent = intentOfAll(balancers, root);
    const nodes = nodesOf(own, intent);
    const declared = declaredOrder(routing.graph, intent?.nodes.map(({ name }) => name) ?? []);
    const ordered = inOrder(nodes, declared, (world) => routing.way(root, port, world));
    return {
      tree,
      clientFqdn: root.shownName,
      port,
      listeners: own,
      intent,
      declaredOrder: declared,
      nodes: ordered,
      states: setsOf(ordered).map((dead) => outcome(routing, tree, port, dead)),
      zoneStates: zonesOf(tree, ordered).map((zone) => {
        const dead = ordered.filter((node) => node.zone === zone);
        return outcome(routing, tree, port, dead, zone);
      }),
    };
  });
}

/** One intent of the tags of several load balancers. */
function intentOfAll(balancers: readonly LoadBalancer[], root: RecordSet): Intent | undefined {
  const intents = balancers.flatMap(({ intent }) =>
    intent !== undefined && declares(intent, root.name) ? [intent] : [],
  );
  const [first] = intents;
  if (first === undefined) return undefined;
  const nodes = new Map(intents.flatMap((intent) => intent.nodes.map((node) => [node.name, node] as const)));
  return { ...first, nodes: [...nodes.values()] };
}

function nodesOf(listeners: readonly Listener[], intent: Intent | undefined): ServiceNode[] {
  const targets = listeners.flatMap(({ forwards }) => forwards.flatMap(({ group }) => group?.targets ?? []));
  const byKey = new Map<string, Target[]>();
  for (const target of targets) byKey.set(target.node, [...(byKey.get(target.node) ?? []), target]);
  return [...byKey].flatMap(([key, [first, ...others]]) => {
    if (first === undefined) return [];
    const { address, zone } = first;
    return [{ key, name: nameFor(first, byKey.size, intent), address, zone, targets: [first, ...others] }];
  });
}

/** A node's name: by its address, else by its zone, else as the only one there is. */
function nameFor({ address, zone, holder }: Target, count: number, intent: Intent | undefined): string {
  const declared = intent?.nodes ?? [];
  const byAddress = declared.find((node) => keyOf(node.address) === keyOf(address));
  const inZone = declared.filter((node) => node.zone !== undefined && keyOf(node.zone) === zone);
  const only = declared.length === 1 && count === 1 ? declared[0] : undefined;
  const name = (byAddress ?? (inZone.length === 1 ? inZone[0] : undefined) ?? only)?.name;
  if (name !== undefined) return name;
  return typeof address === "string" ? address : (holder?.address ?? address.expression);
}

/** Puts nodes in the order in which they take over from each other. */
function inOrder(
  nodes: readonly ServiceNode[],
  declared: readonly string[] | undefined,
  way: (world: World) => Way,
): ServiceNode[] {
  const left = new Set(nodes);
  const order: ServiceNode[] = [];
  for (const name of declared ?? []) {
    const node = nodes.find((candidate) => candidate.name === name);
    if (node !== undefined && left.delete(node)) order.push(node);
  }
  while (left.size > 0) {
    const world = { ...ALL_ALIVE, nodes: new Set(order.map(({ key }) => key)) };
    const { shares } = way(world);
    const [next] = [...left].sort((a, b) => (shares.get(b.key) ?? 0) - (shares.get(a.key) ?? 0));
    if (next === undefined) break;
    left.delete(next);
    order.push(next);
  }
  return order;
}

/** Every set of nodes, smaller ones first, then by name; of more nodes than a cluster has, none, each and all. */
function setsOf(nodes: readonly ServiceNode[]): ServiceNode[][] {
  const sorted = [...nodes].sort((a, b) => compare(a.name, b.name));
  if (sorted.length > WALKED_NODES) return [[], ...sorted.map((node) => [node]), sorted];
  const sets = sorted.reduce<ServiceNode[][]>(
    (sets, node) => [...sets, ...sets.map((set) => [...set, node])],
    [[]],
  );
  const named = sets.map((set) => ({ set, names: JSON.stringify(set.map(({ name }) => name)) }));
  return named.sort((a, b) => a.set.length - b.set.length || compare(a.names, b.names)).map(({ set }) => set);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function outcome(
  routing: Routing,
  tree: RecordTree,
  port: number,
  dead: readonly ServiceNode[],
  zone?: string,
): Outcome {
  const world = {
    nodes: new Set(dead.map(({ key }) => key)),
    zones: new Set(zone === undefined ? [] : [zone]),
  };
  const way = routing.way(tree.root, port, world);
  const down = dead.map(({ name }) => name).sort(compare);
  return { world, way, down, ...(zone === undefined ? {} : { zone }) };
}

/** The zones that matter: those of the load balancers and of the nodes, as far as the document tells. */
function zonesOf({ balancers }: RecordTree, nodes: readonly ServiceNode[]): string[] {
  const ofBalancers = balancers.flatMap(({ zones }) =>
    zones.filter(({ isTold }) => isTold).map(({ name }) => name),
  );
  const ofNodes = nodes.flatMap(({ zone }) => (zone === undefined || zone === "all" ? [] : [zone]));
  return [...new Set([...ofBalancers, ...ofNodes])].sort(compare);
}

/** What a graph's clients use. */
export const servicesIn = (graph: Graph): { routing: Routing; services: ClientService[] } => {
  const routing = new Routing(graph);
  return { routing, services: clientServices(routing) };
};

/** The address of a node, for people. */
export const shownAddress = ({ address }: ServiceNode): string => shown(address);
