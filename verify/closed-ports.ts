import { createSocket } from "node:dgram";
import { isIPv6 } from "node:net";
import { openConnection } from "./connection";
import { TimedOutError, withDeadline } from "./deadline";
import type { ObservedPort } from "./model";

/** Whether a TCP port lets a connection in. */
export async function tryTcpPort(address: string, port: number, timeoutMs: number): Promise<ObservedPort> {
  try {
    const socket = await openConnection(address, port, timeoutMs);
    socket.destroy();
    return { port, transport: "tcp", state: "open" };
  } catch (error) {
    return { port, transport: "tcp", state: error instanceof TimedOutError ? "silent" : "closed" };
  }
}

/**
 * SNMP version 3, RFC 3414 section 4: asks for the engine's id, which every agent gives to everybody. No community name
 * has to be guessed.
 */
const SNMP_DISCOVERY = Buffer.from(
  [
    "3038020103", // a message of version 3
    "300e020101020300ffe3040104020103", // its id and size; wants reports; user-based security
    "0410300e0400020100020100040004000400", // of no engine and no user yet
    "301104000400a00b0201010201000201003000", // a get request for nothing
  ].join(""),
  "hex",
);

/** Whether an SNMP agent answers at a UDP port. */
export function trySnmpPort(address: string, port: number, timeoutMs: number): Promise<ObservedPort> {
  const found = (state: ObservedPort["state"]): ObservedPort => ({ port, transport: "udp", state });
  return withDeadline(
    timeoutMs,
    (signal) =>
      new Promise<ObservedPort>((resolve) => {
        const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
        signal.addEventListener("abort", () => socket.close());
        socket.on("message", () => {
          resolve(found("open"));
        });
        // The host reports that nothing listens there.
        socket.on("error", () => {
          resolve(found("closed"));
        });
        socket.connect(port, address, () => {
          socket.send(SNMP_DISCOVERY);
        });
      }),
  ).catch(() => found("silent"));
}
