import type { Socket } from "node:net";
import type { SecureContext } from "node:tls";
import { converse, openConnection } from "../connection";
import { reasonOf } from "../deadline";
import type { Outcome, Service } from "../model";
import { handshake } from "./handshake";
import { startTlsOfLdap, startTlsOfSmtp, type StartTls } from "./starttls";

/** How a service begins to speak. */
type Opening = "tls" | "http" | "unknown" | StartTls;

/** By the name of the service, which may have a port of its own. */
const OPENINGS: ReadonlyMap<string, Opening> = new Map<string, Opening>([
  ["https", "tls"],
  ["ldaps", "tls"],
  ["smtps", "tls"],
  ["http", "http"],
  ["ldap", startTlsOfLdap],
  ["smtp", startTlsOfSmtp],
  ["submission", startTlsOfSmtp],
]);

/** How to try services. */
export interface TryOptions {
  /** The name to ask for, and to hold the certificate against. */
  readonly name: string;
  readonly secureContext: SecureContext;
  /** For each step: connection, STARTTLS, handshake. */
  readonly timeoutMs: number;
}

/** Uses a service once, as a client would up to the point where it would have to say who it is. */
export async function tryService(address: string, service: Service, options: TryOptions): Promise<Outcome> {
  let socket: Socket;
  try {
    socket = await openConnection(address, service.port, options.timeoutMs);
  } catch (error) {
    return { kind: "unreachable", detail: reasonOf(error) };
  }
  try {
    return await speak(socket, OPENINGS.get(service.name) ?? "unknown", options);
  } catch (error) {
    return { kind: "failed", detail: reasonOf(error) };
  } finally {
    socket.destroy();
  }
}

async function speak(
  socket: Socket,
  opening: Opening,
  { name, secureContext, timeoutMs }: TryOptions,
): Promise<Outcome> {
  if (opening === "http") {
    const question = `HEAD / HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`;
    const status = await converse(socket, question, httpStatus, timeoutMs);
    return { kind: "plain", detail: `HTTP without TLS (status ${status})` };
  }
  if (typeof opening === "function") {
    const agreement = await opening(socket, timeoutMs);
    if (!agreement.agreed) return { kind: "plain", detail: agreement.detail };
  }
  try {
    return { kind: "tls", presented: await handshake(socket, name, secureContext, timeoutMs) };
  } catch (error) {
    if (opening !== "unknown") throw error;
    return { kind: "plain", detail: `accepts connections; no TLS handshake (${reasonOf(error)})` };
  }
}

function httpStatus(received: Buffer): number | undefined {
  const line = /^[^\n]*\n/.exec(received.toString("latin1"))?.[0];
  if (line === undefined) return undefined;
  const [, status] = /^HTTP\/\d\.\d (\d{3})\b/.exec(line) ?? [];
  if (status === undefined) throw new Error("no HTTP");
  return Number(status);
}
