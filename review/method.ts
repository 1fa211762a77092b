import { NOTHING } from "./aws/scenario";

/*
 * What a method demands of one failure scenario in which a node is healthy. Nodes are whatever tells them apart where it is
 * asked: keys for rules, names for reports.
 */

/** Which nodes are down, and the part of the new clients that reaches each of the others. */
export interface Outcome {
  readonly down: ReadonlySet<string>;
  readonly shares: ReadonlyMap<string, number>;
}

/** The node that all new clients are routed to; undefined where there is none. */
export const onlyNode = (shares: ReadonlyMap<string, number>): string | undefined =>
  [...shares].find(([, share]) => share > 1 - NOTHING)?.[0];

/** Failover and ordered list: all new clients reach the first healthy node. */
export const isFirstHealthy = (order: readonly string[], { down, shares }: Outcome): boolean => {
  const first = order.find((node) => !down.has(node));
  return first !== undefined && onlyNode(shares) === first;
};

/** Weighted: every new client is served, by whichever node. */
export const isEveryClientServed = (lost: number): boolean => lost <= NOTHING;

/** Manual: all new clients stay on the active node, and are served unless it is down. */
export const isOnActive = (active: string, { down, shares }: Outcome): boolean =>
  [...shares].every(([node, share]) => node === active || share <= NOTHING) &&
  (down.has(active) || onlyNode(shares) === active);
