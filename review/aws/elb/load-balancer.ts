import { groupBy } from "../../collections";
import type { Block, Graph, Resource } from "../../terraform/resource-graph";
import { keyOf, Unknown, type Text } from "../../terraform/value";
import type { AvailabilityZones } from "../network/availability-zones";
import { intentOf, type Intent } from "../declarations";
import type { NodeIdentity } from "../network/network-interfaces";
import { targetGroupFrom, type TargetGroup, type Target } from "./target-group";
export type { Target, TargetGroup } from "./target-group";

/** A Network Load Balancer, with what stands behind it. */
export interface LoadBalancer {
  readonly resource: Resource;
  readonly intent: Intent | undefined;
  readonly isInternal: boolean;
  /** One per subnet; one that stands for all where the document does not tell the subnets. */
  readonly zones: readonly LoadBalancerZone[];
  readonly listeners: readonly Listener[];
  /** The target groups of all listeners, each once. */
  readonly groups: readonly TargetGroup[];
}

/** A load balancer's place in a zone. */
export interface LoadBalancerZone {
  /** Name of the zone, or what stands in for it where the document does not tell. */
  readonly name: string;
  /** Whether the document tells the zone. */
  readonly isTold: boolean;
  /** The Elastic IP, where the document has it. */
  readonly elasticIp: Resource | undefined;
  /** Keys of what names the address: allocation id, fixed addresses. */
  readonly keys: ReadonlySet<string>;
  /** Whether it may stand for several zones, for the document does not tell the load balancer's subnets. */
  readonly isOpen?: true;
}

export interface Listener {
  readonly resource: Resource;
  readonly port: number;
  readonly protocol: string;
  readonly forwards: readonly Forward[];
}

/** A target group of a listener; undefined where the document does not tell which. */
export interface Forward {
  readonly group: TargetGroup | undefined;
  /** Its part of the connections, relative to the others'. */
  readonly weight: number;
}

/** The network load balancers of a document. */
export function loadBalancersOf(
  graph: Graph,
  machines: NodeIdentity,
  geographyOf: (intents: readonly Intent[]) => AvailabilityZones,
): LoadBalancer[] {
  const resources = graph
    .all("aws_lb")
    .filter((resource) => (resource.known("load_balancer_type") ?? "application") === "network");
  const intents = new Map(resources.map((resource) => [resource, intentOf(resource)] as const));
  const geography = geographyOf([...intents.values()].flatMap((intent) => intent ?? []));
  const attachments = groupBy(graph.all("aws_lb_target_group_attachment"), (attachment) =>
    attachment.link("target_group_arn", "aws_lb_target_group"),
  );
  const listeners = groupBy(graph.all("aws_lb_listener"), (listener) =>
    listener.link("load_balancer_arn", "aws_lb"),
  );
  return resources.map((resource) => {
    const made = new Map<Resource, TargetGroup>();
    const zones = zonesOf(resource, geography);
    const matching = new ZoneMatching(zones);
    const crossZone = resource.flag("enable_cross_zone_load_balancing") ?? false;
    const groupOf = (group: Resource): TargetGroup => {
      const known =
        made.get(group) ??
        targetGroupFrom(group, attachments.get(group) ?? [], crossZone, { geography, machines }, matching);
      made.set(group, known);
      return known;
    };
    const own = (listeners.get(resource) ?? []).map((listener) => listenerFrom(listener, groupOf));
    return {
      resource,
      intent: intents.get(resource),
      isInternal: resource.flag("internal") ?? false,
      zones,
      listeners: own,
      groups: [...made.values()],
    };
  });
}

function zonesOf(loadBalancer: Resource, geography: AvailabilityZones): LoadBalancerZone[] {
  const mappings = loadBalancer.blocks("subnet_mapping");
  if (mappings.length > 0) return mappings.map((mapping) => zoneFrom(mapping, geography));
  const subnets = loadBalancer.texts("subnets");
  const zones = subnets.map((id) => placeOf(geography.zoneOfSubnet(subnetOf(loadBalancer, id), id), id));
  const [first] = zones;
  if (zones.length > 1 || first?.isTold === true) return zones;
  // An expression that stands alone may be a whole list of subnets, and so may a dynamic block.
  return first === undefined || subnets[0] instanceof Unknown
    ? [{ ...placeOf(undefined, subnets[0]), isOpen: true }]
    : zones;
}

const subnetOf = (block: Block, id: Text): Resource | undefined =>
  block.named(id, "aws_subnet") ?? block.named(id, "data.aws_subnet");

function zoneFrom(mapping: Block, geography: AvailabilityZones): LoadBalancerZone {
  const subnet = mapping.link("subnet_id", "aws_subnet") ?? mapping.link("subnet_id", "data.aws_subnet");
  const id = mapping.text("subnet_id");
  const keys = ["allocation_id", "private_ipv4_address", "ipv6_address"].flatMap(
    (name) => mapping.text(name) ?? [],
  );
  const elasticIp = mapping.link("allocation_id", "aws_eip") ?? mapping.link("allocation_id", "data.aws_eip");
  return placeOf(geography.zoneOfSubnet(subnet, id), id, elasticIp, keys);
}

function placeOf(
  zone: string | undefined,
  subnet: Text | undefined,
  elasticIp?: Resource,
  keys: readonly Text[] = [],
): LoadBalancerZone {
  return {
    name: zone ?? `of ${subnet === undefined ? "?" : keyOf(subnet)}`,
    isTold: zone !== undefined,
    elasticIp,
    keys: new Set(keys.filter((key) => key !== "").map(keyOf)),
  };
}

function listenerFrom(resource: Resource, groupOf: (group: Resource) => TargetGroup): Listener {
  const forwards = resource.blocks("default_action").flatMap((action): Forward[] => {
    const weighted = action.blocks("forward").flatMap((forward) => forward.blocks("target_group"));
    if (weighted.length > 0) {
      return weighted.map((member) => {
        const group = member.link("arn", "aws_lb_target_group");
        // The provider's default for a group without a weight.
        return { group: group && groupOf(group), weight: Math.max(0, member.number("weight") ?? 1) };
      });
    }
    const group = action.link("target_group_arn", "aws_lb_target_group");
    return [{ group: group && groupOf(group), weight: 1 }];
  });
  return {
    resource,
    port: resource.number("port") ?? 0,
    protocol: resource.known("protocol")?.toUpperCase() ?? "TCP",
    forwards,
  };
}

/** Zone of targets that every zone of the load balancer may use. */
export const EVERY_ZONE = "all";

/**
 * Puts targets whose zone the document does not tell into the zones of a load balancer that hold none yet, one each and
 * in order. One load balancer keeps one of these for all its groups, so that a node stands in one place.
 */
export class ZoneMatching {
  private readonly assumed = new Map<string, string>();
  /** Zones that an assumption has filled. */
  private readonly filled = new Set<string>();
  private readonly told: ReadonlySet<string>;

  public constructor(private readonly zones: readonly LoadBalancerZone[]) {
    this.told = new Set(zones.filter(({ isTold }) => isTold).map(({ name }) => name));
  }

  /** The targets, each in a zone where one can be told or assumed. */
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
      return zone === undefined ? target : { ...target, zone, isZoneAssumed: true, toldZone: target.zone };
    });
  }

  private isPlaced({ zone }: Target): boolean {
    return zone === EVERY_ZONE || (zone !== undefined && this.told.has(zone));
  }
}

/** Targets that stand in one zone: those that are told to, else those of one node. */
const keyFor = ({ zone, node }: Target): string => (zone === undefined ? `node ${node}` : `zone ${zone}`);

/** Whether a target's zone may be a load balancer's that is not written alike. */
function mayBe(zone: string | undefined, place: LoadBalancerZone): boolean {
  return zone === undefined || !place.isTold || formOf(zone) !== formOf(place.name);
}

/** Zones have names and ids, and expressions stand for either: only those of one form can be told apart. */
function formOf(zone: string): "expression" | "id" | "name" {
  if (zone.includes("${")) return "expression";
  return /-az\d+$/.test(zone) ? "id" : "name";
}
