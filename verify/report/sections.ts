import type { PageSection, PageTable } from "sems-review/reporting";
import { day } from "../checks/certificates";
import { inWords, listed, nodesOf } from "../checks/nodes";
import type {
  ObservedAccess,
  ObservedPort,
  ObservedService,
  PresentedCertificate,
  Verification,
} from "../model";

/** What has been looked at, in a few words. */
export function scopeOf({ accesses }: Verification): string {
  return accesses
    .map(({ name, clientFqdn, endpoints }) => `${clientFqdn} by ${name}, ${endpoints.length} nodes`)
    .join("; ");
}

/** What was seen, for every format: a part for each client access, then what could not be seen. */
export function sectionsOf({ accesses, unseen }: Verification): PageSection[] {
  return [
    ...accesses.map(accessSection),
    ...(unseen.length === 0
      ? []
      : [
          {
            title: "Not seen from here",
            facts: [],
            tables: [],
            lists: [{ title: "Nothing is said about", sentences: unseen }],
          },
        ]),
  ];
}

function accessSection(access: ObservedAccess): PageSection {
  const { name, clientFqdn, method, activeNode, endpoints } = access;
  const order =
    method === "manual"
      ? `active node ${activeNode ?? "unknown"}`
      : `order ${listed(endpoints.map(({ node }) => node))}`;
  return {
    title: `${clientFqdn} by ${name}`,
    facts: [method, order],
    tables: [nameTable(access), nodesTable(access), ...certificatesTable(access)],
    lists: [],
  };
}

function nameTable(access: ObservedAccess): PageTable {
  return {
    title: "DNS",
    head: ["Server", "Role", "Answer", "TTL"],
    rows: access.dns.map(({ server, role, addresses, ttl, failure }) => [
      server,
      role,
      failure === undefined ? resolvesTo(access, addresses) : inWords(failure),
      ttl === undefined ? "" : `${ttl} s`,
    ]),
  };
}

/** Addresses with the nodes that they reach. */
export function resolvesTo(access: ObservedAccess, addresses: readonly string[]): string {
  if (addresses.length === 0) return "nothing";
  const nodes = nodesOf(access);
  return addresses
    .map((address) => {
      const node = nodes.find((one) => one.addresses.includes(address))?.node;
      const whose = node ?? (access.weightedAddresses.includes(address) ? "all nodes" : "no endpoint");
      return `${whose} (${address})`;
    })
    .join(", ");
}

function nodesTable(access: ObservedAccess): PageTable {
  return {
    title: "Nodes",
    head: ["Node", "Address", ...access.services.map(({ name, port }) => `${name} ${port}`), "Closed ports"],
    rows: nodesOf(access).map(({ node, maintenance, addresses, observed }) => [
      maintenance ? `${node} (maintenance)` : node,
      listed(addresses) || "none",
      ...observed.services.map(outcomeWords),
      closedWords(observed.closed),
    ]),
  };
}

/** What an attempt to use a service met. */
export function outcomeWords({ outcome }: ObservedService): string {
  switch (outcome.kind) {
    case "tls":
      return outcome.presented.protocol;
    case "plain":
      return outcome.detail;
    default:
      return `NO: ${inWords(outcome.detail)}`;
  }
}

function closedWords(ports: readonly ObservedPort[]): string {
  const open = ports.filter(({ state }) => state === "open");
  if (open.length > 0) {
    return `OPEN: ${open.map(({ transport, port }) => `${transport.toUpperCase()} ${port}`).join(", ")}`;
  }
  return ports.length === 0 ? "not tried" : "closed";
}

function certificatesTable(access: ObservedAccess): PageTable[] {
  const seen = new Map<string, { readonly presented: PresentedCertificate; readonly places: string[] }>();
  for (const { node, observed } of nodesOf(access)) {
    const interface1 = observed.replication === undefined ? [] : [observed.replication];
    for (const { name, outcome } of [...observed.services, ...interface1]) {
      if (outcome.kind !== "tls") continue;
      const { presented } = outcome;
      const one = seen.get(presented.fingerprint256) ?? { presented, places: [] };
      one.places.push(`${node} ${name}`);
      seen.set(presented.fingerprint256, one);
    }
  }
  if (seen.size === 0) return [];
  return [
    {
      title: "Certificates",
      head: ["Serial number", "Common name", "Ends", "Issuer", "Presented by"],
      rows: [...seen.values()].map(({ presented, places }) => [
        presented.serialNumber,
        listed(presented.commonNames) || "none",
        day(presented.validTo),
        presented.issuer,
        listed(places),
      ]),
    },
  ];
}
