import type { DnsAnswer, ObservedAccess } from "../model";
import { inWords, listed } from "./nodes";

/** What could not be seen from here, one sentence each. */
export function unseenOf(access: ObservedAccess, elsewhere: readonly DnsAnswer[]): string[] {
  return [
    ...unseenNames(access, elsewhere),
    ...unseenCertificates(access),
    ...unseenPorts(access),
    ...unseenReplication(access),
  ];
}

function unseenNames(access: ObservedAccess, elsewhere: readonly DnsAnswer[]): string[] {
  const { clientFqdn, scheme, dns } = access;
  const isAuthoritative = dns.some(({ role }) => role === "authoritative");
  return [
    ...(isAuthoritative || scheme === "internet-facing"
      ? []
      : [
          `The name servers of the private zone of ${clientFqdn}: they answer inside AWS only. What this machine's ` +
            "resolvers say is judged.",
        ]),
    ...dns
      .filter(({ failure }) => failure !== undefined)
      .map(({ server, failure = "" }) => `What ${server} says about ${clientFqdn}: ${inWords(failure)}.`),
    ...elsewhere.map(
      ({ server, addresses }) =>
        `What ${server} says about ${clientFqdn} here: it resolves to another client access (${listed(addresses)}).`,
    ),
  ];
}

function unseenCertificates({ endpoints, observed, services, certificate }: ObservedAccess): string[] {
  const reasons = new Map<string, string[]>();
  for (const [i, { node }] of endpoints.entries()) {
    for (const { name, outcome } of observed[i]?.services ?? []) {
      if (outcome.kind !== "plain") continue;
      const key = `${name}: ${inWords(outcome.detail)}`;
      reasons.set(key, [...(reasons.get(key) ?? []), node]);
    }
  }
  const isShown = services.some((_, s) => observed.some((seen) => seen.services[s]?.outcome.kind === "tls"));
  return [
    ...[...reasons].map(([reason, nodes]) => `The certificate of ${listed(nodes)} for ${reason}.`),
    ...(certificate === undefined && isShown
      ? [
          "Whether ACM holds this certificate: give its serial number by --serial, or its text by --certificate.",
        ]
      : []),
  ];
}

function unseenPorts({ endpoints, observed }: ObservedAccess): string[] {
  const silent = endpoints.flatMap(({ node }, i) =>
    (observed[i]?.closed ?? [])
      .filter(({ transport, state }) => transport === "udp" && state === "silent")
      .map(({ port }) => ({ node, port })),
  );
  const [first] = silent;
  return first === undefined
    ? []
    : [`Whether UDP ${first.port} of ${listed(silent.map(({ node }) => node))} is closed: nothing answers.`];
}

function unseenReplication({ endpoints, observed }: ObservedAccess): string[] {
  const asked = observed.some(({ replication }) => replication !== undefined);
  if (!asked)
    return ["Interface 1: not asked for. Give --replication where TCP 444 of the nodes can be reached."];
  return endpoints.flatMap(({ node, interface1 }, i) => {
    const outcome = observed[i]?.replication?.outcome;
    if (outcome === undefined) return [`Interface 1 of ${node}: the input has no address for it.`];
    const at = interface1 === undefined ? "" : ` (${interface1.address})`;
    if (outcome.kind !== "tls") return [`Interface 1 of ${node}${at}: ${inWords(outcome.detail)}.`];
    return outcome.presented.untrusted === undefined
      ? []
      : [`Whether the other nodes trust Interface 1 of ${node}: give the root of its CA by --ca.`];
  });
}
