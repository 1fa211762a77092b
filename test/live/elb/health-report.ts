import type { NetworkLoadBalancer, TargetGroup } from "../description";
import type { Target } from "./target-health";

/** What a load balancer knows at a moment. */
export interface Sight {
  isHealthy(group: TargetGroup, target: Target): boolean;
  isZoneDown(zone: string): boolean;
}

/** Which targets may get connections, which zones are in DNS, and what the metric says. */
export class HealthReport {
  private readonly listeners: (() => void)[] = [];

  public constructor(
    private readonly balancer: NetworkLoadBalancer,
    private readonly groups: readonly TargetGroup[],
    private readonly sight: Sight,
  ) {}

  /** Calls after each change. */
  public onChange(callback: () => void): void {
    this.listeners.push(callback);
  }

  public refresh(): void {
    for (const callback of this.listeners) callback();
  }

  /** The targets that a zone's node routes to: the healthy ones, or all where too few are healthy. */
  public candidates(group: TargetGroup, zone: string): readonly Target[] {
    const inReach = this.inReach(group, zone);
    const healthy = this.healthy(group, zone);
    return healthy.length < group.routingMinimum ? inReach : healthy;
  }

  /** Whether a zone's node routes to unhealthy targets, for want of healthy ones. */
  public failsOpen(group: TargetGroup, zone: string): boolean {
    return this.healthy(group, zone).length < group.routingMinimum;
  }

  /** The addresses that the load balancer's name resolves to: of the healthy zones, or of all where none is. */
  public addresses(): string[] {
    const { zones } = this.balancer;
    const healthy = zones.filter(({ name }) => this.isZoneInDns(name));
    return (healthy.length > 0 ? healthy : zones).map(({ address }) => address);
  }

  /**
   * Whether an alias to it is healthy: every group has a healthy target (Route 53 API, AliasTarget), and a zone of it is up.
   * Healthy targets in a zone that is down are of no use: only those count that some zone's node reaches.
   */
  public isHealthy(): boolean {
    const up = this.balancer.zones.filter(({ name }) => !this.sight.isZoneDown(name));
    return (
      up.length > 0 &&
      this.groups.length > 0 &&
      this.groups.every((group) => up.some(({ name }) => this.healthy(group, name).length > 0))
    );
  }

  /** HealthyHostCount of a group, in one zone or in all; undefined where nothing reports it. */
  public healthyHosts(group: TargetGroup, zone: string | undefined): number | undefined {
    const reporting = this.balancer.zones.filter(({ name }) => !this.sight.isZoneDown(name));
    const counted = zone === undefined ? reporting : reporting.filter(({ name }) => name === zone);
    if (counted.length === 0) return undefined;
    return group.targets.filter(
      (target) => (zone === undefined || target.zone === zone) && this.sight.isHealthy(group, target),
    ).length;
  }

  private isZoneInDns(zone: string): boolean {
    if (this.sight.isZoneDown(zone)) return false;
    // With cross-zone balancing off, a zone without targets counts as unhealthy.
    return this.groups.every((group) => this.healthy(group, zone).length >= group.dnsMinimum);
  }

  private inReach({ targets, crossZone }: TargetGroup, zone: string): readonly Target[] {
    return crossZone ? targets : targets.filter((target) => target.zone === zone);
  }

  private healthy(group: TargetGroup, zone: string): Target[] {
    return this.inReach(group, zone).filter((target) => this.sight.isHealthy(group, target));
  }
}
