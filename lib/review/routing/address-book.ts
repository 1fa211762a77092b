import type { Graph, Resource } from "../graph/graph";
import { keyOf, type Text } from "../graph/value";
import type { LoadBalancer, LoadBalancerZone } from "./load-balancer";

/** What an address or a name belongs to. */
export type Holder =
  | { readonly kind: "zone"; readonly balancer: LoadBalancer; readonly zone: LoadBalancerZone }
  | { readonly kind: "balancer"; readonly balancer: LoadBalancer; readonly zone?: LoadBalancerZone }
  | { readonly kind: "node"; readonly node: string };

/** Arguments of an Elastic IP, or of its association, that name what holds it. */
const ATTACHED_TO = [
  ["instance", "aws_instance"],
  ["instance_id", "aws_instance"],
  ["network_interface", "aws_network_interface"],
  ["network_interface_id", "aws_network_interface"],
] as const;

/** Knows who holds which address. */
export class AddressBook {
  private readonly zones = new Map<string, Holder>();
  private readonly nodes = new Map<string, Holder>();
  private readonly balancers = new Map<Resource, LoadBalancer>();

  public constructor(
    private readonly graph: Graph,
    private readonly loadBalancers: readonly LoadBalancer[],
  ) {
    for (const balancer of loadBalancers) {
      this.balancers.set(balancer.resource, balancer);
      for (const zone of balancer.zones) {
        const holder = { kind: "zone", balancer, zone } as const;
        for (const key of zone.keys) this.zones.set(key, holder);
        if (zone.elasticIp !== undefined) this.zones.set(zone.elasticIp.address, holder);
      }
      for (const { targets } of balancer.groups) {
        for (const { node, address, holder } of targets) {
          this.nodes.set(keyOf(address), { kind: "node", node });
          if (holder !== undefined) this.nodes.set(holder.address, { kind: "node", node });
        }
      }
    }
  }

  /** Who holds an address: the text of a record's value or of a health check's. */
  public holderOf(address: Text): Holder | undefined {
    const key = keyOf(address);
    const elasticIp = this.graph.named(address, "aws_eip") ?? this.graph.named(address, "data.aws_eip");
    return (
      this.zones.get(key) ??
      this.nodes.get(key) ??
      (elasticIp === undefined ? undefined : this.holderOfElasticIp(elasticIp)) ??
      this.nodes.get(this.interfaceOf(address)?.address ?? "")
    );
  }

  /** The load balancer whose own name, or whose name for one zone, this is. */
  public balancerNamed(name: Text): Holder | undefined {
    const own = this.graph.named(name, "aws_lb") ?? this.graph.named(name, "data.aws_lb");
    const balancer = own === undefined ? undefined : this.balancers.get(own);
    if (balancer !== undefined) return { kind: "balancer", balancer };
    const text = typeof name === "string" ? name : name.expression;
    const [, zoneName, rest] = /^([a-z0-9-]+)\.(.+)$/.exec(text) ?? [];
    if (zoneName === undefined || rest === undefined) return undefined;
    return this.zoneNamed(zoneName, rest);
  }

  private zoneNamed(zoneName: string, rest: string): Holder | undefined {
    for (const balancer of this.loadBalancers) {
      const zone = balancer.zones.find(({ name }) => name === zoneName);
      const names = [balancer.resource.known("dns_name"), `\${${balancer.resource.address}.dns_name}`];
      if (zone !== undefined && names.includes(rest)) return { kind: "balancer", balancer, zone };
    }
    return undefined;
  }

  private holderOfElasticIp(elasticIp: Resource): Holder | undefined {
    const zone = this.zones.get(elasticIp.address);
    if (zone !== undefined) return zone;
    const ids = ["allocation_id", "id"].flatMap((name) => elasticIp.text(name) ?? []);
    const byId = ids.map((id) => this.zones.get(keyOf(id))).find((holder) => holder !== undefined);
    if (byId !== undefined) return byId;
    const associations = this.graph
      .all("aws_eip_association")
      .filter((association) => association.link("allocation_id", "aws_eip") === elasticIp);
    return [elasticIp, ...associations]
      .flatMap((resource) => ATTACHED_TO.flatMap(([name, type]) => resource.link(name, type) ?? []))
      .map((holder) => this.nodes.get(holder.address))
      .find((holder) => holder !== undefined);
  }

  private interfaceOf(address: Text): Resource | undefined {
    return this.graph.named(address, "aws_instance") ?? this.graph.named(address, "aws_network_interface");
  }
}
