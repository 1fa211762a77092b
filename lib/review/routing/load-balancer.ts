import type { Block, Graph, Resource } from "../graph/graph";
import { keyOf, type Text } from "../graph/value";
import type { Geography } from "./geography";
import { intentOf, type Intent } from "./intent";
import { ZoneMatching } from "./zone-matching";

/** A Network Load Balancer, with what stands behind it. */
export interface LoadBalancer {
  readonly resource: Resource;
  readonly intent: Intent | undefined;
  readonly isInternal: boolean;
  /** One per subnet. */
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
  /** Keys of what names the address: allocation id, fixed private address. */
  readonly keys: ReadonlySet<string>;
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

export interface TargetGroup {
  readonly resource: Resource;
  /** `ip`, `instance` or `alb`. */
  readonly targetType: string;
  readonly protocol: string;
  /** Whether each zone of the load balancer uses the targets of all zones. */
  readonly crossZone: boolean;
  readonly targets: readonly Target[];
}

export interface Target {
  /** The registration. */
  readonly resource: Resource;
  /** Key of the node: equal keys are one node. */
  readonly node: string;
  /** What is registered. */
  readonly address: Text;
  /** The interface or instance that holds the address, where the document has it. */
  readonly holder: Resource | undefined;
  /** Name of its zone, `all`, or undefined where nothing tells. */
  readonly zone: string | undefined;
  /** Whether the zone is a guess, for the document does not tell it. */
  readonly isZoneAssumed?: true;
}

/** The network load balancers of a document. */
export function loadBalancersOf(
  graph: Graph,
  geography: (intents: readonly Intent[]) => Geography,
): LoadBalancer[] {
  const resources = graph
    .all("aws_lb")
    .filter((resource) => (resource.known("load_balancer_type") ?? "application") === "network");
  const intents = new Map(resources.map((resource) => [resource, intentOf(resource)] as const));
  const places = geography([...intents.values()].flatMap((intent) => intent ?? []));
  const attachments = attachmentsByGroup(graph);
  const listeners = listenersByBalancer(graph);
  return resources.map((resource) => {
    const made = new Map<Resource, TargetGroup>();
    const zones = zonesOf(resource, places);
    const matching = new ZoneMatching(zones);
    const crossZone = resource.flag("enable_cross_zone_load_balancing") ?? false;
    const groupOf = (group: Resource): TargetGroup => {
      const known =
        made.get(group) ?? groupFrom(group, attachments.get(group) ?? [], crossZone, places, matching);
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

function attachmentsByGroup(graph: Graph): Map<Resource, Resource[]> {
  return groupBy(graph.all("aws_lb_target_group_attachment"), (attachment) =>
    attachment.link("target_group_arn", "aws_lb_target_group"),
  );
}

function listenersByBalancer(graph: Graph): Map<Resource, Resource[]> {
  return groupBy(graph.all("aws_lb_listener"), (listener) => listener.link("load_balancer_arn", "aws_lb"));
}

function groupBy<K, T>(members: readonly T[], keyOfMember: (member: T) => K | undefined): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const member of members) {
    const key = keyOfMember(member);
    if (key === undefined) continue;
    groups.set(key, [...(groups.get(key) ?? []), member]);
  }
  return groups;
}

function zonesOf(loadBalancer: Resource, geography: Geography): LoadBalancerZone[] {
  const mappings = loadBalancer.blocks("subnet_mapping");
  if (mappings.length > 0) return mappings.map((mapping) => zoneFrom(mapping, geography));
  return loadBalancer.texts("subnets").map((id) => {
    const subnet = loadBalancer.links("subnets", "aws_subnet").find((found) => idIs(found, id));
    return placeOf(geography.zoneOfSubnet(subnet, id), id, undefined, []);
  });
}

const idIs = (subnet: Resource, id: Text): boolean =>
  typeof id === "string" ? subnet.known("id") === id : id.address === subnet.address;

function zoneFrom(mapping: Block, geography: Geography): LoadBalancerZone {
  const subnet = mapping.link("subnet_id", "aws_subnet") ?? mapping.link("subnet_id", "data.aws_subnet");
  const id = mapping.text("subnet_id");
  const keys = ["allocation_id", "private_ipv4_address"].flatMap((name) => mapping.text(name) ?? []);
  const elasticIp = mapping.link("allocation_id", "aws_eip") ?? mapping.link("allocation_id", "data.aws_eip");
  return placeOf(geography.zoneOfSubnet(subnet, id), id, elasticIp, keys);
}

function placeOf(
  zone: string | undefined,
  subnet: Text | undefined,
  elasticIp: Resource | undefined,
  keys: readonly Text[],
): LoadBalancerZone {
  return {
    name: zone ?? `zone of ${subnet === undefined ? "?" : keyOf(subnet)}`,
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
        return { group: group && groupOf(group), weight: member.number("weight") ?? 1 };
      });
    }
    const group = action.link("target_group_arn", "aws_lb_target_group");
    return [{ group: group && groupOf(group), weight: 1 }];
  });
  return {
    resource,
    port: resource.number("port") ?? 0,
    protocol: resource.known("protocol") ?? "TCP",
    forwards,
  };
}

function groupFrom(
  resource: Resource,
  attachments: readonly Resource[],
  crossZoneOfBalancer: boolean,
  geography: Geography,
  matching: ZoneMatching,
): TargetGroup {
  const targetType = resource.known("target_type") ?? "instance";
  return {
    resource,
    targetType,
    protocol: resource.known("protocol") ?? "TCP",
    // `use_load_balancer_configuration`, which is AWS's default, is no flag.
    crossZone: resource.flag("load_balancing_cross_zone_enabled") ?? crossZoneOfBalancer,
    targets: matching.place(
      attachments.flatMap((attachment) => targetFrom(attachment, targetType, geography)),
    ),
  };
}

function targetFrom(attachment: Resource, targetType: string, geography: Geography): Target[] {
  const address = attachment.text("target_id");
  if (address === undefined) return [];
  const holder =
    attachment.link("target_id", "aws_instance") ??
    attachment.link("target_id", "data.aws_instance") ??
    attachment.link("target_id", "aws_network_interface") ??
    attachment.link("target_id", "data.aws_network_interface");
  const told = attachment.text("availability_zone");
  return [
    {
      resource: attachment,
      node: keyOf(targetType === "instance" && holder !== undefined ? holder.address : address),
      address,
      holder,
      zone: told === undefined ? geography.zoneOfAddress(address, holder) : keyOf(told),
    },
  ];
}
