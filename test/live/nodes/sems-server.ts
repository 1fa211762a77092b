import * as http from "node:http";
import * as https from "node:https";
import { createSecureContext, type SecureContext } from "node:tls";
import type { SemsNode } from "../description";
import type { Loopback } from "../loopback";
import type { Arrival, Wire } from "../wire";
import type { ServerCertificate } from "./certificates";

/**
 * What a node does: serve; refuse (its software has ended); answer nothing (its machine is gone); fail TLS; answer HTTP with
 * an error; or be locked, which is up and serves no client until a person unlocks it.
 */
export type NodeState = "serving" | "down" | "black-holed" | "tls-broken" | "http-broken" | "locked";

/** Services that SEMS offers without TLS from the first byte: HTTP, LDAP, SMTP and submission. */
const PLAIN = new Set([25, 80, 389, 587]);

/** Whether a port's first bytes are not TLS. */
export const isPlain = (port: number): boolean => PLAIN.has(port);

/** Replication, on Interface 1. */
const REPLICATION = 444;

/** A stand-in of a SEMS server: it answers every request with the name of its node, over TLS with the certificate of the interface. */
export class SemsServer {
  private current: NodeState = "serving";
  private stops: (() => void)[] = [];
  private readonly connections = new Set<Arrival>();
  /** Of Interface 2, by the names that clients use. */
  private readonly contexts: Map<string, SecureContext>;
  private readonly plain: http.Server;
  private readonly client: https.Server;
  private readonly replication: https.Server;

  /** @param certificates of Interface 2, by the names that clients use, the first for who sends none; and of Interface 1 */
  public constructor(
    public readonly description: SemsNode,
    private readonly certificates: {
      readonly interface2: ReadonlyMap<string, ServerCertificate>;
      readonly interface1: ServerCertificate | undefined;
    },
    private readonly wire: Wire,
    private readonly loopback: Loopback,
  ) {
    const answer: http.RequestListener = (_, response) => {
      const code = this.current === "http-broken" ? 500 : this.current === "locked" ? 503 : 200;
      response.writeHead(code, { "content-type": "text/plain" }).end(this.description.name);
    };
    this.contexts = new Map(
      [...certificates.interface2].map(([name, certificate]) => [name, createSecureContext(certificate)]),
    );
    const [first] = certificates.interface2.values();
    this.client = https.createServer(
      {
        ...first,
        keepAliveTimeout: 0,
        SNICallback: (name, callback) => {
          callback(null, this.contexts.get(name));
        },
      },
      answer,
    );
    this.plain = http.createServer({ keepAliveTimeout: 0 }, answer);
    this.replication = https.createServer({ ...certificates.interface1, keepAliveTimeout: 0 }, answer);
    for (const server of [this.client, this.replication])
      server.on("tlsClientError", (_, socket) => socket.destroy());
  }

  public get state(): NodeState {
    return this.current;
  }

  /** Changes what the node does, to its open connections too. */
  public async become(state: NodeState): Promise<void> {
    const before = this.current;
    this.current = state;
    if (state === "black-holed") {
      for (const connection of this.connections) connection.ignore();
    } else if (state === "down" || before === "black-holed") {
      // A machine that comes back answers connections that it no longer knows with a reset.
      for (const connection of this.connections) connection.refuse();
    }
    if (state === "down") this.close();
    else if (this.stops.length === 0) await this.listen();
  }

  /** Presents another certificate from now on, on Interface 2 whatever name a client asks for. */
  public install(where: "interface1" | "interface2", certificate: ServerCertificate): void {
    if (where === "interface1") {
      this.replication.setSecureContext(certificate);
      return;
    }
    this.client.setSecureContext(certificate);
    this.contexts.clear();
  }

  /** Begins to listen. */
  public async listen(): Promise<void> {
    const { address, ports, interface1 } = this.description;
    for (const port of ports) {
      const server = isPlain(port) ? this.plain : this.client;
      await this.listenAt(address, port, server);
    }
    if (interface1 !== undefined && this.certificates.interface1 !== undefined) {
      await this.listenAt(interface1.address, REPLICATION, this.replication);
    }
  }

  /** Stops to listen; connections stay. */
  public close(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
  }

  private async listenAt(address: string, port: number, server: http.Server | https.Server): Promise<void> {
    const onArrival = (arrival: Arrival): void => {
      this.take(arrival, server);
    };
    this.stops.push(await this.wire.listen(this.loopback.of(address), this.loopback.port(port), onArrival));
  }

  private take(arrival: Arrival, server: http.Server | https.Server): void {
    if (this.current === "down") {
      arrival.refuse();
      return;
    }
    this.connections.add(arrival);
    arrival.socket.once("close", () => this.connections.delete(arrival));
    if (this.current === "black-holed") {
      arrival.ignore();
      return;
    }
    arrival.establish();
    if (this.current === "tls-broken" && server !== this.plain) {
      // Not a record of TLS: the handshake fails.
      arrival.socket.end("broken");
      return;
    }
    server.emit("connection", arrival.socket);
  }
}
