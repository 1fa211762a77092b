import type { Graph, Resource } from "../../terraform/resource-graph";
import { keyOf, Template, textOf, Unknown, type Text } from "../../terraform/value";
import { nameKey } from "../route53/records";
import type { LoadBalancer } from "../elb/load-balancer";
import type { LoadBalancerZone } from "../elb/load-balancer-zone";
import type { NodeIdentity } from "./network-interfaces";

/** What an address or a name belongs to. */
export type Holder = AddressHolder | NamedBalancer;

/** What an address belongs to. */
export type AddressHolder =
  | { readonly kind: "zone"; readonly balancer: LoadBalancer; readonly zone: LoadBalancerZone }
  | { readonly kind: "node"; readonly node: string; readonly balancer?: never };

/** What a load balancer's own name, or its name for one zone, resolves to. */
export interface NamedBalancer {
  readonly kind: "balancer";
  readonly balancer: LoadBalancer;
  readonly zone?: LoadBalancerZone;
}

const ELASTIC_IPS = ["aws_eip", "data.aws_eip"] as const;

/** Attributes that an Elastic IP is known by. */
const ELASTIC_IP_KEYS = ["allocation_id", "id", "public_ip"] as const;

/** Arguments of an Elastic IP, or of its association, that name what holds it. */
const ATTACHED_TO = [
  ["instance", "aws_instance"],
  ["instance_id", "aws_instance"],
  ["network_interface", "aws_network_interface"],
  ["network_interface_id", "aws_network_interface"],
] as const;

/** Knows who holds which address. */
export class AddressOwners {
  private readonly zones = new Map<string, AddressHolder>();
  /** Nodes by what is registered: addresses, and the interfaces and instances that hold them; undefined for one of several. */
  private readonly nodes = new Map<string, string | undefined>();
  private readonly elasticIps = new Map<string, Resource>();
  private readonly associations = new Map<Resource, Resource>();
  private readonly byName = new Map<string, LoadBalancer>();
  private readonly byResource = new Map<Resource, LoadBalancer>();

  public constructor(
    private readonly graph: Graph,
    private readonly identity: NodeIdentity,
    loadBalancers: readonly LoadBalancer[],
  ) {
    for (const elasticIp of ELASTIC_IPS.flatMap((type) => graph.all(type))) {
      for (const name of ELASTIC_IP_KEYS) {
        const text = elasticIp.known(name);
        if (text !== undefined && text !== "") this.elasticIps.set(text, elasticIp);
      }
    }
    for (const association of graph.all("aws_eip_association")) {
      const elasticIp = association.link("allocation_id", "aws_eip");
      if (elasticIp !== undefined) this.associations.set(elasticIp, association);
    }
    for (const balancer of loadBalancers) this.add(balancer);
  }

  /** Who holds an address: the text of a record's value or of a health check's. */
  public holderOf(address: Text): AddressHolder | undefined {
    const zone = this.zones.get(keyOf(address));
    if (zone !== undefined) return zone;
    const elasticIp = this.elasticIpOf(address);
    if (elasticIp !== undefined) return this.holderOfElasticIp(elasticIp);
    return this.node(keyOf(address)) ?? this.node(this.identity.holderOf(address)?.address);
  }

  /** The load balancer whose own name, or whose name for one zone, this is. */
  public balancerNamed(name: Text): NamedBalancer | undefined {
    if (name instanceof Template) return this.zoneNamed(name);
    if (name instanceof Unknown) {
      const own = this.graph.named(name, "aws_lb");
      const balancer = own === undefined ? undefined : this.byResource.get(own);
      return balancer === undefined ? undefined : { kind: "balancer", balancer };
    }
    const key = nameKey(name).replace(/^dualstack\./, "");
    const balancer = this.byName.get(key);
    if (balancer !== undefined) return { kind: "balancer", balancer };
    const end = key.indexOf(".");
    const above = end < 0 ? undefined : this.byName.get(key.slice(end + 1));
    return above === undefined ? undefined : zoneOf(above, key.slice(0, end));
  }

  private add(balancer: LoadBalancer): void {
    this.byResource.set(balancer.resource, balancer);
    const name = balancer.resource.known("dns_name");
    if (name !== undefined && name !== "") this.byName.set(nameKey(name), balancer);
    for (const zone of balancer.zones) {
      const holder = { kind: "zone", balancer, zone } as const;
      for (const key of zone.keys) {
        this.zones.set(key, holder);
        // A zone may name by its id an address that a record has by its digits.
        const elasticIp = this.elasticIps.get(key);
        if (elasticIp !== undefined) this.zones.set(placeOf(elasticIp), holder);
      }
      if (zone.elasticIp !== undefined) this.zones.set(placeOf(zone.elasticIp), holder);
    }
    for (const { node, address, holder } of balancer.groups.flatMap(({ targets }) => targets)) {
      const key = keyOf(address);
      // An address in two VPCs does not show which node a record means.
      this.nodes.set(key, this.nodes.has(key) && this.nodes.get(key) !== node ? undefined : node);
      // Another interface of the same machine serves no clients: it is not the node's in this book.
      if (holder !== undefined) this.nodes.set(holder.address, node);
    }
  }

  /** The zone in `us-east-1a.${aws_lb.x.dns_name}`. */
  private zoneNamed({ parts }: Template): NamedBalancer | undefined {
    const last = textOf(parts.at(-1));
    const before = parts.slice(0, -1).map((part) => textOf(part));
    if (!(last instanceof Unknown) || before.some((part) => part === undefined)) return undefined;
    const own = this.graph.named(last, "aws_lb");
    const balancer = own === undefined ? undefined : this.byResource.get(own);
    const label = before.map((part) => (part === undefined ? "" : keyOf(part))).join("");
    if (balancer === undefined || !label.endsWith(".")) return undefined;
    return label === "dualstack." ? { kind: "balancer", balancer } : zoneOf(balancer, label.slice(0, -1));
  }

  private elasticIpOf(address: Text): Resource | undefined {
    if (typeof address === "string") return this.elasticIps.get(address);
    return ELASTIC_IPS.map((type) => this.graph.named(address, type)).find((found) => found !== undefined);
  }

  private holderOfElasticIp(elasticIp: Resource): AddressHolder | undefined {
    const zone = this.zones.get(placeOf(elasticIp));
    if (zone !== undefined) return zone;
    const association = this.associations.get(elasticIp);
    for (const resource of association === undefined ? [elasticIp] : [association, elasticIp]) {
      for (const [name, type] of ATTACHED_TO) {
        const node = this.node(resource.link(name, type)?.address);
        if (node !== undefined) return node;
      }
    }
    return undefined;
  }

  private node(key: string | undefined): AddressHolder | undefined {
    const node = key === undefined ? undefined : this.nodes.get(key);
    return node === undefined ? undefined : { kind: "node", node };
  }
}

/** Key of an Elastic IP: no address looks like it. */
const placeOf = (elasticIp: Resource): string => `at ${elasticIp.address}`;

function zoneOf(balancer: LoadBalancer, name: string): NamedBalancer | undefined {
  const zone = balancer.zones.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  return zone === undefined ? undefined : { kind: "balancer", balancer, zone };
}
