import { createSocket } from "node:dgram";
import { connect, isIPv6 } from "node:net";
import type { DnsServer } from "./server";

/** Times that a question is sent over UDP, which may lose one, within the time that there is. */
const ATTEMPTS = 3;

/** Two octets with the length come before a message over TCP. */
const LENGTH_OCTETS = 2;

/**
 * Sends a message over UDP until one comes back that is the answer.
 *
 * @param isAnswer whatever else arrives is ignored: anybody can send to a port
 */
export function exchangeUdp(
  { address, port }: DnsServer,
  message: Buffer,
  isAnswer: (reply: Buffer) => boolean,
  { signal, timeoutMs }: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // A connected socket takes messages of this server only, and gets an error if nothing listens there.
    const socket = createSocket({ type: isIPv6(address) ? "udp6" : "udp4" });
    let again: NodeJS.Timeout | undefined;
    const end = (outcome: () => void): void => {
      clearInterval(again);
      signal.removeEventListener("abort", abort);
      socket.removeAllListeners().on("error", ignore);
      socket.close();
      outcome();
    };
    const abort = (): void => {
      end(() => {
        reject(new Error("aborted"));
      });
    };
    signal.addEventListener("abort", abort);
    socket.on("error", (error) => {
      end(() => {
        reject(error);
      });
    });
    socket.on("message", (reply) => {
      if (!isAnswer(reply)) return;
      end(() => {
        resolve(reply);
      });
    });
    socket.connect(port, address, () => {
      socket.send(message);
      again = setInterval(() => {
        socket.send(message);
      }, timeoutMs / ATTEMPTS);
    });
  });
}

const ignore = (): void => undefined;

/** Sends a message with its length over TCP, and returns the one that comes back, without it. */
export function exchangeTcp(
  { address, port }: DnsServer,
  message: Buffer,
  signal: AbortSignal,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port });
    let received = Buffer.alloc(0);
    signal.addEventListener("abort", () => socket.destroy(new Error("aborted")), { once: true });
    socket.on("connect", () => socket.write(message));
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < LENGTH_OCTETS) return;
      const end = LENGTH_OCTETS + received.readUInt16BE(0);
      if (received.length < end) return;
      resolve(received.subarray(LENGTH_OCTETS, end));
      socket.destroy();
    });
    socket.on("error", reject);
    socket.on("close", () => {
      reject(new Error("connection closed before an answer"));
    });
  });
}
