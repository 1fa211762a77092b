import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import * as packet from "dns-packet";
import type { DnsServer } from "../../dns/server";

/** What a name server says; what it has no record of does not exist. */
export interface Zone {
  records: packet.Answer[];
  /** Refuses everything with this code. */
  failure?: "SERVFAIL" | "REFUSED";
  /** Sends over UDP that the answer does not fit. */
  truncates?: boolean;
  /** Number of messages over UDP that are lost first. */
  loses?: number;
  /** Sends this before the answer, as somebody else might. */
  before?: (query: packet.DecodedPacket) => Buffer;
  /** Sends this over TCP in place of an answer, and closes. */
  overTcp?: Buffer;
}

/** A real DNS server on the loopback interface, and the questions that it has got. */
export class LoopbackDns implements DnsServer {
  public readonly questions: string[] = [];
  readonly #connections = new Set<Socket>();

  private constructor(
    public readonly address: string,
    public readonly port: number,
    private readonly udp: UdpSocket,
    private readonly tcp: Server,
    /** May be changed while it runs. */
    public zone: Zone,
  ) {
    udp.on("message", (message, { port: from, address: asker }) => {
      const query = packet.decode(message);
      if ((this.zone.loses ?? 0) > 0) {
        this.zone.loses = (this.zone.loses ?? 0) - 1;
        return;
      }
      if (this.zone.before !== undefined) udp.send(this.zone.before(query), from, asker);
      udp.send(packet.encode(this.answer(query, "udp")), from, asker);
    });
    tcp.on("connection", (socket) => {
      this.#connections.add(socket);
      socket.on("error", () => undefined);
      socket.once("data", (message: Buffer) => {
        socket.end(
          this.zone.overTcp ?? packet.streamEncode(this.answer(packet.decode(message.subarray(2)), "tcp")),
        );
      });
    });
  }

  public static async start(records: packet.Answer[], address = "127.0.0.1"): Promise<LoopbackDns> {
    for (;;) {
      const udp = createSocket("udp4");
      udp.bind(0, address);
      await once(udp, "listening");
      const { port } = udp.address();
      const tcp = createServer();
      // A free UDP port may be taken for TCP: then another one is.
      const isFree = await new Promise<boolean>((resolve) => {
        tcp
          .once("error", () => {
            resolve(false);
          })
          .listen(port, address, () => {
            resolve(true);
          });
      });
      if (isFree) return new LoopbackDns(address, (tcp.address() as AddressInfo).port, udp, tcp, { records });
      udp.close();
    }
  }

  public stop(): void {
    this.udp.close();
    this.tcp.close();
    for (const connection of this.#connections) connection.destroy();
  }

  private answer(query: packet.DecodedPacket, transport: "udp" | "tcp"): packet.Packet {
    const [question] = query.questions ?? [];
    const name = question?.name.toLowerCase() ?? "";
    this.questions.push(`${transport} ${question?.type ?? "?"} ${name}`);
    const { records, failure, truncates } = this.zone;
    const known = records.filter((record) => record.name.toLowerCase() === name);
    const aliases = known.filter(({ type }) => type === "CNAME");
    const answers =
      aliases.length > 0
        ? [...aliases, ...records.filter((r) => aliases.some((a) => "data" in a && a.data === r.name))]
        : known.filter(({ type }) => type === question?.type);
    const isCut = truncates === true && transport === "udp";
    const code = failure === undefined ? (known.length === 0 ? 3 : 0) : failure === "SERVFAIL" ? 2 : 5;
    return {
      type: "response",
      id: query.id,
      flags: packet.AUTHORITATIVE_ANSWER | code | (isCut ? packet.TRUNCATED_RESPONSE : 0),
      questions: query.questions,
      answers: failure !== undefined || isCut ? [] : answers,
    };
  }
}

/** An address record. */
export const a = (name: string, data: string, ttl = 10): packet.StringAnswer => ({
  type: "A",
  name,
  data,
  ttl,
});
