import * as ipaddr from "ipaddr.js";
import { attribute, text, type LiveResource } from "./document";

/** Which addresses and subnets there are, and in which zones. */
export class Network {
  private readonly zoneOfSubnet = new Map<string, string>();
  private readonly zoneOfNode = new Map<string, string>();
  private readonly nameOfNode = new Map<string, string>();
  private readonly ranges: { readonly cidr: [ipaddr.IPv4 | ipaddr.IPv6, number]; readonly zone: string }[] =
    [];
  private readonly publicAddress = new Map<string, string>();

  public constructor(resources: readonly LiveResource[]) {
    for (const resource of resources) {
      if (resource.type === "aws_subnet") this.readSubnet(resource);
      if (resource.type === "aws_lb") this.readTags(resource);
      if (resource.type === "aws_eip") {
        for (const key of ["id", "allocation_id"]) {
          this.publicAddress.set(attribute(resource, key), attribute(resource, "public_ip"));
        }
      }
    }
  }

  /** The zone of a subnet: by the subnet itself, else by a load balancer's tags. */
  public zoneOf(subnet: string): string {
    return this.zoneOfSubnet.get(subnet) ?? subnet;
  }

  /** The public address of an allocation, or the allocation where nothing more is known of it. */
  public addressOf(allocation: string): string {
    return this.publicAddress.get(allocation) ?? allocation;
  }

  /** The zone of a private address: that of the subnet whose range holds it, else by a load balancer's tags. */
  public zoneOfAddress(address: string): string | undefined {
    const parsed = ipaddr.isValid(address) ? ipaddr.parse(address) : undefined;
    const range = this.ranges.find(
      ({ cidr }) => parsed?.kind() === cidr[0].kind() && parsed.match(cidr[0], cidr[1]),
    );
    return range?.zone ?? this.zoneOfNode.get(address);
  }

  /** The name that a load balancer's tags give the node of an address. */
  public nodeName(address: string): string {
    return this.nameOfNode.get(address) ?? address;
  }

  private readSubnet(resource: LiveResource): void {
    const zone = text(resource.values, "availability_zone");
    if (zone === undefined) return;
    this.zoneOfSubnet.set(attribute(resource, "id"), zone);
    const range = text(resource.values, "cidr_block");
    if (range !== undefined) this.ranges.push({ cidr: ipaddr.parseCIDR(range), zone });
  }

  private readTags({ values }: LiveResource): void {
    const tags = Object.entries(values["tags"] ?? {}).flatMap(([key, value]): [string, string][] =>
      typeof value === "string" ? [[key, value]] : [],
    );
    const after = (prefix: string) =>
      tags.filter(([key]) => key.startsWith(prefix)).map(([key, value]) => [key.slice(prefix.length), value]);
    for (const [zone = "", subnet = ""] of after("sems:subnet:")) {
      if (!this.zoneOfSubnet.has(subnet)) this.zoneOfSubnet.set(subnet, zone);
    }
    const zones = new Map(after("sems:zone:").map(([node = "", zone = ""]) => [node, zone]));
    for (const [node = "", address = ""] of after("sems:interface2:")) {
      this.nameOfNode.set(address, node);
      this.zoneOfNode.set(address, zones.get(node) ?? "");
    }
  }
}
