import type { Graph, Resource } from "../../terraform/resource-graph";
import { append } from "../../collections";
import { keyOf, Unknown, type Text } from "../../terraform/value";
import { Vpcs } from "./vpcs";

const INTERFACES = ["aws_network_interface", "data.aws_network_interface"] as const;
const INSTANCES = ["aws_instance", "data.aws_instance"] as const;

/** Attributes of an instance that are addresses of its primary network interface. */
const OF_INSTANCE: readonly string[] = ["private_ip", "secondary_private_ips"];

/** Where a network interface is attached. */
interface Attachment {
  readonly instance: Resource;
  readonly device: number | undefined;
}

/** The network interfaces and instances of a document, by their addresses and by what they are attached to. */
export class NetworkInterfaces {
  /** By address, in any VPC. */
  private readonly holders = new Map<string, Resource[]>();
  private readonly attachments = new Map<Resource, Attachment>();

  public constructor(
    private readonly graph: Graph,
    private readonly vpcs = new Vpcs(graph),
  ) {
    // Interfaces come last: an address of both is an interface's, which tells more.
    for (const type of [...INSTANCES, ...INTERFACES]) {
      for (const resource of graph.all(type)) {
        const lists = ["private_ips", "secondary_private_ips"].filter((name) => resource.has(name));
        const addresses = [resource.text("private_ip"), ...lists.flatMap((name) => resource.texts(name))];
        for (const address of addresses)
          if (address !== undefined) append(this.holders, keyOf(address), resource);
      }
    }
    for (const type of INSTANCES) for (const instance of graph.all(type)) this.readInstance(instance);
    for (const type of INTERFACES) for (const own of graph.all(type)) this.readInterface(own);
    for (const attachment of graph.all("aws_network_interface_attachment")) {
      const own = attachment.link("network_interface_id", "aws_network_interface");
      const instance = attachment.link("instance_id", "aws_instance");
      this.attach(own, instance, attachment.number("device_index"));
    }
  }

  /**
   * The interface, or else the instance, that an address belongs to.
   *
   * @param vpc where the address is, as far as the document specifies
   */
  public holderOf(address: Text, vpc?: string): Resource | undefined {
    const holder = this.holderIn(keyOf(address), vpc);
    if (holder !== undefined || !(address instanceof Unknown) || address.address === undefined) return holder;
    const resource = this.graph.at(address.address);
    if (resource === undefined) return undefined;
    if (INTERFACES.some((type) => type === resource.type)) return resource;
    const isPrimary = address.attribute !== undefined && OF_INSTANCE.includes(address.attribute);
    return isPrimary && INSTANCES.some((type) => type === resource.type) ? resource : undefined;
  }

  /** The instance that an interface is attached to. */
  public instanceOf(own: Resource): Resource | undefined {
    return this.attachments.get(own)?.instance;
  }

  /** The instance whose primary network interface has an address. */
  public primaryOf(address: Text): Resource | undefined {
    const holder = this.holderOf(address);
    if (holder === undefined) return undefined;
    if (INSTANCES.some((type) => type === holder.type)) return holder;
    const attachment = this.attachments.get(holder);
    return attachment?.device === 0 ? attachment.instance : undefined;
  }

  /** All that the document knows of the machine that has an address: its instance and its interfaces. */
  public machineOf(address: Text, vpc?: string): Resource[] {
    const holder = this.holderOf(address, vpc);
    if (holder === undefined) return [];
    const instance = this.attachments.get(holder)?.instance ?? holder;
    const interfaces = [...this.attachments].flatMap(([own, attachment]) =>
      attachment.instance === instance ? [own] : [],
    );
    return [...new Set([holder, instance, ...interfaces])];
  }

  private holderIn(key: string, vpc: string | undefined): Resource | undefined {
    const all = this.holders.get(key) ?? [];
    const fitting = all.filter((holder) => {
      const own = this.vpcs.of(holder);
      return vpc === undefined || own === undefined || own === vpc;
    });
    const networks = new Set(fitting.flatMap((holder) => this.vpcs.of(holder) ?? []));
    // In two VPCs, one address belongs to two machines.
    return networks.size > 1 ? undefined : fitting.at(-1);
  }

  private readInstance(instance: Resource): void {
    for (const name of ["network_interface", "primary_network_interface"]) {
      for (const block of instance.blocks(name)) {
        const own = block.link("network_interface_id", "aws_network_interface");
        this.attach(own, instance, name === "network_interface" ? block.number("device_index") : 0);
      }
    }
  }

  private readInterface(own: Resource): void {
    for (const block of own.blocks("attachment")) {
      const instance = block.link("instance", "aws_instance") ?? block.link("instance_id", "aws_instance");
      this.attach(own, instance, block.number("device_index"));
    }
  }

  private attach(
    own: Resource | undefined,
    instance: Resource | undefined,
    device: number | undefined,
  ): void {
    if (own === undefined || instance === undefined || this.attachments.has(own)) return;
    this.attachments.set(own, { instance, device });
  }
}

const HOLDERS = [
  "aws_instance",
  "data.aws_instance",
  "aws_network_interface",
  "data.aws_network_interface",
] as const;

/** Tells machines apart, whichever of their addresses, interfaces or ids is written. */
export class NodeIdentity {
  public readonly interfaces: NetworkInterfaces;
  /** The VPCs in which an address is registered. */
  private readonly networks = new Map<string, Set<string>>();

  public constructor(
    private readonly graph: Graph,
    private readonly vpcs = new Vpcs(graph),
  ) {
    this.interfaces = new NetworkInterfaces(graph, vpcs);
    for (const registration of graph.all("aws_lb_target_group_attachment")) {
      const [address, vpc] = [registration.text("target_id"), this.vpcOf(registration)];
      if (address === undefined || vpc === undefined) continue;
      this.networks.set(keyOf(address), (this.networks.get(keyOf(address)) ?? new Set()).add(vpc));
    }
  }

  /** The VPC of a registered address, which is that of the target group; none outside of every VPC. */
  public vpcOf(registration: Resource): string | undefined {
    if (registration.known("availability_zone") === OUTSIDE_VPC) return undefined;
    const group = registration.link("target_group_arn", "aws_lb_target_group");
    return group === undefined ? undefined : this.vpcs.of(group);
  }

  /** The interface, or the instance, that an address or an id names. */
  public holderOf(address: Text, vpc?: string): Resource | undefined {
    const holder = this.interfaces.holderOf(address, vpc);
    if (holder !== undefined) return holder;
    for (const type of HOLDERS) {
      const named = this.graph.named(address, type);
      if (named !== undefined && this.mayBeIn(named, vpc)) return named;
    }
    return undefined;
  }

  /** Key of the machine that has an address or an id: equal keys are one machine. */
  public keyOf(address: Text, holder: Resource | undefined, vpc: string | undefined): string {
    if (holder !== undefined) return (this.interfaces.instanceOf(holder) ?? holder).address;
    const key = keyOf(address);
    const isInSeveral = (this.networks.get(key)?.size ?? 0) > 1;
    return isInSeveral && vpc !== undefined ? `${key} in ${vpc}` : key;
  }

  private mayBeIn(holder: Resource, vpc: string | undefined): boolean {
    const own = this.vpcs.of(holder);
    return vpc === undefined || own === undefined || own === vpc;
  }
}

/** Zone of targets that are outside of the VPC. */
const OUTSIDE_VPC = "all";
