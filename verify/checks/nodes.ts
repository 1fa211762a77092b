import type { ObservedAccess, ObservedEndpoint, ObservedService } from "../model";

/** A node as it was seen: its place in the order, and what it answered. */
export interface SeenNode {
  readonly node: string;
  readonly maintenance: boolean;
  readonly addresses: readonly string[];
  readonly observed: ObservedEndpoint;
  /** Whether every service answered. */
  readonly healthy: boolean;
}

/** The nodes in the order in which they serve. */
export function nodesOf({ endpoints, observed }: ObservedAccess): SeenNode[] {
  return endpoints.flatMap(({ node, maintenance }, i) => {
    const seen = observed[i];
    if (seen === undefined) return [];
    const healthy = seen.services.every(answers);
    return [{ node, maintenance, addresses: seen.addresses, observed: seen, healthy }];
  });
}

/** Whether a service did what its protocol demands. */
export const answers = ({ outcome: { kind } }: ObservedService): boolean =>
  kind === "tls" || kind === "plain";

/** Names as a list in a sentence. */
export const listed = (names: readonly string[]): string => [...new Set(names)].join(", ");

/** The system's and OpenSSL's codes in words, where they have any. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ["ECONNREFUSED", "connection refused"],
  ["ECONNRESET", "connection reset"],
  ["EHOSTUNREACH", "no route from here"],
  ["ENETUNREACH", "no route from here"],
  ["EPIPE", "connection reset"],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "no TLS"],
]);

/** Why something failed, for a person. */
export const inWords = (detail: string): string => REASONS.get(detail) ?? detail;
