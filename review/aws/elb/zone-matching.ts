import { EVERY_ZONE, type LoadBalancerZone } from "./load-balancer-zone";
import type { Target } from "./target";

/**
 * Puts targets whose zone the document does not specify into the zones of a load balancer that hold none yet, one each
 * and in order. One load balancer keeps one of these for all its groups, so that a node is in one zone.
 */
export class ZoneMatching {
  private readonly assumed = new Map<string, string>();
  /** Zones that an assumption has filled. */
  private readonly filled = new Set<string>();
  private readonly specified: ReadonlySet<string>;

  public constructor(private readonly zones: readonly LoadBalancerZone[]) {
    this.specified = new Set(zones.filter(({ isSpecified }) => isSpecified).map(({ name }) => name));
  }

  /** The targets, each in a zone where one is specified or can be assumed. */
  public place(targets: readonly Target[]): Target[] {
    const taken = new Set(targets.filter((target) => this.isPlaced(target)).map(({ zone }) => zone));
    const free = this.zones.filter(({ name }) => !taken.has(name) && !this.filled.has(name));
    const waiting = new Map<string, Target>();
    for (const target of targets) {
      const key = keyFor(target);
      if (!this.isPlaced(target) && !this.assumed.has(key)) waiting.set(key, target);
    }
    for (const [key, target] of waiting) {
      const place = free.findIndex((zone) => mayBe(target.zone, zone));
      const zone = free[place];
      if (zone === undefined) continue;
      if (zone.isOpen !== true) free.splice(place, 1);
      this.filled.add(zone.name);
      this.assumed.set(key, zone.name);
    }
    return targets.map((target) => {
      if (this.isPlaced(target)) return target;
      const zone = this.assumed.get(keyFor(target));
      return zone === undefined
        ? target
        : { ...target, zone, isZoneAssumed: true, specifiedZone: target.zone };
    });
  }

  private isPlaced({ zone }: Target): boolean {
    return zone === EVERY_ZONE || (zone !== undefined && this.specified.has(zone));
  }
}

/** Targets that are in one zone: those that the document puts there, else those of one node. */
const keyFor = ({ zone, node }: Target): string => (zone === undefined ? `node ${node}` : `zone ${zone}`);

/** Whether a target's zone may be a load balancer's that is not written alike. */
function mayBe(zone: string | undefined, place: LoadBalancerZone): boolean {
  return zone === undefined || !place.isSpecified || formOf(zone) !== formOf(place.name);
}

/** Zones have names and ids, and expressions may be either: only those of one form can be compared. */
function formOf(zone: string): "expression" | "id" | "name" {
  if (zone.includes("${")) return "expression";
  return /-az\d+$/.test(zone) ? "id" : "name";
}
