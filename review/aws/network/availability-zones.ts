import type { Graph, Resource } from "../../terraform/resource-graph";
import { keyOf, type Text } from "../../terraform/value";
import type { Intent } from "../declarations";
import { Networks } from "./cidr";
import { Vpcs } from "./vpcs";

/** Where an address is, as far as the document specifies. */
export interface AddressPlace {
  /** The interface or instance that has the address. */
  readonly holder?: Resource | undefined;
  readonly vpc?: string | undefined;
  /** What the tags of the load balancer declare that the address is registered with. */
  readonly intent?: Intent | undefined;
}

/** Finds the Availability Zones of subnets and targets, from whatever the document specifies of them. */
export class AvailabilityZones {
  /** Zones by the networks of their subnets, for each VPC; undefined is a VPC that the document does not specify. */
  private readonly networks = new Map<string | undefined, Networks>();
  private readonly anywhere = new Networks();
  /** Zones by the node's address, as tags declare them. */
  private readonly declared = new Map<string, Text>();
  /** Zones by the subnet's id, as tags declare them. */
  private readonly subnetZones = new Map<string, Text>();

  public constructor(graph: Graph, intents: readonly Intent[], vpcs = new Vpcs(graph)) {
    for (const { nodes, subnetZones } of intents) {
      for (const { address, zone } of nodes) if (zone !== undefined) this.declared.set(keyOf(address), zone);
      for (const [subnet, zone] of subnetZones) this.subnetZones.set(subnet, zone);
    }
    for (const subnet of [...graph.all("aws_subnet"), ...graph.all("data.aws_subnet")]) {
      const [cidr, zone] = [subnet.known("cidr_block"), zoneText(subnet)];
      if (cidr === undefined || zone === undefined) continue;
      const vpc = vpcs.of(subnet);
      const known = this.networks.get(vpc) ?? new Networks();
      this.networks.set(vpc, known);
      known.add(cidr, keyOf(zone));
      this.anywhere.add(cidr, keyOf(zone));
    }
  }

  /** The zone of the subnet that an argument names. */
  public zoneOfSubnet(subnet: Resource | undefined, id: Text | undefined): string | undefined {
    const specified = subnet === undefined ? undefined : zoneText(subnet);
    return firstKnown(specified, id === undefined ? undefined : this.subnetZones.get(keyOf(id)));
  }

  /** The zone of a target's address, by its interface, its instance, its subnet's network or the tags. */
  public zoneOfAddress(address: Text, { holder, vpc, intent }: AddressPlace): string | undefined {
    const specified = holder === undefined ? undefined : this.zoneOfHolder(holder);
    const own = intent?.nodes.find((node) => keyOf(node.address) === keyOf(address))?.zone;
    return (
      firstKnown(specified, own ?? this.declared.get(keyOf(address))) ?? this.zoneOfNetwork(address, vpc)
    );
  }

  private zoneOfHolder(resource: Resource): Text | undefined {
    const own = resource.text("availability_zone");
    if (typeof own === "string") return own;
    // An instance is where the interfaces are that it is made with.
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

  private zoneOfNetwork(address: Text, vpc: string | undefined): string | undefined {
    if (typeof address !== "string") return undefined;
    const inOwn = vpc === undefined ? undefined : this.networks.get(vpc)?.holding(address);
    const elsewhere = vpc === undefined ? this.anywhere : this.networks.get(undefined);
    const zones =
      inOwn !== undefined && inOwn.size > 0 ? inOwn : (elsewhere?.holding(address) ?? new Set<string>());
    // Two networks that overlap, of two VPCs say, do not show which it is.
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
