import {
  activeNodeInMaintenance,
  failOverNodeCount,
  noHighestWeight,
  unknownActiveNode,
  weightedNodeCount,
} from "../validation/errors";
import type { Problem } from "../validation/problem";
import { isResolved, type DeepPartial } from "../tokens";
import { WEIGHTED_NODES, WEIGHTS } from "../limits";
import type { SemsNode } from "../sems-node";
import { checkRange } from "../validation/values";

/** How clients are directed to the nodes: KB 156803's methods. */
export type LoadBalancingMethodType = "fail-over" | "ordered-list" | "weighted" | "manual";

/** The shares of new clients that nodes get, as weights. */
export interface Weights {
  /**
   * Weight of the first node, 0 to 999 and above the others' (SEMS-LB-3).
   * @default 10
   */
  readonly primary?: number;
  /**
   * Weight of every other node, 0 to 999.
   * @default 1
   */
  readonly backup?: number;
}

/** How clients are directed to the nodes. */
export class LoadBalancingMethod {
  private constructor(
    /** The method's name in config files, tags and reviews. */
    public readonly type: LoadBalancingMethodType,
    /** Weight of the first node; weighted only. */
    public readonly primary?: number,
    /** Weight of every other node; weighted only. */
    public readonly backup?: number,
    /** Name of the node that serves clients; manual only. */
    public readonly activeNode?: string,
  ) {}

  /** Two nodes: all clients on the first, on the second while the first is down (KB 156803, method 1). */
  public static failOver(): LoadBalancingMethod {
    return new LoadBalancingMethod("fail-over");
  }

  /** Two to six nodes in order: the first healthy one takes all clients (KB 156803, method 2). */
  public static orderedList(): LoadBalancingMethod {
    return new LoadBalancingMethod("ordered-list");
  }

  /**
   * All nodes at once, most clients on the first; while a node is down, the ordered list (KB 156803, method 3). The KB
   * calls it a last resort: a cluster is for availability, not for load. Two to five nodes: a listener forwards to five
   * target groups at most.
   */
  public static weighted({
    primary = WEIGHTS.primary.default,
    backup = WEIGHTS.backup.default,
  }: Weights = {}): LoadBalancingMethod {
    return new LoadBalancingMethod("weighted", primary, backup);
  }

  /**
   * One node, until a person selects another one (KB 156803, method 4).
   *
   * @param activeNode name of the node
   */
  public static manual(activeNode: string): LoadBalancingMethod {
    return new LoadBalancingMethod("manual", undefined, undefined, activeNode);
  }

  /** Fail-over with two nodes, ordered list with more. */
  public static defaultFor(nodeCount: number): LoadBalancingMethod {
    return nodeCount === 2 ? this.failOver() : this.orderedList();
  }
}

/** A method as a config file may write it. */
export interface MethodDescription extends Weights {
  readonly type: string;
  /** Name of the node that serves, manual only. */
  readonly activeNode?: string;
}

/** Checks that the method fits the nodes. */
export function checkMethod(
  path: string,
  method: DeepPartial<MethodDescription> | undefined,
  nodes: DeepPartial<readonly SemsNode[]> | undefined,
): Problem[] {
  switch (method?.type) {
    case "fail-over":
      return nodes !== undefined && nodes.length > 2 ? [failOverNodeCount(path, nodes.length)] : [];
    case "weighted":
      return [
        ...(nodes !== undefined && nodes.length > WEIGHTED_NODES
          ? [weightedNodeCount(path, nodes.length)]
          : []),
        ...checkWeights(path, method),
      ];
    case "manual":
      return checkActiveNode(`${path}.activeNode`, method.activeNode, nodes ?? []);
    default:
      return [];
  }
}

/** SEMS-LB-3: the first node's weight is strictly the highest. */
function checkWeights(path: string, weights: DeepPartial<Weights>): Problem[] {
  const { primary = WEIGHTS.primary.default, backup = WEIGHTS.backup.default } = weights;
  const noneHighest = isResolved(primary) && isResolved(backup) && primary <= backup;
  return [
    ...checkRange(`${path}.primary`, primary, WEIGHTS.primary, "a weight", "SEMS-LB-3"),
    ...checkRange(`${path}.backup`, backup, WEIGHTS.backup, "a weight", "SEMS-LB-3"),
    ...(noneHighest ? [noHighestWeight(path, primary, backup)] : []),
  ];
}

/** The active node is one of the nodes and not in maintenance. A token matches only the same token. */
function checkActiveNode(
  path: string,
  activeNode: string | undefined,
  nodes: DeepPartial<readonly SemsNode[]>,
): Problem[] {
  if (activeNode === undefined) return [];
  const active = nodes.find((node) => node?.name === activeNode);
  if (active?.maintenance === true) return [activeNodeInMaintenance(path, activeNode)];
  const names = nodes.map((node) => node?.name);
  const mayBeUnread = names.some((name) => name === undefined) || names.length === 0;
  return active !== undefined || mayBeUnread
    ? []
    : [unknownActiveNode(path, activeNode, names.filter(isResolved))];
}
