import type { AssumptionId } from "./assumptions";

/** What is dead: everything else works. */
export interface FailureScenario {
  /** Keys of the dead nodes. */
  readonly nodes: ReadonlySet<string>;
  /** Names of the dead zones; nodes in them are dead and named as such, too. */
  readonly zones: ReadonlySet<string>;
}

/** Nothing is dead. */
export const ALL_HEALTHY: FailureScenario = { nodes: new Set(), zones: new Set() };

/** Where new clients are led to, dead or alive. Shares and `nowhere` add up to 1. */
export class TrafficDistribution {
  public readonly shares: ReadonlyMap<string, number>;

  private constructor(
    shares: Iterable<readonly [string, number]>,
    /** The part that is led to no node at all. */
    public readonly nowhere: number,
    /** What this rests on. */
    public readonly assumptions: ReadonlySet<AssumptionId>,
  ) {
    this.shares = new Map(shares);
  }

  /** All clients to one node. */
  public static to(node: string): TrafficDistribution {
    return new TrafficDistribution([[node, 1]], 0, new Set());
  }

  /** Clients in equal parts; to one node twice, where it stands there twice. No client anywhere without any node. */
  public static evenly(nodes: readonly string[]): TrafficDistribution {
    if (nodes.length === 0) return TrafficDistribution.nowhere();
    const shares = new Map<string, number>();
    for (const node of nodes) shares.set(node, (shares.get(node) ?? 0) + 1 / nodes.length);
    return new TrafficDistribution(shares, 0, new Set());
  }

  /** No client anywhere. */
  public static nowhere(): TrafficDistribution {
    return new TrafficDistribution([], 1, new Set());
  }

  /** Parts of the clients by different ways; parts are relative to their sum. */
  public static split(
    parts: readonly { readonly part: number; readonly traffic: TrafficDistribution }[],
  ): TrafficDistribution {
    const whole = parts.reduce((sum, { part }) => sum + part, 0);
    if (whole <= 0) return TrafficDistribution.nowhere();
    const shares = new Map<string, number>();
    const assumptions = new Set<AssumptionId>();
    let nowhere = 0;
    for (const { part, traffic } of parts) {
      if (part <= 0) continue;
      const weight = part / whole;
      nowhere += weight * traffic.nowhere;
      for (const [node, share] of traffic.shares) shares.set(node, (shares.get(node) ?? 0) + weight * share);
      for (const id of traffic.assumptions) assumptions.add(id);
    }
    return new TrafficDistribution(shares, nowhere, assumptions);
  }

  /** The same way, resting on something more. */
  public assuming(...ids: readonly AssumptionId[]): TrafficDistribution {
    return ids.length === 0
      ? this
      : new TrafficDistribution(this.shares, this.nowhere, new Set([...this.assumptions, ...ids]));
  }

  /** The part of the clients that reaches a living node. */
  public served(scenario: FailureScenario): number {
    let served = 0;
    for (const [node, share] of this.shares) if (!scenario.nodes.has(node)) served += share;
    return served;
  }
}
