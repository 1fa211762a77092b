import type { LoadBalancerZone, Target } from "./load-balancer";

/**
 * Puts targets whose zone the document does not tell into the zones of a load balancer that hold none yet, one each and
 * in order. One load balancer keeps one of these for all its groups, so that a node stands in one place.
 */
export class ZoneMatching {
  private readonly assumed = new Map<string, string>();

  public constructor(private readonly zones: readonly LoadBalancerZone[]) {}

  /** The targets, each in a zone where one can be told or assumed. */
  public place(targets: readonly Target[]): Target[] {
    const told = new Set(this.zones.filter(({ isTold }) => isTold).map(({ name }) => name));
    const isPlaced = ({ zone }: Target): boolean => zone === "all" || (zone !== undefined && told.has(zone));
    const taken = new Set(targets.filter(isPlaced).map(({ zone }) => zone));
    const free = this.zones.filter(
      ({ name }) => !taken.has(name) && ![...this.assumed.values()].includes(name),
    );
    // A target in a told zone can be in an untold one of the load balancer, but in no other told one.
    const waiting = targets.filter((target) => !isPlaced(target) && !this.assumed.has(keyFor(target)));
    for (const key of new Set(waiting.map(keyFor))) {
      const isTold = waiting.some((target) => keyFor(target) === key && target.zone !== undefined);
      const place = free.findIndex((zone) => !isTold || !zone.isTold);
      const [zone] = place < 0 ? [] : free.splice(place, 1);
      if (zone !== undefined) this.assumed.set(key, zone.name);
    }
    return targets.map((target) => {
      if (isPlaced(target)) return target;
      const zone = this.assumed.get(keyFor(target));
      return zone === undefined ? target : { ...target, zone, isZoneAssumed: true };
    });
  }
}

/** Targets that stand in one zone: those that are told to, else those of one node. */
const keyFor = ({ zone, node }: Target): string => (zone === undefined ? `node ${node}` : `zone ${zone}`);
