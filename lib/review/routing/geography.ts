import ipaddr from "ipaddr.js";
import type { Graph, Resource } from "../graph/graph";
import { keyOf, type Text } from "../graph/value";
import type { Intent } from "./intent";

/** Finds the Availability Zones in which subnets and targets stand, from whatever the document tells of them. */
export class Geography {
  private readonly networks: readonly { readonly cidr: string; readonly zone: string }[];
  private readonly interfaces = new Map<string, Resource>();
  private readonly declared = new Map<string, string>();
  private readonly subnetZones = new Map<string, string>();

  public constructor(
    graph: Graph,
    private readonly intents: readonly Intent[],
  ) {
    const subnets = [...graph.all("aws_subnet"), ...graph.all("data.aws_subnet")];
    this.networks = subnets.flatMap((subnet) => {
      const [cidr, zone] = [subnet.known("cidr_block"), zoneText(subnet)];
      return cidr === undefined || zone === undefined ? [] : [{ cidr, zone: keyOf(zone) }];
    });
    for (const type of ["aws_network_interface", "data.aws_network_interface", "aws_instance"]) {
      for (const resource of graph.all(type)) {
        const address = resource.text("private_ip") ?? resource.texts("private_ips")[0];
        if (address !== undefined) this.interfaces.set(keyOf(address), resource);
      }
    }
    for (const { nodes, subnetZones } of this.intents) {
      for (const { address, zone } of nodes) {
        if (zone !== undefined) this.declared.set(keyOf(address), keyOf(zone));
      }
      for (const [subnet, zone] of subnetZones) this.subnetZones.set(subnet, zone);
    }
  }

  /** The zone of the subnet that an argument names. */
  public zoneOfSubnet(subnet: Resource | undefined, id: Text | undefined): string | undefined {
    const told = subnet === undefined ? undefined : zoneText(subnet);
    if (told !== undefined) return keyOf(told);
    return id === undefined ? undefined : this.subnetZones.get(keyOf(id));
  }

  /** The zone of a target's address, by its interface, its instance, its subnet's network or the tags. */
  public zoneOfAddress(address: Text, holder?: Resource): string | undefined {
    const resource = holder ?? this.interfaces.get(keyOf(address));
    const zone = resource === undefined ? undefined : this.zoneOfHolder(resource);
    return zone ?? this.declared.get(keyOf(address)) ?? this.zoneOfNetwork(address);
  }

  private zoneOfHolder(resource: Resource): string | undefined {
    const own = resource.text("availability_zone");
    if (own !== undefined) return keyOf(own);
    const subnet = resource.link("subnet_id", "aws_subnet") ?? resource.link("subnet_id", "data.aws_subnet");
    return this.zoneOfSubnet(subnet, resource.text("subnet_id"));
  }

  private zoneOfNetwork(address: Text): string | undefined {
    if (typeof address !== "string" || !ipaddr.isValid(address)) return undefined;
    const parsed = ipaddr.parse(address);
    const zones = this.networks.flatMap(({ cidr, zone }) => {
      if (!ipaddr.isValidCIDR(cidr)) return [];
      const [network, bits] = ipaddr.parseCIDR(cidr);
      return network.kind() === parsed.kind() && parsed.match(network, bits) ? [zone] : [];
    });
    // Two networks that overlap, of two VPCs say, tell nothing.
    return new Set(zones).size === 1 ? zones[0] : undefined;
  }
}

/** A subnet's zone: a name, or an id where the name is not given. */
const zoneText = (subnet: Resource): Text | undefined =>
  subnet.text("availability_zone") ?? subnet.text("availability_zone_id");
