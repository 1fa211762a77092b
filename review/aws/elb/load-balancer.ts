import { groupBy } from "../../collections";
import type { Block, Graph, Resource } from "../../terraform/resource-graph";
import { keyOf, Unknown, type Text } from "../../terraform/value";
import type { Geography } from "../network/availability-zones";
import { intentOf, type Intent } from "../declarations";
import type { Machines } from "../network/machines";
import { targetGroupFrom, type TargetGroup } from "./target-group";
import { ZoneMatching } from "./zone-matching";

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
  machines: Machines,
  geographyOf: (intents: readonly Intent[]) => Geography,
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

function zonesOf(loadBalancer: Resource, geography: Geography): LoadBalancerZone[] {
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

function zoneFrom(mapping: Block, geography: Geography): LoadBalancerZone {
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
