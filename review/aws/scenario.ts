import type { AssumptionId } from "./assumptions";

/** Shares that differ by less are equal: they are sums of fractions. */
export const NOTHING = 1e-9;

/** What is down: everything else works. */
export interface FailureScenario {
  /** Keys of the failed nodes. */
  readonly nodes: ReadonlySet<string>;
  /** Names of the failed zones; the nodes in them have failed and are named as such, too. */
  readonly zones: ReadonlySet<string>;
  /** Ports of nodes on which nothing answers although the node is up, by {@link portOf}. */
  readonly ports?: ReadonlySet<string>;
}

/** Tells ports of nodes apart. */
export const portOf = (node: string, port: number): string => `${port} on ${node}`;

/** Whether something answers on a port of a node; undefined is a port that the document does not specify. */
export const isUp = ({ nodes, ports }: FailureScenario, node: string, port: number | undefined): boolean =>
  !nodes.has(node) && (port === undefined || ports?.has(portOf(node, port)) !== true);

/** Nothing is down. */
export const ALL_HEALTHY: FailureScenario = { nodes: new Set(), zones: new Set() };

/** Where new clients are routed, to healthy nodes or failed ones. Shares, `elsewhere` and `nowhere` add up to 1. */
export class TrafficDistribution {
  public readonly shares: ReadonlyMap<string, number>;
  /** Parts that leave the document, by the name or address that they are routed to: what is there is not known. */
  public readonly elsewhere: ReadonlyMap<string, number>;

  private constructor(
    shares: Iterable<readonly [string, number]>,
    elsewhere: Iterable<readonly [string, number]>,
    /** The part that reaches no node at all. */
    public readonly nowhere: number,
    /** What this rests on. */
    public readonly assumptions: ReadonlySet<AssumptionId>,
  ) {
    this.shares = new Map(shares);
    this.elsewhere = new Map(elsewhere);
  }

  /** The part of the clients that leaves the document. */
  public get outside(): number {
    return [...this.elsewhere.values()].reduce((sum, share) => sum + share, 0);
  }

  /** All clients to one node. */
  public static to(node: string): TrafficDistribution {
    return new TrafficDistribution([[node, 1]], [], 0, new Set());
  }

  /** All clients to a name or an address that the document does not contain. */
  public static toElsewhere(name: string): TrafficDistribution {
    return new TrafficDistribution([], [[name, 1]], 0, new Set());
  }

  /** Clients to one port of a node: they reach nothing where the node is up and nothing answers on that port. */
  public static toPort(
    node: string,
    port: number | undefined,
    scenario: FailureScenario,
  ): TrafficDistribution {
    return scenario.nodes.has(node) || isUp(scenario, node, port)
      ? TrafficDistribution.to(node)
      : TrafficDistribution.nowhere();
  }

  /** Clients in equal parts. No client anywhere without any part. */
  public static evenly(parts: readonly TrafficDistribution[]): TrafficDistribution {
    return TrafficDistribution.split(parts.map((traffic) => ({ part: 1, traffic })));
  }

  /** No client anywhere. */
  public static nowhere(): TrafficDistribution {
    return new TrafficDistribution([], [], 1, new Set());
  }

  /** Parts of the clients that are routed differently; parts are relative to their sum. */
  public static split(
    parts: readonly { readonly part: number; readonly traffic: TrafficDistribution }[],
  ): TrafficDistribution {
    const whole = parts.reduce((sum, { part }) => sum + part, 0);
    if (whole <= 0) return TrafficDistribution.nowhere();
    const shares = new Map<string, number>();
    const elsewhere = new Map<string, number>();
    const assumptions = new Set<AssumptionId>();
    let nowhere = 0;
    for (const { part, traffic } of parts) {
      if (part <= 0) continue;
      const weight = part / whole;
      nowhere += weight * traffic.nowhere;
      addTo(shares, traffic.shares, weight);
      addTo(elsewhere, traffic.elsewhere, weight);
      for (const id of traffic.assumptions) assumptions.add(id);
    }
    return new TrafficDistribution(shares, elsewhere, nowhere, assumptions);
  }

  /** The same distribution, resting on something more. */
  public assuming(...ids: readonly AssumptionId[]): TrafficDistribution {
    const assumptions = new Set([...this.assumptions, ...ids]);
    return new TrafficDistribution(this.shares, this.elsewhere, this.nowhere, assumptions);
  }

  /** The part of the clients that reaches a healthy node. */
  public served(scenario: FailureScenario): number {
    let served = 0;
    for (const [node, share] of this.shares) if (!scenario.nodes.has(node)) served += share;
    return served;
  }

  /** The part of the clients that reaches no healthy node, and nothing outside the document. */
  public lost(scenario: FailureScenario): number {
    const lost = 1 - this.served(scenario) - this.outside;
    return lost <= NOTHING ? 0 : lost;
  }
}

function addTo(sums: Map<string, number>, shares: ReadonlyMap<string, number>, weight: number): void {
  for (const [key, share] of shares) sums.set(key, (sums.get(key) ?? 0) + weight * share);
}
