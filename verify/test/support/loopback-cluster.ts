import type { Server } from "node:net";
import type * as packet from "dns-packet";
import { judge, type JudgeOptions } from "../../judge";
import type { Access, Method, Verification } from "../../model";
import { observeAccess, type ObserveOptions } from "../../observe";
import { hostCertificate, rootAuthority, type Issued } from "./certificates";
import { a, LoopbackDns } from "./dns-server";
import {
  blackHole,
  ldapServer,
  listen,
  silentServer,
  smtpServer,
  tlsServer,
  type Behavior,
  type Running,
} from "./servers";
import { trusting } from "./trusting";

/** The name that the clients of every such cluster use. */
export const FQDN = "keys.example.com";

/** What listens at a port: a server, a black hole, or nothing. */
export type Listener = Server | Behavior | "black hole" | "nothing";

/** What a node shows of itself; each part has a default that is right. */
export interface NodeProps {
  /** On Interface 2; the cluster's shared one without one. */
  readonly certificate?: Issued;
  /** In place of services, by name. */
  readonly listeners?: Readonly<Record<string, Listener>>;
  /** Whether a port is open that must be closed. */
  readonly openPort?: boolean;
  /** On Interface 1; one that names the node without one. */
  readonly replication?: Issued | "nothing";
  readonly maintenance?: boolean;
}

/** A cluster on the loopback interface. */
export interface ClusterProps {
  readonly nodes?: readonly NodeProps[];
  /** Names of services. */
  readonly services?: readonly string[];
  readonly method?: Method;
  readonly activeNode?: string;
  readonly scheme?: Access["scheme"];
  /** Numbers of the nodes, from 1 on, to whose addresses the client FQDN resolves; 0 is the weighted address. */
  readonly resolvesTo?: readonly number[];
  /** The same of this machine's resolver. */
  readonly resolverAnswersWith?: readonly number[];
  readonly ttl?: number;
  /** Further records, of both DNS servers. */
  readonly records?: packet.Answer[];
  readonly certificate?: Access["certificate"];
  /** First address of the nodes; another cluster beside it needs another one. */
  readonly firstHost?: number;
}

/** Certificates take a while to make: all clusters of a test file share these. */
export interface Authorities {
  readonly root: Issued;
  readonly shared: Issued;
}

export async function makeAuthorities(): Promise<Authorities> {
  const root = await rootAuthority();
  return { root, shared: await hostCertificate(root, FQDN) };
}

/** Certificates of Interface 1, by name: one each is enough for all tests. */
const ofInterface1 = new Map<string, Promise<Issued>>();

/** Servers on the loopback interface that are what a cluster is to clients, and what describes it. */
export class LoopbackCluster {
  private constructor(
    public readonly access: Access,
    public readonly options: ObserveOptions,
    public readonly authoritative: LoopbackDns,
    public readonly resolver: LoopbackDns,
    private readonly running: Running[],
    private readonly byNode: ReadonlyMap<number, readonly Running[]>,
  ) {}

  public static async start(authorities: Authorities, props: ClusterProps = {}): Promise<LoopbackCluster> {
    const { nodes = [{}, {}], services = ["https"], firstHost = 11 } = props;
    const hosts = nodes.map((_, i) => `127.0.0.${firstHost + i}`);
    const running: Running[] = [];
    const byNode = new Map<number, Running[]>();
    const onAll = async (
      what: (node: NodeProps, i: number) => Listener | Promise<Listener>,
    ): Promise<number> => {
      const listeners = await Promise.all(nodes.map(async (node, i) => what(node, i)));
      const started = await samePort(hosts, listeners);
      for (const [i, server] of started.running) {
        running.push(server);
        byNode.set(i + 1, [...(byNode.get(i + 1) ?? []), server]);
      }
      return started.port;
    };

    const ports: { name: string; port: number }[] = [];
    for (const name of services) {
      const port = await onAll(
        (node) => node.listeners?.[name] ?? serverFor(name, node.certificate ?? authorities.shared),
      );
      ports.push({ name, port });
    }
    const closedPort = await onAll(({ openPort = false }) => (openPort ? silentServer : "nothing"));
    const replicationPort = await onAll(async ({ replication }, i) => {
      if (replication === "nothing") return replication;
      const name = interface1Name(i);
      const own = ofInterface1.get(name) ?? hostCertificate(authorities.root, name);
      ofInterface1.set(name, own);
      return tlsServer(replication ?? (await own));
    });

    const weighted = "127.0.0.9";
    const recordsOf = (to: readonly number[]) =>
      to.map((n) => a(FQDN, n === 0 ? weighted : (hosts[n - 1] ?? "203.0.113.9"), props.ttl ?? 10));
    const { resolvesTo = [1], records = [] } = props;
    const authoritative = await LoopbackDns.start([...recordsOf(resolvesTo), ...records]);
    const resolver = await LoopbackDns.start([
      ...recordsOf(props.resolverAnswersWith ?? resolvesTo),
      ...records,
    ]);
    const method = props.method ?? (nodes.length === 2 ? "fail-over" : "ordered-list");
    return new LoopbackCluster(
      {
        name: "clients",
        clientFqdn: FQDN,
        scheme: props.scheme ?? "internet-facing",
        zone: "example.com",
        method,
        activeNode: props.activeNode,
        services: ports,
        endpoints: hosts.map((address, i) => ({
          node: `sems${i + 1}`,
          address,
          maintenance: nodes[i]?.maintenance ?? false,
          interface1: { fqdn: interface1Name(i), address },
        })),
        weightedAddress: method === "weighted" ? weighted : undefined,
        certificate: props.certificate,
      },
      {
        timeoutMs: 1000,
        secureContext: trusting(authorities.root.pem),
        resolvers: [resolver],
        nameservers: [authoritative],
        replication: false,
        replicationPort,
        closedPorts: [closedPort],
        snmpPort: closedPort,
      },
      authoritative,
      resolver,
      running,
      byNode,
    );
  }

  /** Stops everything that listens on a node, by its number from 1 on. */
  public failNode(number: number): void {
    for (const server of this.byNode.get(number) ?? []) server.stop();
  }

  /** Looks at the cluster, and judges what it sees. */
  public async verify(
    options: Partial<ObserveOptions> = {},
    judgeOptions: Partial<JudgeOptions> = {},
  ): Promise<Verification> {
    const observed = await observeAccess(this.access, { ...this.options, ...options });
    return judge("outputs.json", [observed], {
      now: new Date(),
      expiryDays: 30,
      acknowledge: new Map(),
      ...judgeOptions,
    });
  }

  public stop(): void {
    for (const server of this.running) server.stop();
    this.authoritative.stop();
    this.resolver.stop();
  }
}

const interface1Name = (i: number): string => `sems${i + 1}.example.com`;

/** What a service is to clients. */
function serverFor(service: string, certificate: Issued): Listener {
  switch (service) {
    case "smtp":
    case "submission":
      return smtpServer(certificate);
    case "ldap":
      return ldapServer(certificate);
    default:
      return tlsServer(certificate);
  }
}

/** Starts servers at one port of several addresses, as a service has one port on all nodes. */
async function samePort(
  hosts: readonly string[],
  listeners: readonly Listener[],
): Promise<{ readonly port: number; readonly running: ReadonlyMap<number, Running> }> {
  for (;;) {
    const running = new Map<number, Running>();
    // Found free on an address that no node has, and released again: another program may take it in between.
    const probe = await listen("127.0.0.1", silentServer);
    probe.stop();
    try {
      for (const [i, listener] of listeners.entries()) {
        const host = hosts[i] ?? "127.0.0.1";
        if (listener === "black hole") running.set(i, await blackHole(host, probe.port));
        else if (listener !== "nothing") running.set(i, await listen(host, listener, probe.port));
      }
      return { port: probe.port, running };
    } catch (error) {
      for (const server of running.values()) server.stop();
      if (!String(error).includes("EADDRINUSE")) throw error;
    }
  }
}
