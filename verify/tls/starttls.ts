import type { Socket } from "node:net";
import { converse } from "../connection";

/** Whether a service has agreed to go on with TLS; if not, why. */
export type Agreement = { readonly agreed: true } | { readonly agreed: false; readonly detail: string };

/** A protocol's own way to TLS; throws where the server does not speak the protocol. */
export type StartTls = (socket: Socket, timeoutMs: number) => Promise<Agreement>;

/** SMTP's STARTTLS, RFC 3207. */
export const startTlsOfSmtp: StartTls = async (socket, timeoutMs) => {
  const greeting = await converse(socket, undefined, smtpReply, timeoutMs);
  if (greeting.code !== 220) throw new Error(`SMTP greeting ${greeting.code}`);
  const hello = await converse(socket, "EHLO sems-verify.invalid\r\n", smtpReply, timeoutMs);
  if (hello.code !== 250) throw new Error(`SMTP reply ${hello.code} to EHLO`);
  if (!hello.lines.some((line) => /^STARTTLS\s*$/i.test(line))) {
    return { agreed: false, detail: "SMTP without STARTTLS" };
  }
  const ready = await converse(socket, "STARTTLS\r\n", smtpReply, timeoutMs);
  return ready.code === 220
    ? { agreed: true }
    : { agreed: false, detail: `SMTP reply ${ready.code} to STARTTLS` };
};

interface SmtpReply {
  readonly code: number;
  /** The texts after the code, one for each line. */
  readonly lines: readonly string[];
}

/** A whole reply, RFC 5321: every line but the last has a hyphen after its code. */
function smtpReply(received: Buffer): SmtpReply | undefined {
  const text = received.toString("latin1");
  if (!text.endsWith("\n")) return undefined;
  const lines = text.split(/\r?\n/).slice(0, -1);
  if (!lines.every((line) => /^\d{3}(?:[ -]|$)/.test(line))) throw new Error("no SMTP");
  const last = lines.at(-1) ?? "";
  if (last.charAt(3) === "-") return undefined;
  return { code: Number(last.slice(0, 3)), lines: lines.map((line) => line.slice(4)) };
}

/** LDAP's extended operation StartTLS, RFC 4511 section 4.14, as message 1. */
const LDAP_START_TLS = Buffer.from("301d02010177188016312e332e362e312e342e312e313436362e3230303337", "hex");

const BER = { sequence: 0x30, integer: 0x02, enumerated: 0x0a, extendedResponse: 0x78 };

/** LDAP's StartTLS. */
export const startTlsOfLdap: StartTls = async (socket, timeoutMs) => {
  const result = await converse(socket, LDAP_START_TLS, ldapResult, timeoutMs);
  return result === 0
    ? { agreed: true }
    : { agreed: false, detail: `LDAP without StartTLS (result ${result})` };
};

/** The result code of a whole extended response. */
function ldapResult(received: Buffer): number | undefined {
  const message = element(received, BER.sequence);
  const id = message && element(message.value, BER.integer);
  const response = id && element(id.rest, BER.extendedResponse);
  const code = response && element(response.value, BER.enumerated);
  return code?.value.readUInt8(0);
}

/** The first element of some BER, and what is after it; undefined where not all of it is there. */
function element(octets: Buffer, tag: number): { readonly value: Buffer; readonly rest: Buffer } | undefined {
  if (octets.length < 2) return undefined;
  if (octets.readUInt8(0) !== tag) throw new Error("no LDAP");
  const first = octets.readUInt8(1);
  // From 0x81 on, the number of octets that the length itself takes.
  const more = first < 0x80 ? 0 : first - 0x80;
  if (more > 4 || first === 0x80) throw new Error("no LDAP");
  if (octets.length < 2 + more) return undefined;
  const length = more === 0 ? first : octets.readUIntBE(2, more);
  if (length === 0) throw new Error("no LDAP");
  const start = 2 + more;
  return octets.length < start + length
    ? undefined
    : { value: octets.subarray(start, start + length), rest: octets.subarray(start + length) };
}
