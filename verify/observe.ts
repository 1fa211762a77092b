import { isIP } from "node:net";
import { REPLICATION_PORT } from "sems-review/reporting";
import type { SecureContext } from "node:tls";
import { tryTcpPort, trySnmpPort } from "./closed-ports";
import { reasonOf } from "./deadline";
import { authoritativeServers } from "./dns/find-servers";
import { askServer } from "./dns/query";
import { DNS_PORT, serverLabel, type DnsServer } from "./dns/server";
import type {
  Access,
  DnsAnswer,
  Endpoint,
  ObservedAccess,
  ObservedEndpoint,
  ObservedPort,
  ObservedService,
} from "./model";
import { tryService } from "./tls/try-service";

/** How to look at a cluster. */
export interface ObserveOptions {
  /** For each step: a question to DNS, a connection, STARTTLS, a handshake. */
  readonly timeoutMs: number;
  readonly secureContext: SecureContext;
  /** What this machine asks. */
  readonly resolvers: readonly DnsServer[];
  /** Servers that are authoritative for the client FQDN; found by NS without any. */
  readonly nameservers: readonly DnsServer[];
  /** Where servers that are found by NS answer. */
  readonly dnsPort?: number;
  /** Whether Interface 1 is tried. */
  readonly replication: boolean;
  readonly replicationPort?: number;
  /** The ports that must be closed on every endpoint; SNMP's is tried over UDP, too. */
  readonly closedPorts: readonly number[];
  readonly snmpPort: number;
}

/** Looks at a client access from here: everything at once, each step for a limited time. */
export async function observeAccess(access: Access, options: ObserveOptions): Promise<ObservedAccess> {
  const [dns, observed, weightedAddresses] = await Promise.all([
    askAll(access, options),
    Promise.all(access.endpoints.map((endpoint) => observeEndpoint(access, endpoint, options))),
    access.weightedAddress === undefined ? [] : addressesOf(access.weightedAddress, options),
  ]);
  return { ...access, dns, observed, weightedAddresses };
}

async function askAll(access: Access, options: ObserveOptions): Promise<DnsAnswer[]> {
  const [authoritative, resolvers] = await Promise.all([
    askAuthoritative(access, options),
    Promise.all(options.resolvers.map((server) => ask("resolver", server, access.clientFqdn, options))),
  ]);
  return [...authoritative, ...resolvers];
}

async function askAuthoritative(access: Access, options: ObserveOptions): Promise<DnsAnswer[]> {
  const { clientFqdn, scheme, zone } = access;
  const { nameservers, resolvers, timeoutMs, dnsPort } = options;
  // The name servers of a private hosted zone answer inside AWS only; those that are found would be a public zone's.
  if (scheme === "internal" && nameservers.length === 0) return [];
  try {
    const servers =
      nameservers.length > 0
        ? nameservers
        : await firstOf(resolvers, (resolver) =>
            authoritativeServers(resolver, clientFqdn, zone, { timeoutMs, port: dnsPort ?? DNS_PORT }),
          );
    return await Promise.all(servers.map((server) => ask("authoritative", server, clientFqdn, options)));
  } catch (error) {
    return [
      { role: "authoritative", server: "name servers of the zone", addresses: [], failure: reasonOf(error) },
    ];
  }
}

/** What the first resolver says that says something: all are asked at once, as one may be down. */
async function firstOf<T>(
  resolvers: readonly DnsServer[],
  question: (resolver: DnsServer) => Promise<T>,
): Promise<T> {
  const answers = await Promise.allSettled(resolvers.map(question));
  const [first] = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
  if (first !== undefined) return first;
  const failed = answers.find((answer) => answer.status === "rejected");
  throw new Error(failed === undefined ? "this machine has no resolver" : reasonOf(failed.reason));
}

/** Authoritative servers are asked for IPv6 addresses, too: a resolver may make some up (DNS64). */
async function ask(
  role: DnsAnswer["role"],
  server: DnsServer,
  name: string,
  { timeoutMs }: ObserveOptions,
): Promise<DnsAnswer> {
  const label = serverLabel(server);
  const types = role === "authoritative" ? (["A", "AAAA"] as const) : (["A"] as const);
  try {
    const replies = await Promise.all(
      types.map((type) => askServer(server, { name, type }, { recursive: role === "resolver", timeoutMs })),
    );
    const addresses = replies.flatMap(({ values }) => values);
    const ttls = replies.flatMap(({ ttl }) => ttl ?? []);
    const alias = replies.find((reply) => reply.alias !== undefined)?.alias;
    return addresses.length === 0 && alias !== undefined
      ? { role, server: label, addresses, failure: `an alias (CNAME) of ${alias}` }
      : { role, server: label, addresses, ttl: ttls.length === 0 ? undefined : Math.min(...ttls) };
  } catch (error) {
    return { role, server: label, addresses: [], failure: reasonOf(error) };
  }
}

/** What a name resolves to: itself, if it is an address; nothing, if no resolver knows it. */
async function addressesOf(
  name: string,
  { resolvers, timeoutMs }: ObserveOptions,
): Promise<readonly string[]> {
  if (isIP(name) !== 0) return [name];
  try {
    const question = { name, type: "A" } as const;
    const { values } = await firstOf(resolvers, (resolver) =>
      askServer(resolver, question, { recursive: true, timeoutMs }),
    );
    return values.filter((value) => isIP(value) !== 0);
  } catch {
    return [];
  }
}

async function observeEndpoint(
  { clientFqdn, services }: Access,
  endpoint: Endpoint,
  options: ObserveOptions,
): Promise<ObservedEndpoint> {
  const replication = observeReplication(endpoint, options);
  const addresses = await addressesOf(endpoint.address, options);
  const [address] = addresses;
  if (address === undefined) {
    const outcome = { kind: "unreachable", detail: `${endpoint.address} does not resolve` } as const;
    return {
      addresses,
      services: services.map((service) => ({ ...service, outcome })),
      closed: [],
      replication: await replication,
    };
  }
  const [tried, closed] = await Promise.all([
    Promise.all(
      services.map(async (service): Promise<ObservedService> => {
        const outcome = await tryService(address, service, { ...options, name: clientFqdn });
        return { ...service, outcome };
      }),
    ),
    tryClosedPorts(address, options),
  ]);
  return { addresses, services: tried, closed, replication: await replication };
}

function tryClosedPorts(
  address: string,
  { closedPorts, snmpPort, timeoutMs }: ObserveOptions,
): Promise<ObservedPort[]> {
  return Promise.all([
    ...closedPorts.map((port) => tryTcpPort(address, port, timeoutMs)),
    trySnmpPort(address, snmpPort, timeoutMs),
  ]);
}

async function observeReplication(
  { interface1 }: Endpoint,
  options: ObserveOptions,
): Promise<ObservedService | undefined> {
  if (!options.replication || interface1 === undefined) return undefined;
  const service = { name: "replication", port: options.replicationPort ?? REPLICATION_PORT };
  const outcome = await tryService(interface1.address, service, { ...options, name: interface1.fqdn });
  return { ...service, outcome };
}
