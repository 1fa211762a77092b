import type { ClientName, SemsNode } from "../description";
import type { Loopback } from "../loopback";
import type { Wire } from "../wire";
import type { Authority, ServerCertificate } from "./certificates";
import { SemsServer, type NodeState } from "./sems-server";

/** The SEMS servers of a data plane, by the address of their Interface 2. */
export class Cluster {
  private readonly servers = new Map<string, SemsServer>();

  public constructor(
    private readonly authority: Authority,
    private readonly wire: Wire,
    private readonly loopback: Loopback,
  ) {}

  /** Starts all nodes, with one certificate for each name on all its nodes (SEMS-CERT-2). */
  public async start(nodes: readonly SemsNode[], names: readonly ClientName[]): Promise<void> {
    const shared = new Map<string, ServerCertificate>();
    for (const { fqdn } of names) {
      if (!shared.has(fqdn)) shared.set(fqdn, await this.authority.issue(fqdn));
    }
    for (const node of nodes) {
      const own = names.filter(({ nodes: addresses }) => addresses.includes(node.address));
      const interface2 = new Map([...shared].filter(([fqdn]) => own.some((name) => name.fqdn === fqdn)));
      const { interface1 } = node;
      const certificates = {
        interface2,
        interface1: interface1 && (await this.authority.issue(interface1.fqdn)),
      };
      const server = new SemsServer(node, certificates, this.wire, this.loopback);
      this.servers.set(node.address, server);
      await server.listen();
    }
  }

  /** The node of an address. */
  public node(address: string): SemsServer {
    const server = this.servers.get(address);
    if (server === undefined) throw new Error(`no node ${address}`);
    return server;
  }

  /** Installs a new certificate of a name on an interface of a node, as a person does. */
  public async install(address: string, where: "interface1" | "interface2", fqdn: string): Promise<void> {
    this.node(address).install(where, await this.authority.issue(fqdn));
  }

  /** The nodes of a zone fail with it, or come back. */
  public async setZone(zone: string, state: NodeState): Promise<void> {
    for (const server of this.servers.values()) {
      if (server.description.zone === zone) await server.become(state);
    }
  }

  public close(): void {
    for (const server of this.servers.values()) server.close();
  }
}
