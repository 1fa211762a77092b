import type { Block, Resource } from "../../terraform/resource-graph";
import { keyOf, Unknown, type Text } from "../../terraform/value";
import type { AvailabilityZones } from "../network/availability-zones";

/** A load balancer's place in a zone. */
export interface LoadBalancerZone {
  /** Name of the zone, or a placeholder where the document does not specify it. */
  readonly name: string;
  /** Whether the document specifies the zone. */
  readonly isSpecified: boolean;
  /** What names its subnet, where the document does. */
  readonly subnet: Text | undefined;
  /** The Elastic IP, where the document has it. */
  readonly elasticIp: Resource | undefined;
  /** Keys of what names the address: allocation id, fixed addresses. */
  readonly keys: ReadonlySet<string>;
  /** Whether it may represent several zones, because the document does not specify the load balancer's subnets. */
  readonly isOpen?: true;
}

/** Zone of targets that every zone of the load balancer may use. */
export const EVERY_ZONE = "all";

/** The zones of a load balancer, one per subnet; one that represents all where the document does not specify the subnets. */
export function zonesOf(loadBalancer: Resource, availabilityZones: AvailabilityZones): LoadBalancerZone[] {
  const mappings = loadBalancer.blocks("subnet_mapping");
  if (mappings.length > 0) return mappings.map((mapping) => zoneFrom(mapping, availabilityZones));
  const subnets = loadBalancer.texts("subnets");
  const zones = subnets.map((id) =>
    placeOf(availabilityZones.zoneOfSubnet(subnetOf(loadBalancer, id), id), id),
  );
  const [first] = zones;
  if (zones.length > 1 || first?.isSpecified === true) return zones;
  // A single expression may be a whole list of subnets, and so may a dynamic block.
  return first === undefined || subnets[0] instanceof Unknown
    ? [{ ...placeOf(undefined, subnets[0]), isOpen: true }]
    : zones;
}

const subnetOf = (block: Block, id: Text): Resource | undefined =>
  block.named(id, "aws_subnet") ?? block.named(id, "data.aws_subnet");

function zoneFrom(mapping: Block, availabilityZones: AvailabilityZones): LoadBalancerZone {
  const subnet = mapping.link("subnet_id", "aws_subnet") ?? mapping.link("subnet_id", "data.aws_subnet");
  const id = mapping.text("subnet_id");
  const keys = ["allocation_id", "private_ipv4_address", "ipv6_address"].flatMap(
    (name) => mapping.text(name) ?? [],
  );
  const elasticIp = mapping.link("allocation_id", "aws_eip") ?? mapping.link("allocation_id", "data.aws_eip");
  return placeOf(availabilityZones.zoneOfSubnet(subnet, id), id, elasticIp, keys);
}

function placeOf(
  zone: string | undefined,
  subnet: Text | undefined,
  elasticIp?: Resource,
  keys: readonly Text[] = [],
): LoadBalancerZone {
  return {
    name: zone ?? `of ${subnet === undefined ? "?" : keyOf(subnet)}`,
    isSpecified: zone !== undefined,
    subnet,
    elasticIp,
    keys: new Set(keys.filter((key) => key !== "").map(keyOf)),
  };
}
