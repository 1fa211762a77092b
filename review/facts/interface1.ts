import type { Graph, Resource } from "../terraform/resource-graph";
import { keyOf, type Text } from "../terraform/value";
import { nameKey } from "../aws/route53/records";
import { NetworkInterfaces } from "../aws/network/network-interfaces";
import { interface1AddressesOf, placementsOf } from "./certificates";
import { REPLICATION_PORT } from "../ports";
import type { Routing } from "../aws/routing";
import { isFor, onlyAddressOf, SecurityGroups } from "../aws/network/security-groups";
import type { ClientService } from "../aws/services";

/** A name of a node's Interface 1. */
export interface NodeName {
  readonly name: string;
  /** Tells nodes apart: the node's name where it is known, else the address. */
  readonly node: string;
  /** The resource or output that says so. */
  readonly address: string;
  /** How it says so, to follow the name: `which aws_route53_record.a leads to Interface 1`. */
  readonly because: string;
}

/** What a document tells of the nodes' Interface 1: which addresses are known to be one, and what names they have. */
export class Interface1 {
  /** By the key of the name. */
  public readonly names: ReadonlyMap<string, NodeName>;
  private readonly listed = new Map<string, { readonly node: string; readonly because: string }>();
  private readonly members = new Map<string, string>();
  private readonly interfaces: NetworkInterfaces;
  /** Instances and interfaces of the nodes that serve clients. */
  private readonly machines: ReadonlySet<Resource>;

  public constructor(
    private readonly graph: Graph,
    routing: Routing,
    services: readonly ClientService[],
  ) {
    this.interfaces = new NetworkInterfaces(graph);
    this.machines = machinesOf(services, this.interfaces);
    for (const { output, node, address } of interface1AddressesOf(graph))
      this.listed.set(keyOf(address), { node, because: `${output} calls it Interface 1 of ${node}` });
    this.readReplicationRules();
    const names = [...this.namesOfPlacements(), ...this.namesOfRecords(routing)];
    this.names = new Map(names.map((name) => [nameKey(name.name), name] as const).reverse());
  }

  /** Why an address is known to be an Interface 1, to follow `for`; undefined for one that is not. */
  public reasonFor(address: Text): string | undefined {
    const key = keyOf(address);
    const known = this.listed.get(key)?.because ?? this.members.get(key);
    if (known !== undefined) return known;
    const instance = this.interfaces.primaryOf(address);
    // Of other machines in the document, nothing is known.
    if (instance === undefined || !this.machines.has(instance)) return undefined;
    return `it belongs to the primary network interface of ${instance.address}`;
  }

  /** A rule that lets a single address in to replicate says that this is a member's Interface 1. */
  private readReplicationRules(): void {
    const groups = new SecurityGroups(this.graph);
    for (const group of groups.all) {
      // What a load balancer lets in are clients.
      if (groups.attachedTo(group).some(({ type }) => type === "aws_lb")) continue;
      for (const rule of groups.of(group, "ingress")) {
        if (!isFor(rule.block, REPLICATION_PORT)) continue;
        for (const peer of groups.peersOf(rule)) {
          const address = peer.kind === "network" ? onlyAddressOf(peer.network) : undefined;
          if (address === undefined) continue;
          this.members.set(keyOf(address), `${rule.address} lets it in to replicate (${REPLICATION_PORT})`);
        }
      }
    }
  }

  private namesOfPlacements(): NodeName[] {
    return placementsOf(this.graph).flatMap(({ output, node, interface: place, commonName }) =>
      place === 1 && typeof commonName === "string"
        ? [{ name: commonName, node, address: output, because: "which the replication certificate names" }]
        : [],
    );
  }

  /** Names whose only record points to one Interface 1. */
  private namesOfRecords({ recordSets }: Routing): NodeName[] {
    return recordSets.all.flatMap(({ entries, type, shownName }) => {
      const [entry, ...others] = entries;
      if (entry?.policy !== "simple" || others.length > 0 || !["A", "AAAA"].includes(type)) return [];
      const [address, ...more] = entry.resource.texts("records");
      if (address === undefined || more.length > 0 || this.reasonFor(address) === undefined) return [];
      const node = this.listed.get(keyOf(address))?.node ?? keyOf(address);
      const { resource } = entry;
      return [
        { name: shownName, node, address: resource.address, because: "which points only to its Interface 1" },
      ];
    });
  }
}

/** The instances and interfaces of the nodes that serve clients, as far as the document has them. */
export const machinesOf = (
  services: readonly ClientService[],
  interfaces: NetworkInterfaces,
): ReadonlySet<Resource> =>
  new Set(
    services.flatMap(({ nodes }) =>
      nodes.flatMap(({ targets }) =>
        targets.flatMap(({ address, holder, vpc }) => [
          ...interfaces.machineOf(address, vpc),
          // An instance target bears the instance's id.
          ...(holder?.type === "aws_instance" ? [holder] : []),
        ]),
      ),
    ),
  );
