import type { Graph, Resource } from "../../terraform/resource-graph";
import { keyOf, type Text } from "../../terraform/value";
import type { Intent } from "../declarations";
import { Networks } from "./cidr";

/** Finds the Availability Zones in which subnets and targets stand, from whatever the document tells of them. */
export class AvailabilityZones {
  private readonly networks = new Networks();
  /** Zones by the node's address, as tags declare them. */
  private readonly declared = new Map<string, Text>();
  /** Zones by the subnet's id, as tags declare them. */
  private readonly subnetZones = new Map<string, Text>();

  public constructor(graph: Graph, intents: readonly Intent[]) {
    for (const { nodes, subnetZones } of intents) {
      for (const { address, zone } of nodes) if (zone !== undefined) this.declared.set(keyOf(address), zone);
      for (const [subnet, zone] of subnetZones) this.subnetZones.set(subnet, zone);
    }
    for (const subnet of [...graph.all("aws_subnet"), ...graph.all("data.aws_subnet")]) {
      const [cidr, zone] = [subnet.known("cidr_block"), zoneText(subnet)];
      if (cidr !== undefined && zone !== undefined) this.networks.add(cidr, keyOf(zone));
    }
  }

  /** The zone of the subnet that an argument names. */
  public zoneOfSubnet(subnet: Resource | undefined, id: Text | undefined): string | undefined {
    const specified = subnet === undefined ? undefined : zoneText(subnet);
    return firstKnown(specified, id === undefined ? undefined : this.subnetZones.get(keyOf(id)));
  }

  /** The zone of a target's address, by its interface, its instance, its subnet's network or the tags. */
  public zoneOfAddress(address: Text, holder: Resource | undefined): string | undefined {
    const specified = holder === undefined ? undefined : this.zoneOfHolder(holder);
    return firstKnown(specified, this.declared.get(keyOf(address))) ?? this.zoneOfNetwork(address);
  }

  private zoneOfHolder(resource: Resource): Text | undefined {
    const own = resource.text("availability_zone");
    if (typeof own === "string") return own;
    // An instance stands where the interfaces are that it is made with.
    const interfaces = (resource.type === "aws_instance" ? resource.blocks("network_interface") : []).flatMap(
      (block) => block.link("network_interface_id", "aws_network_interface") ?? [],
    );
    const [attached] = interfaces.flatMap((found) => this.zoneOfHolder(found) ?? []);
    if (attached !== undefined) return attached;
    const subnet = resource.link("subnet_id", "aws_subnet") ?? resource.link("subnet_id", "data.aws_subnet");
    const id = resource.text("subnet_id");
    const specified = subnet === undefined ? undefined : zoneText(subnet);
    return specified ?? (id === undefined ? undefined : this.subnetZones.get(keyOf(id))) ?? own;
  }

  private zoneOfNetwork(address: Text): string | undefined {
    if (typeof address !== "string") return undefined;
    const zones = this.networks.holding(address);
    // Two networks that overlap, of two VPCs say, tell nothing.
    return zones.size === 1 ? [...zones][0] : undefined;
  }
}

/** A zone that is known now rather than an expression for one. */
function firstKnown(...zones: readonly (Text | undefined)[]): string | undefined {
  const zone =
    zones.find((candidate) => typeof candidate === "string") ?? zones.find((candidate) => candidate);
  return zone === undefined ? undefined : keyOf(zone);
}

/** A subnet's zone: a name, or an id where the name is not given. */
const zoneText = (subnet: Resource): Text | undefined =>
  subnet.text("availability_zone") ?? subnet.text("availability_zone_id");
