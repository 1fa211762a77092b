import { failOverNodeCount, noHighestWeight, notSupported } from "../errors";
import type { Problem } from "../problem";
import { isKnown, type Loose } from "../known";

/** How clients are directed to the nodes: KB 156803's methods, of which the first two are built. */
export type LoadBalancingMethodType = "fail-over" | "ordered-list";

/** How clients are directed to the nodes. */
export class LoadBalancingMethod {
  private constructor(
    /** The method's name in config files, tags and reviews. */
    public readonly type: LoadBalancingMethodType,
  ) {}

  /** Two nodes: all clients on the first, on the second while the first is down (KB 156803, method 1). */
  public static failOver(): LoadBalancingMethod {
    return new LoadBalancingMethod("fail-over");
  }

  /** Two to six nodes in order: the first healthy one takes all clients (KB 156803, method 2). */
  public static orderedList(): LoadBalancingMethod {
    return new LoadBalancingMethod("ordered-list");
  }

  /** The method of a config file. */
  public static ofType(type: LoadBalancingMethodType): LoadBalancingMethod {
    return new LoadBalancingMethod(type);
  }

  /** Fail-over with two nodes, ordered list with more. */
  public static defaultFor(nodeCount: number): LoadBalancingMethod {
    return nodeCount === 2 ? this.failOver() : this.orderedList();
  }
}

/** A method as a config file may write it. */
export interface MethodDescription {
  readonly type: string;
  /** Weight of the first node, weighted only. */
  readonly primary?: number;
  /** Weight of every other node, weighted only. */
  readonly backup?: number;
}

/** Checks that the method is built, and fits the number of nodes. */
export function checkMethod(
  where: string,
  method: Loose<MethodDescription> | undefined,
  nodeCount: number | undefined,
): Problem[] {
  const type = method?.type;
  if (!isKnown(type)) return [];
  if (type === "fail-over") {
    return nodeCount !== undefined && nodeCount > 2 ? [failOverNodeCount(where, nodeCount)] : [];
  }
  if (type === "ordered-list") return [];
  const { primary = 10, backup = 1 } = method ?? {};
  return [
    ...(type === "weighted" && primary <= backup ? [noHighestWeight(where, primary, backup)] : []),
    notSupported(`${where}.type`, type, '"fail-over" (2 nodes) or "ordered-list" (2 to 6 nodes)'),
  ];
}
