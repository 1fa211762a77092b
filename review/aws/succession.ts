import { MOST_COMBINED_NODES, type ServiceNode } from "./nodes";
import { NOTHING, type TrafficDistribution } from "./scenario";

/** A node that takes over once those before it are down. */
export interface Successor {
  readonly node: ServiceNode;
  /** The part of the new clients that is routed to it then. */
  readonly share: number;
}

/** Of more nodes than a cluster has, which one is third does not matter. */
const FIRST_OF_MANY = 2;

/** The nodes in the order in which they take over from each other, whatever is declared; without those that never do. */
export function successionOf(
  nodes: readonly ServiceNode[],
  trafficWithout: (down: readonly ServiceNode[]) => TrafficDistribution,
): Successor[] {
  const length = nodes.length > MOST_COMBINED_NODES ? FIRST_OF_MANY : nodes.length;
  const left = new Set(nodes);
  const succession: Successor[] = [];
  while (succession.length < length) {
    const { shares } = trafficWithout(succession.map(({ node }) => node));
    const [next] = [...left]
      .map((node) => ({ node, share: shares.get(node.key) ?? 0 }))
      .sort((a, b) => b.share - a.share);
    if (next === undefined || next.share <= NOTHING) break;
    left.delete(next.node);
    succession.push(next);
  }
  return succession;
}

/** All nodes in the order in which they serve: the declared one where there is one, else as they take over. */
export function servingOrder(
  nodes: readonly ServiceNode[],
  declared: readonly string[],
  succession: readonly Successor[],
): ServiceNode[] {
  const byName = new Map(nodes.map((node) => [node.name, node] as const));
  return [
    ...new Set([
      ...declared.flatMap((name) => byName.get(name) ?? []),
      ...succession.map(({ node }) => node),
      ...nodes,
    ]),
  ];
}
