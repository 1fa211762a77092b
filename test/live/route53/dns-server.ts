import * as dgram from "node:dgram";
import { once } from "node:events";
import * as net from "node:net";
import * as packet from "dns-packet";
import type { HostedZone } from "../description";
import { listening } from "../listening";
import { normal, type Answers } from "./answer";

/** Flags of a header (RFC 1035): authoritative, and the answer's codes. */
const NXDOMAIN = 3;
const REFUSED = 5;
const SOA_TTL = 900;

/** Answers queries over UDP and TCP for one hosted zone, as its name servers do. */
export class DnsServer {
  private readonly udp = dgram.createSocket("udp4");
  private readonly tcp = net.createServer((socket) => {
    this.serve(socket);
  });
  private readonly connections = new Set<net.Socket>();

  /** @param addressOf the address on this machine that is used for one of AWS */
  public constructor(
    private readonly zone: HostedZone,
    private readonly answers: Answers,
    private readonly addressOf: (address: string) => string,
  ) {
    this.udp.on("message", (message, { address, port }) => {
      const reply = this.reply(message);
      if (reply !== undefined) this.udp.send(packet.encode(reply), port, address);
    });
  }

  public async listen(host: string, port: number): Promise<void> {
    this.udp.bind(port, host);
    await once(this.udp, "listening");
    await listening(this.tcp, host, port);
  }

  public close(): void {
    this.udp.close();
    this.tcp.close();
    for (const connection of this.connections) connection.destroy();
  }

  private serve(socket: net.Socket): void {
    this.connections.add(socket);
    let received = Buffer.alloc(0);
    socket
      .on("error", () => socket.destroy())
      .on("close", () => this.connections.delete(socket))
      .on("data", (data) => {
        received = Buffer.concat([received, data]);
        while (received.length >= 2 && received.length >= 2 + received.readUInt16BE()) {
          const end = 2 + received.readUInt16BE();
          const reply = this.reply(received.subarray(2, end));
          received = received.subarray(end);
          if (reply !== undefined) socket.write(packet.streamEncode(reply));
        }
      });
  }

  private reply(message: Buffer): packet.Packet | undefined {
    const query = decoded(message);
    const question = query?.questions?.[0];
    if (query === undefined || question === undefined || query.type !== "query") return undefined;
    const { code, answers } = this.resolve(question);
    const inZone = code !== REFUSED;
    return {
      type: "response",
      id: query.id ?? 0,
      flags:
        (inZone ? packet.AUTHORITATIVE_ANSWER : 0) | ((query.flags ?? 0) & packet.RECURSION_DESIRED) | code,
      questions: [question],
      answers,
      authorities: inZone && answers.length === 0 ? [this.soa()] : [],
    };
  }

  private resolve({ name, type }: packet.Question): { code: number; answers: packet.Answer[] } {
    const asked = normal(name);
    const apex = normal(this.zone.name);
    if (asked !== apex && !asked.endsWith(`.${apex}`)) return { code: REFUSED, answers: [] };
    if (asked === apex && type === "SOA") return { code: 0, answers: [this.soa()] };
    if (asked === apex && type === "NS") return { code: 0, answers: [this.ns()] };
    if (!this.answers.knows(asked) && asked !== apex) return { code: NXDOMAIN, answers: [] };
    if (type !== "A" && type !== "CNAME") return { code: 0, answers: [] };
    const found = this.answers.addresses(asked);
    if (found === undefined || (type === "CNAME" && found.type === "A")) return { code: 0, answers: [] };
    return {
      code: 0,
      answers: found.values.map((value): packet.Answer => {
        const { type: kind, ttl } = found;
        return kind === "A"
          ? { type: kind, name, ttl, data: this.addressOf(value) }
          : { type: kind, name, ttl, data: value };
      }),
    };
  }

  private ns(): packet.Answer {
    return { type: "NS", name: normal(this.zone.name), ttl: SOA_TTL, data: `ns.${normal(this.zone.name)}` };
  }

  private soa(): packet.Answer {
    const name = normal(this.zone.name);
    const data = {
      mname: `ns.${name}`,
      rname: `hostmaster.${name}`,
      serial: 1,
      refresh: 7200,
      retry: 900,
      expire: 1_209_600,
      minimum: 60,
    };
    return { type: "SOA", name, ttl: SOA_TTL, data };
  }
}

function decoded(message: Buffer): packet.DecodedPacket | undefined {
  try {
    return packet.decode(message);
  } catch {
    return undefined;
  }
}
