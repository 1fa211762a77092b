import type { Graph, Resource } from "../terraform/resource-graph";
import { keyOf, type Text } from "../terraform/value";
import { nameKey } from "../aws/route53/records";
import type { NetworkInterfaces } from "../aws/network/network-interfaces";
import { interface1AddressesOf, placementsOf } from "./certificates";
import { REPLICATION_PORT } from "../ports";
import type { Routing } from "../aws/routing";
import { isFor, onlyAddressOf, type SecurityGroups } from "../aws/network/security-groups";
import type { ClientService } from "../aws/services";

/** A name of a node's Interface 1. */
export interface NodeName {
  readonly name: string;
  /** Tells nodes apart: the node's name where it is known, else the address. */
  readonly node: string;
  /** The resource or output that says so. */
  readonly address: string;
  /** How it says so, to follow the name: `which points only to its Interface 1`. */
  readonly because: string;
}

/** What a document specifies of the nodes' Interface 1; reads it when it is asked for. */
export class Interface1 {
  private facts: Facts | undefined;
  private ownMachines: ReadonlySet<Resource> | undefined;

  public constructor(
    private readonly routing: Routing,
    private readonly services: readonly ClientService[],
  ) {}

  /** Names of the nodes' Interface 1, by the key of the name. */
  public get names(): ReadonlyMap<string, NodeName> {
    return this.read().names;
  }

  /** Instances and interfaces of the nodes that serve clients, as far as the document has them. */
  public get machines(): ReadonlySet<Resource> {
    return (this.ownMachines ??= machinesOf(this.services, this.routing.interfaces));
  }

  /** Why an address is known to be an Interface 1, to follow `for`; undefined for one that is not. */
  public reasonFor(address: Text): string | undefined {
    return this.reasonIn(this.read().addresses, address);
  }

  private reasonIn(addresses: Facts["addresses"], address: Text): string | undefined {
    const known = addresses.get(keyOf(address));
    if (known !== undefined) return known.because;
    const instance = this.routing.interfaces.primaryOf(address);
    // Of other machines in the document, nothing is known.
    if (instance === undefined || !this.machines.has(instance)) return undefined;
    return `it belongs to the primary network interface of ${instance.address}`;
  }

  private read(): Facts {
    if (this.facts !== undefined) return this.facts;
    const { graph, securityGroups } = this.routing;
    // What an output calls Interface 1 goes before what rules let in.
    const addresses = new Map([...replicatingIn(securityGroups), ...listedIn(graph)]);
    const names = [...namesOfPlacements(graph), ...this.namesOfRecords(addresses)];
    this.facts = {
      addresses,
      names: new Map(names.map((name) => [nameKey(name.name), name] as const).reverse()),
    };
    return this.facts;
  }

  /** Names whose only record points to one Interface 1. */
  private namesOfRecords(addresses: Facts["addresses"]): NodeName[] {
    return this.routing.recordSets.all.flatMap(({ entries, type, shownName }) => {
      const [entry, ...others] = entries;
      if (entry?.policy !== "simple" || others.length > 0 || !["A", "AAAA"].includes(type)) return [];
      const [address, ...more] = entry.resource.texts("records");
      if (address === undefined || more.length > 0) return [];
      if (this.reasonIn(addresses, address) === undefined) return [];
      const node = addresses.get(keyOf(address))?.node ?? keyOf(address);
      const { resource } = entry;
      return [
        { name: shownName, node, address: resource.address, because: "which points only to its Interface 1" },
      ];
    });
  }
}

/** What is known of an address that is an Interface 1. */
interface KnownAddress {
  readonly because: string;
  /** Where an output names it. */
  readonly node?: string;
}

interface Facts {
  readonly addresses: ReadonlyMap<string, KnownAddress>;
  readonly names: ReadonlyMap<string, NodeName>;
}

/** Addresses that an output calls Interface 1, by their keys. */
const listedIn = (graph: Graph): (readonly [string, KnownAddress])[] =>
  interface1AddressesOf(graph).map(
    ({ output, node, address }) =>
      [keyOf(address), { node, because: `${output} calls it Interface 1 of ${node}` }] as const,
  );

/** A rule that lets a single address in to replicate says that this is a member's Interface 1. */
const replicatingIn = (groups: SecurityGroups): (readonly [string, KnownAddress])[] =>
  groups.all
    // What a load balancer lets in are clients.
    .filter((group) => !groups.attachedTo(group).some(({ type }) => type === "aws_lb"))
    .flatMap((group) => groups.of(group, "ingress"))
    .filter(({ block }) => isFor(block, REPLICATION_PORT))
    .flatMap((rule) =>
      groups.peersOf(rule).flatMap((peer) => {
        const address = peer.kind === "network" ? onlyAddressOf(peer.network) : undefined;
        const because = `${rule.address} lets it in to replicate (${REPLICATION_PORT})`;
        return address === undefined ? [] : [[keyOf(address), { because }] as const];
      }),
    );

const namesOfPlacements = (graph: Graph): NodeName[] =>
  placementsOf(graph).flatMap(({ output, node, interface: place, commonName }) =>
    place === 1 && typeof commonName === "string"
      ? [{ name: commonName, node, address: output, because: "which the replication certificate names" }]
      : [],
  );

const machinesOf = (
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
