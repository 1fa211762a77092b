import { randomInt } from "node:crypto";
import * as packet from "dns-packet";
import { withDeadline } from "../deadline";
import type { DnsServer } from "./server";
import { exchangeTcp, exchangeUdp } from "./transport";

/** What to ask a server. */
export interface DnsQuestion {
  readonly name: string;
  readonly type: "A" | "AAAA" | "NS";
}

/** What a server answered: of NXDOMAIN, no values. */
export interface DnsReply {
  /** Addresses, or names of servers, at the end of the aliases (CNAME) that the answer holds. */
  readonly values: readonly string[];
  /** How long the answer may be cached, seconds: the shortest on the path; undefined without values. */
  readonly ttl: number | undefined;
  /** The last alias, where the answer does not say what is behind it. */
  readonly alias: string | undefined;
}

/** A server that refuses, or fails, with DNS's own word for it, such as `SERVFAIL`. */
export class DnsFailure extends Error {}

/** How to ask. */
export interface DnsOptions {
  /** Whether the server is asked to look further: a resolver is, an authoritative server is not. */
  readonly recursive: boolean;
  readonly timeoutMs: number;
}

/**
 * Asks a server one question, over UDP, and once more over TCP where the answer does not fit.
 *
 * @throws DnsFailure, TimedOutError, or the system's error
 */
export async function askServer(
  server: DnsServer,
  question: DnsQuestion,
  { recursive, timeoutMs }: DnsOptions,
): Promise<DnsReply> {
  const query: packet.Packet = {
    type: "query",
    id: randomInt(0x10000),
    flags: recursive ? packet.RECURSION_DESIRED : 0,
    questions: [{ type: question.type, name: question.name }],
  };
  const short = await withDeadline(timeoutMs, (signal) =>
    exchangeUdp(server, packet.encode(query), (reply) => answerTo(query, reply) !== undefined, {
      signal,
      timeoutMs,
    }),
  );
  const overUdp = answerTo(query, short);
  if (overUdp?.flag_tc !== true) return replyOf(question, overUdp);
  const whole = await withDeadline(timeoutMs, (signal) =>
    exchangeTcp(server, packet.streamEncode(query), signal),
  );
  return replyOf(question, answerTo(query, whole));
}

/** The message, where it is the answer to this query; undefined for anything else that may arrive. */
function answerTo(query: packet.Packet, message: Buffer): packet.DecodedPacket | undefined {
  const [asked] = query.questions ?? [];
  const decoded = decode(message);
  const [repeated] = decoded?.questions ?? [];
  const isAnswer =
    decoded?.type === "response" &&
    decoded.id === query.id &&
    repeated?.type === asked?.type &&
    isSameName(repeated?.name, asked?.name);
  return isAnswer ? decoded : undefined;
}

function decode(message: Buffer): packet.DecodedPacket | undefined {
  try {
    return packet.decode(message);
  } catch {
    return undefined;
  }
}

/** DNS names are compared without regard to case; a final dot is not part of them. */
export function isSameName(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && plain(one) === plain(other);
}

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, "");

/** A longer chain of aliases is a loop. */
const MOST_ALIASES = 16;

function replyOf({ name, type }: DnsQuestion, answer: packet.DecodedPacket | undefined): DnsReply {
  if (answer === undefined) throw new DnsFailure("an answer that is none");
  const code = answerCode(answer);
  if (code !== "NOERROR" && code !== "NXDOMAIN") throw new DnsFailure(code);
  const answers = answer.answers ?? [];
  const ttls: number[] = [];
  let owner = name;
  for (let i = 0; i < MOST_ALIASES; i++) {
    const alias = answers.find((record) => record.type === "CNAME" && isSameName(record.name, owner));
    if (alias?.type !== "CNAME") break;
    ttls.push(alias.ttl ?? 0);
    owner = alias.data;
  }
  const values = answers.flatMap((record) => {
    if (record.type !== type || !isSameName(record.name, owner) || !("data" in record)) return [];
    ttls.push("ttl" in record ? (record.ttl ?? 0) : 0);
    return [record.data];
  });
  return {
    values,
    ttl: values.length === 0 ? undefined : Math.min(...ttls),
    alias: values.length === 0 && owner !== name ? owner : undefined,
  };
}

/** The library's own field for it is not in its types. */
function answerCode(answer: packet.DecodedPacket): string {
  return "rcode" in answer && typeof answer.rcode === "string" ? answer.rcode : "NOERROR";
}
