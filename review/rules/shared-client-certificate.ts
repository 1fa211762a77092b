import { groupBy } from "../collections";
import type { Resource } from "../terraform/resource-graph";
import { certificateNames, certificateOf, covers, placementsOf, type Placement } from "../facts/certificates";
import { nameKey } from "../aws/route53/records";
import type { Rule, Violation } from "./rule";
import type { Subject } from "../facts/subject";
import { listed } from "../wording";

/** Interface 2 of every node carries the same certificate, whose common name and SAN are the client FQDN. */
export const sharedClientCertificate: Rule = {
  id: "SEMS-CERT-2",
  level: "error",
  isLocal: true,
  source: "KB 156803, 157246",
  violations: (subject) => {
    const clients = new Map(
      subject.services.map(({ tree, clientFqdn }) => [nameKey(tree.root.name), clientFqdn]),
    );
    const [first] = clients.values();
    if (first === undefined) return [];
    const placements = placementsOf(subject.graph);
    const placed = placements.filter((placement) => placement.interface === 2);
    return placed.length > 0
      ? [
          ...differences(placed),
          ...missing(placements),
          ...placed.flatMap((one) => placedWrongly(one, clients, first)),
        ]
      : resourceViolations(subject, clients);
  },
};

const byOutput = (placements: readonly Placement[]) => groupBy(placements, ({ output }) => output);

/** Nodes whose Interface 2 carry different certificates. */
const differences = (placed: readonly Placement[]): Violation[] =>
  [...byOutput(placed)].flatMap(([output, own]) => {
    const certificates = groupBy(own, certificateOf);
    if (certificates.size < 2) return [];
    const parts = [...certificates].map(([name, group]) => `${name} on ${listed(nodesOf(group))}`);
    const message =
      `Interface 2 carries different certificates: ${parts.join("; ")}. Clients that trust one of them are refused, or ` +
      `warned, when another node takes over: install the same one on every node.`;
    return [{ address: output, message }];
  });

/** Nodes that get a certificate for replication and none for the clients. */
const missing = (placements: readonly Placement[]): Violation[] =>
  [...byOutput(placements)].flatMap(([output, own]) => {
    const served = nodesOf(own.filter((placement) => placement.interface === 2));
    const without = nodesOf(own).filter((node) => !served.includes(node));
    if (served.length === 0 || without.length === 0) return [];
    const message =
      `Interface 2 of ${listed(without)} gets no certificate: clients cannot trust it when it takes over. ` +
      `Install the clients' certificate there, too.`;
    return [{ address: output, message }];
  });

const nodesOf = (placements: readonly Placement[]): string[] => [
  ...new Set(placements.map(({ node }) => node)),
];

/** A certificate for Interface 2 that is for another name than the clients'. */
function placedWrongly(
  { resource, commonName, output }: Placement,
  clients: ReadonlyMap<string, string>,
  clientFqdn: string,
): Violation[] {
  if (resource !== undefined) {
    const meant = certificateNames(resource).all.flatMap((name) => clients.get(nameKey(name)) ?? []);
    return nameViolations(resource, meant[0] ?? clientFqdn);
  }
  if (typeof commonName !== "string" || clients.has(nameKey(commonName))) return [];
  // The name that the document leaves open may be this one.
  if ([...clients.keys()].some((key) => key.startsWith("${"))) return [];
  const message = `Clients ask for ${clientFqdn}, and the certificate for Interface 2 names ${commonName}: ${REFUSED}`;
  return [
    { address: output, message: `${message} Install one whose common name and SAN are ${clientFqdn}.` },
  ];
}

const REFUSED = "they refuse the server.";

/** A certificate that is meant for the client FQDN, with another common name or without it among its SANs. */
function nameViolations(certificate: Resource, clientFqdn: string): Violation[] {
  const { commonName, all, alternatives } = certificateNames(certificate);
  const key = nameKey(clientFqdn);
  const has = (names: readonly string[]): boolean => names.some((name) => nameKey(name) === key);
  const { address } = certificate;
  const issue = `Issue it with ${clientFqdn} as common name and SAN.`;
  if (commonName === undefined) return [];
  if (nameKey(commonName) === key) {
    if (alternatives === undefined || has(alternatives)) return [];
    const isImported = certificate.has("certificate_body");
    // Where none is written, ACM makes the common name one.
    if (!isImported && alternatives.length === 0) return [];
    const message = `The clients' certificate has no SAN ${clientFqdn}, which is the name that they check. ${issue}`;
    // Whatever else is written, ACM adds the common name to what it issues; it cannot to what it is given.
    return [{ address, message, level: isImported ? "error" : "warning" }];
  }
  const start = `The common name of the clients' certificate is ${commonName}, not ${clientFqdn}`;
  if (has(all)) {
    const message = `${start}, which is a SAN only: clients that check the common name refuse the server. ${issue}`;
    return [{ address, message }];
  }
  if (all.some((name) => covers(name, clientFqdn))) {
    const message = `${start}, which only a wildcard matches: clients that check the common name refuse the server. ${issue}`;
    return [{ address, message, level: "warning" }];
  }
  return [{ address, message: `${start}, for which clients ask: ${REFUSED} ${issue}` }];
}

/** Where no output tells what goes where: certificates whose names or Name tag mean them for the clients. */
function resourceViolations(
  { graph, interface1 }: Subject,
  clients: ReadonlyMap<string, string>,
): Violation[] {
  const nodes = interface1.names;
  const certificates = graph.all("aws_acm_certificate");
  return [...clients].flatMap(([key, clientFqdn]) => {
    const meant = certificates.filter((certificate) => {
      const { all, commonName } = certificateNames(certificate);
      // SEMS-LB-7's: a node's own certificate that bears the shared name besides.
      if (commonName !== undefined && nodes.has(nameKey(commonName)) && nameKey(commonName) !== key)
        return false;
      const tag = certificate.entries("tags").get("Name");
      return all.some((name) => nameKey(name) === key) || (tag !== undefined && nameKey(tag) === key);
    });
    const own = meant.filter((certificate) => {
      const { commonName } = certificateNames(certificate);
      return commonName !== undefined && nameKey(commonName) === key;
    });
    // Where one is as it should be, others that bear the name besides may be for something else.
    const wrong = own.length > 0 ? own : meant;
    return [
      ...wrong.flatMap((certificate) => nameViolations(certificate, clientFqdn)),
      ...doubles(own, clientFqdn),
    ];
  });
}

/** Several certificates for the one name: which of them is installed, nothing tells. */
function doubles(certificates: readonly Resource[], clientFqdn: string): Violation[] {
  const addresses = certificates.map(({ address }) => address);
  const last = addresses.slice(1).at(-1);
  if (last === undefined) return [];
  const message =
    `There are ${addresses.length} certificates for ${clientFqdn} (${listed(addresses)}): where nodes carry different ` +
    `ones, clients may refuse the node that takes over. Keep one, and install it on Interface 2 of every node.`;
  return [{ address: last, message, level: "warning" }];
}
