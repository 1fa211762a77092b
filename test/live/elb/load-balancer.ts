import { createHash } from "node:crypto";
import type { Clock } from "../clock";
import type { Listener, NetworkLoadBalancer, TargetGroup } from "../description";
import type { Loopback } from "../loopback";
import type { Probe } from "../probe";
import type { Arrival, Attempt, Wire } from "../wire";
import { HealthReport } from "./health-report";
import { TargetHealth, type Target } from "./target-health";

/** Where a load balancer runs. */
export interface Surroundings {
  readonly clock: Clock;
  readonly wire: Wire;
  readonly loopback: Loopback;
  readonly probe: Probe;
  /** A number from 0 to 1, anew each time. */
  readonly random: () => number;
  /** Says what happens, for the timeline. */
  readonly note: (event: {
    readonly kind: "target";
    readonly what: string;
    readonly healthy: boolean;
  }) => void;
}

/** A connection through the load balancer. */
interface Flow {
  readonly arrival: Arrival;
  readonly leg: Attempt;
}

/**
 * A Network Load Balancer: in each zone an address that passes TCP through to a target. Of a connection it reads nothing but
 * the addresses.
 */
export class LoadBalancer {
  public readonly report: HealthReport;

  private readonly health = new Map<TargetGroup, TargetHealth>();
  private readonly flows = new Map<Target, Set<Flow>>();
  /** Per zone and listener or group, what a source was given: nodes of a load balancer do not share it. */
  private readonly remembered = new Map<string, string>();
  private readonly downZones = new Set<string>();

  public constructor(
    public readonly description: NetworkLoadBalancer,
    private readonly surroundings: Surroundings,
  ) {
    const { clock, probe, random, note } = surroundings;
    const groups = new Set(
      description.listeners.flatMap(({ forwards }) => forwards.map(({ group }) => group)),
    );
    for (const group of groups) {
      const changed = (target: Target, healthy: boolean): void => {
        note({ kind: "target", what: `${target.address}:${target.port} of ${description.name}`, healthy });
        if (!healthy) this.terminate(group, target);
        this.report.refresh();
      };
      this.health.set(group, new TargetHealth(group, clock, probe, random, changed));
    }
    this.report = new HealthReport(description, [...groups], {
      isHealthy: (group, target) => this.health.get(group)?.isHealthy(target) ?? false,
      isZoneDown: (zone) => this.downZones.has(zone),
    });
  }

  public async listen(): Promise<void> {
    const { wire, loopback } = this.surroundings;
    for (const { name, address } of this.description.zones) {
      for (const listener of this.description.listeners) {
        await wire.listen(loopback.of(address), loopback.port(listener.port), (arrival) => {
          void this.pass(arrival, listener, name);
        });
      }
    }
  }

  /** A zone's nodes of the load balancer stop to answer, or answer again. */
  public setZone(zone: string, down: boolean): void {
    if (down) this.downZones.add(zone);
    else this.downZones.delete(zone);
    this.report.refresh();
  }

  public stop(): void {
    for (const health of this.health.values()) health.stop();
  }

  private async pass(arrival: Arrival, listener: Listener, zone: string): Promise<void> {
    if (this.downZones.has(zone)) {
      arrival.ignore();
      return;
    }
    const group = this.chooseGroup(arrival, listener, zone);
    const target = group && this.chooseTarget(arrival, group, zone);
    if (target === undefined) {
      arrival.refuse();
      return;
    }
    const { wire, loopback } = this.surroundings;
    const leg = wire.open(loopback.of(target.address), loopback.port(target.port));
    const verdict = await leg.verdict;
    if (verdict === "refused") arrival.refuse();
    else if (verdict === "silent") arrival.ignore();
    else this.join(arrival, leg, target);
  }

  /** Weights are static: a group without a healthy target keeps its share (docs/assumptions.md, `dead-group`). */
  private chooseGroup(
    { source }: Arrival,
    { forwards, sticky, port }: Listener,
    zone: string,
  ): TargetGroup | undefined {
    const positive = forwards.filter(({ weight }) => weight > 0);
    const key = `${zone} ${port} ${source}`;
    const known = sticky ? this.remembered.get(key) : undefined;
    const before = positive.find(({ group }) => group.arnSuffix === known);
    if (before !== undefined) return before.group;
    let rest = this.surroundings.random() * positive.reduce((sum, { weight }) => sum + weight, 0);
    const chosen = (positive.find(({ weight }) => (rest -= weight) < 0) ?? positive[0])?.group;
    if (sticky && chosen !== undefined) this.remembered.set(key, chosen.arnSuffix);
    return chosen;
  }

  private chooseTarget(
    { source, sourcePort }: Arrival,
    group: TargetGroup,
    zone: string,
  ): Target | undefined {
    const candidates = this.report.candidates(group, zone);
    if (!group.sticky) return byHash(candidates, `${source}:${sourcePort} ${zone}`);
    const key = `${zone} ${group.arnSuffix} ${source}`;
    const known = this.remembered.get(key);
    const before = candidates.find((target) => nameOf(target) === known);
    const chosen = before ?? byHash(candidates, source);
    if (chosen !== undefined) this.remembered.set(key, nameOf(chosen));
    return chosen;
  }

  private join(arrival: Arrival, leg: Attempt, target: Target): void {
    const flow = { arrival, leg };
    const flows = this.flows.get(target) ?? new Set();
    this.flows.set(target, flows.add(flow));
    const [near, far] = [arrival.socket, leg.socket];
    const end = (): void => {
      flows.delete(flow);
      // A reset on one side is a reset on the other; after a clean end there is nothing left to reset.
      for (const socket of [near, far]) if (!socket.destroyed) socket.resetAndDestroy();
    };
    near.once("close", end);
    far.once("close", end);
    leg.onSilence(() => {
      arrival.ignore();
    });
    arrival.establish();
    near.pipe(far);
    far.pipe(near);
  }

  /** Connections of an unhealthy target are reset, unless its failure makes the load balancer fail open (NLB guide). */
  private terminate(group: TargetGroup, target: Target): void {
    if (!group.terminatesUnhealthy || this.report.failsOpen(group, target.zone)) return;
    for (const { arrival, leg } of this.flows.get(target) ?? []) {
      arrival.refuse();
      leg.socket.destroy();
    }
  }
}

const nameOf = ({ address, port }: Target): string => `${address}:${port}`;

function byHash(targets: readonly Target[], key: string): Target | undefined {
  if (targets.length === 0) return undefined;
  return targets[createHash("sha1").update(key).digest().readUInt32BE() % targets.length];
}
