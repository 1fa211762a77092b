import * as dgram from "node:dgram";
import * as packet from "dns-packet";
import type { Clock } from "../clock";

/** Wait for an answer this long on the wall clock: on loopback it is there at once, or the server is not. */
const PATIENCE_MILLISECONDS = 10_000;
const AGAIN_MILLISECONDS = 500;

/** A resolver's answer: addresses, and how long they may be kept. */
export interface Resolved {
  readonly addresses: readonly string[];
  readonly ttl: number;
}

/** Asks a name server for the addresses of a name, with a query over UDP. */
export async function resolve(
  clock: Clock,
  server: { readonly host: string; readonly port: number },
  name: string,
): Promise<Resolved> {
  const release = clock.hold();
  const socket = dgram.createSocket("udp4");
  try {
    const message = await new Promise<Buffer>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`no answer from ${server.host}:${server.port}`));
      }, PATIENCE_MILLISECONDS);
      socket.once("error", reject).once("message", (received) => {
        clearTimeout(timer);
        resolve(received);
      });
      // As resolvers do: a datagram may be lost when many arrive at once.
      const again = setInterval(send, AGAIN_MILLISECONDS);
      socket.once("close", () => {
        clearInterval(again);
        clearTimeout(timer);
      });
      const query = packet.encode({ type: "query", id: 1, questions: [{ type: "A", name }] });
      function send(): void {
        socket.send(query, server.port, server.host);
      }
      send();
    });
    const addresses = (packet.decode(message).answers ?? []).flatMap((answer) =>
      answer.type === "A" ? [{ address: answer.data, ttl: answer.ttl ?? 0 }] : [],
    );
    return { addresses: addresses.map(({ address }) => address), ttl: addresses[0]?.ttl ?? 0 };
  } finally {
    socket.close();
    release();
  }
}
