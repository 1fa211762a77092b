import { createSecureContext, type SecureContext } from "node:tls";
import { LoadBalancer } from "./elb/load-balancer";
import { HABITS, SedClient } from "./clients/sed-client";
import { Session } from "./clients/session";
import type { Clock } from "./clock";
import type { ClientName, Description } from "./description";
import { Loopback } from "./loopback";
import { Authority } from "./nodes/certificates";
import { Cluster } from "./nodes/cluster";
import { isPlain, type NodeState } from "./nodes/sems-server";
import { prober } from "./probe";
import { randomFrom } from "./random";
import { Answers } from "./route53/answer";
import { BalancerView } from "./route53/balancer-view";
import { DnsServer } from "./route53/dns-server";
import { HealthChecks } from "./route53/health-checks";
import { resolve, type Resolved } from "./route53/resolver";
import { Wire } from "./wire";

/** What happens in the data plane, in the order of time. */
export interface DataPlaneEvent {
  readonly at: number;
  readonly kind: "check" | "target" | "node" | "zone";
  readonly what: string;
  /** Healthy, or up. */
  readonly good: boolean;
  readonly text: string;
}

export interface DataPlaneOptions {
  readonly clock: Clock;
  /** Route 53's checkers of each endpoint. */
  readonly checkers?: number;
  /** Chooses where probes fall in their intervals and how weights fall: equal seeds give equal runs. */
  readonly seed?: number;
  readonly onEvent?: (event: DataPlaneEvent) => void;
}

/** As many as AWS has regions with checkers. */
const CHECKERS = 8;

/** A deployed cluster on loopback: name servers, load balancers, health checks and nodes. */
export class DataPlane {
  private readonly stops: (() => void)[] = [];
  private readonly cluster: Cluster;
  private readonly nameServers = new Map<string, { readonly host: string; readonly port: number }>();
  private balancers: readonly LoadBalancer[] = [];
  private readonly wire: Wire;
  private readonly trust: SecureContext;
  private clients = 0;

  private constructor(
    public readonly description: Description,
    private readonly options: DataPlaneOptions,
    private readonly loopback: Loopback,
    private readonly authority: Authority,
  ) {
    this.wire = new Wire(options.clock);
    this.trust = createSecureContext({ ca: authority.pem });
    this.cluster = new Cluster(authority, this.wire, loopback);
  }

  public get clock(): Clock {
    return this.options.clock;
  }

  /** The certificate authority that clients trust, as PEM. */
  public get authorityPem(): string {
    return this.authority.pem;
  }

  /** Sockets that are open. */
  public get openSockets(): number {
    return this.wire.openSockets;
  }

  /** Starts everything; `stop` ends it. */
  public static async start(description: Description, options: DataPlaneOptions): Promise<DataPlane> {
    const loopback = await Loopback.reserve();
    const plane = new DataPlane(description, options, loopback, await Authority.create());
    try {
      await plane.begin();
    } catch (error) {
      plane.stop();
      throw error;
    }
    return plane;
  }

  /** The name server of a hosted zone. */
  public nameServer(zoneId: string): { readonly host: string; readonly port: number } {
    const server = this.nameServers.get(zoneId);
    if (server === undefined) throw new Error(`no hosted zone ${zoneId}`);
    return server;
  }

  /** Asks the name server of a client name. */
  public async resolve({ zoneId, fqdn }: ClientName): Promise<Resolved> {
    return resolve(this.clock, this.nameServer(zoneId), fqdn);
  }

  /** A new client of a name, with a source address of its own, or the given one. */
  public client(
    name: ClientName,
    port: number,
    changed?: (node: string | undefined) => void,
    source = this.clients++,
  ): SedClient {
    const client = new SedClient(
      {
        clock: this.clock,
        wire: this.wire,
        resolve: () => this.resolve(name),
        port: this.loopback.port(port),
        from: this.loopback.client(source),
        tls: isPlain(port) ? undefined : { name: name.fqdn, trust: this.trust },
      },
      changed,
    );
    this.stops.push(() => {
      client.stop();
    });
    return client;
  }

  /** One connection from one source: the node that it reaches, or undefined where it reaches none. */
  public async visit(name: ClientName, port: number, source: number): Promise<string | undefined> {
    const [host] = (await this.resolve(name)).addresses;
    if (host === undefined) return undefined;
    const session = await Session.open(this.wire, this.clock, {
      host,
      port: this.loopback.port(port),
      from: this.loopback.client(source),
      tls: isPlain(port) ? undefined : { name: name.fqdn, trust: this.trust },
      timeoutSeconds: HABITS.timeout,
    });
    const node = await session?.ask();
    session?.end();
    return node;
  }

  /** The loopback address that is used for an address of AWS. */
  public addressOf(address: string): string {
    return this.loopback.of(address);
  }

  /** What has a loopback address: a load balancer's zone, by its name where there are several load balancers. */
  public placeOf(loopbackAddress: string): string {
    const { loadBalancers } = this.description;
    for (const { name, zones } of loadBalancers) {
      const zone = zones.find(({ address }) => this.loopback.of(address) === loopbackAddress);
      if (zone !== undefined) return loadBalancers.length > 1 ? `${zone.name} of ${name}` : zone.name;
    }
    return loopbackAddress;
  }

  /** The port that is used for a port of AWS: the same, where this process may listen on it. */
  public portOf(port: number): number {
    return this.loopback.port(port);
  }

  /** What a node does from now on, by the address of its Interface 2. */
  public async setNode(address: string, state: NodeState): Promise<void> {
    const server = this.cluster.node(address);
    const { name } = server.description;
    this.note("node", name, state === "serving", `${name} is ${state}`);
    await server.become(state);
  }

  /** Installs a new certificate of a name on an interface of a node, as a person does. */
  public async install(address: string, where: "interface1" | "interface2", fqdn: string): Promise<void> {
    await this.cluster.install(address, where, fqdn);
  }

  /** A zone goes down with its nodes and what the load balancers have in it, or comes back with them. */
  public async setZone(zone: string, down: boolean): Promise<void> {
    this.note("zone", zone, !down, `zone ${zone} is ${down ? "down" : "up"}`);
    for (const balancer of this.balancers) balancer.setZone(zone, down);
    await this.cluster.setZone(zone, down ? "black-holed" : "serving");
  }

  /** Ends everything. */
  public stop(): void {
    for (const stop of this.stops.splice(0)) stop();
    this.cluster.close();
    this.wire.close();
    this.loopback.release();
  }

  private async begin(): Promise<void> {
    const { clock, checkers = CHECKERS, seed = 1 } = this.options;
    const random = randomFrom(seed);
    const probe = prober(this.wire, clock, this.loopback);
    await this.cluster.start(this.description.nodes, this.description.names);
    this.balancers = this.description.loadBalancers.map(
      (balancer) =>
        new LoadBalancer(balancer, {
          clock,
          wire: this.wire,
          loopback: this.loopback,
          probe,
          random,
          note: ({ what, healthy }) => {
            this.note("target", what, healthy, `target ${what} is ${healthy ? "healthy" : "unhealthy"}`);
          },
        }),
    );
    for (const balancer of this.balancers) {
      this.stops.push(() => {
        balancer.stop();
      });
      await balancer.listen();
    }
    const checks = new HealthChecks(this.description.checks, {
      clock,
      probe,
      checkers,
      random,
      balancers: this.balancers,
      changed: ({ name }, good) => {
        this.note("check", name, good, `health check ${name} is ${good ? "healthy" : "unhealthy"}`);
      },
    });
    this.stops.push(() => {
      checks.stop();
    });
    await this.startNameServers(checks);
  }

  private async startNameServers(checks: HealthChecks): Promise<void> {
    const view = new BalancerView(this.balancers, this.clock);
    for (const zone of this.description.zones) {
      const answers = new Answers(zone, {
        check: (id) => checks.isHealthy(id),
        loadBalancer: (dnsName) => view.of(dnsName),
      });
      const server = new DnsServer(zone, answers, (address) => this.loopback.of(address));
      const at = { host: this.loopback.of(`name server of ${zone.id}`), port: this.loopback.port(53) };
      await server.listen(at.host, at.port);
      this.nameServers.set(zone.id, at);
      this.stops.push(() => {
        server.close();
      });
    }
  }

  private note(kind: DataPlaneEvent["kind"], what: string, good: boolean, text: string): void {
    this.options.onEvent?.({ at: this.clock.now(), kind, what, good, text });
  }
}
