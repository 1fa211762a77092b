import { groupBy, type NonEmpty } from "../collections";
import { keyOf, type Text } from "../terraform/value";
import type { DeclaredNode } from "./declarations";
import type { Listener } from "./elb/load-balancer";
import type { Target } from "./elb/target";

/** A node that may serve. */
export interface ServiceNode {
  readonly key: string;
  /** From the tags, else the address. */
  readonly name: string;
  readonly address: Text;
  readonly zone: string | undefined;
  readonly targets: Readonly<NonEmpty<Target>>;
}

/** The nodes behind some listeners, and those that records point to past the load balancer. */
export function nodesOf(
  listeners: readonly Listener[],
  others: readonly Target[],
  declared: readonly DeclaredNode[],
): ServiceNode[] {
  const targets = listeners.flatMap(({ forwards }) => forwards.flatMap(({ group }) => group?.targets ?? []));
  const byKey = groupBy([...targets, ...others], ({ node }) => node);
  const names = namesFor(byKey, declared);
  const nodes = [...byKey].map(([key, own]): ServiceNode => {
    const { address, holder, zone } = own.find(isDeclaredIn(declared)) ?? own[0];
    const shown = typeof address === "string" ? address : (holder?.address ?? address.expression);
    return { key, name: names.get(key) ?? shown, address, zone, targets: own };
  });
  return distinctlyNamed(nodes);
}

/** One address in two VPCs is two nodes, which their VPCs tell apart. */
function distinctlyNamed(nodes: readonly ServiceNode[]): ServiceNode[] {
  const sameNamed = groupBy(nodes, ({ name }) => name);
  return nodes.map((node) => {
    if (sameNamed.get(node.name)?.length === 1) return node;
    const vpc = node.targets.map((target) => target.vpc).find((found) => found !== undefined);
    return { ...node, name: vpc === undefined ? node.name : `${node.name} in ${vpc}` };
  });
}

const isDeclaredIn =
  (declared: readonly DeclaredNode[]) =>
  ({ address }: Target): boolean =>
    declared.some((node) => keyOf(node.address) === keyOf(address));

/** Nodes' names: by their address, else by their zone, else as the only one there is; each name once. */
function namesFor(
  nodes: ReadonlyMap<string, readonly Target[]>,
  declared: readonly DeclaredNode[],
): Map<string, string> {
  const byAddress = new Map(declared.map(({ name, address }) => [keyOf(address), name] as const));
  const names = new Map<string, string>();
  const left = new Set(declared.map(({ name }) => name));
  for (const [key, targets] of nodes) {
    const name = targets.map(({ address }) => byAddress.get(keyOf(address))).find((found) => found);
    if (name !== undefined && left.delete(name)) names.set(key, name);
  }
  const unnamed = new Map<string | undefined, string[]>();
  for (const [key, [first]] of nodes) {
    if (names.has(key)) continue;
    const inSameZone = unnamed.get(first?.zone);
    if (inSameZone === undefined) unnamed.set(first?.zone, [key]);
    else inSameZone.push(key);
  }
  for (const [zone, [key, ...others]] of unnamed) {
    const inZone = declared.filter((node) => node.zone !== undefined && keyOf(node.zone) === zone);
    const [only] = inZone.length === 1 && others.length === 0 ? inZone : [];
    if (key !== undefined && only !== undefined && left.delete(only.name)) names.set(key, only.name);
  }
  const [last] = nodes.size === 1 && left.size === 1 && declared.length === 1 ? left : [];
  for (const key of nodes.keys()) if (last !== undefined && !names.has(key)) names.set(key, last);
  return names;
}

/** More nodes than a cluster can have: then not every set of them is computed. */
export const MOST_COMBINED_NODES = 10;

/** More nodes than anybody reads a table of. */
const LISTED_NODES = 100;

/**
 * Every set of nodes but the empty one, smaller ones first, then by name; of more nodes than a cluster has, each and all;
 * of more than a table can show, all.
 */
export function setsOf(nodes: readonly ServiceNode[]): ServiceNode[][] {
  const sorted = [...nodes].sort((a, b) => compare(a.name, b.name));
  if (sorted.length > LISTED_NODES) return [sorted];
  if (sorted.length > MOST_COMBINED_NODES) return [...sorted.map((node) => [node]), sorted];
  const sets = sorted.reduce<ServiceNode[][]>(
    (all, node) => [...all, [node], ...all.map((set) => [...set, node])],
    [],
  );
  return sets.sort((a, b) => a.length - b.length || compareNames(a, b));
}

function compareNames(a: readonly ServiceNode[], b: readonly ServiceNode[]): number {
  for (const [i, { name }] of a.entries()) {
    const order = compare(name, b[i]?.name ?? "");
    if (order !== 0) return order;
  }
  return 0;
}

/** Orders texts by their signs, whatever the machine's language. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
