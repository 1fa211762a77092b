import { getServers } from "node:dns";
import { isIP } from "node:net";
import { types } from "node:util";
import { askServer, DnsFailure } from "./query";
import { DNS_PORT, dnsServerOf, type DnsServer } from "./server";

/** The resolvers that this machine is set up to ask, in its order. */
export function systemResolvers(): DnsServer[] {
  return getServers().flatMap((text) => dnsServerOf(text) ?? []);
}

/** How to look for servers. */
export interface FindOptions {
  readonly timeoutMs: number;
  /**
   * Where authoritative servers answer.
   * @default 53
   */
  readonly port?: number | undefined;
}

/**
 * The authoritative servers of the zone that holds a name, by asking a resolver: for the zone's name servers, then for
 * their addresses. Where the zone is not known, it is the closest one above the name.
 *
 * @throws DnsFailure where there are none to be found, or what asking throws
 */
export async function authoritativeServers(
  resolver: DnsServer,
  name: string,
  zone: string | undefined,
  { timeoutMs, port = DNS_PORT }: FindOptions,
): Promise<DnsServer[]> {
  const options = { recursive: true, timeoutMs };
  const candidates = zone === undefined ? namesAbove(name) : [zone];
  // All at once: one that times out must not hold up the others.
  const replies = await Promise.allSettled(
    candidates.map((candidate) => askServer(resolver, { name: candidate, type: "NS" }, options)),
  );
  const closest = replies.find((reply) => reply.status === "fulfilled" && reply.value.values.length > 0);
  if (closest?.status !== "fulfilled") {
    const failed = replies.find((reply) => reply.status === "rejected");
    throw failed?.status === "rejected" && types.isNativeError(failed.reason)
      ? failed.reason
      : new DnsFailure(`${candidates.at(-1) ?? name} has no name servers`);
  }
  const found = await Promise.allSettled(
    closest.value.values.map(async (server) => {
      const { values } = await askServer(resolver, { name: server, type: "A" }, options);
      return values
        .filter((address) => isIP(address) !== 0)
        .map((address) => ({ address, port, name: server }));
    }),
  );
  const servers = found.flatMap((reply) => (reply.status === "fulfilled" ? reply.value.slice(0, 1) : []));
  if (servers.length === 0) throw new DnsFailure("the zone's name servers have no address");
  return servers;
}

/** The names of which a name's zone may have one, closest first: a top-level domain is not a customer's zone. */
function namesAbove(name: string): string[] {
  const labels = name.replace(/\.$/, "").split(".");
  return labels.slice(0, -1).map((_, i) => labels.slice(i).join("."));
}
