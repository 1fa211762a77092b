import { placementsOf, certificateNames } from "../facts/certificates";
import { nameKey } from "../aws/route53/records";
import type { Rule, Violation } from "./rule";
import type { Subject } from "../facts/subject";

/** The name that clients use is no node's own. */
export const sharedNameIsNotANodes: Rule = {
  id: "SEMS-LB-7",
  level: "error",
  source: "KB 156803",
  violations: (subject) => [...nameViolations(subject), ...certificateViolations(subject)],
};

/** Client FQDNs by their keys. */
const clientNames = ({ services }: Subject): Map<string, string> =>
  new Map(services.map(({ tree, clientFqdn }) => [nameKey(tree.root.name), clientFqdn] as const));

function nameViolations(subject: Subject): Violation[] {
  const { names } = subject.interface1;
  return [...clientNames(subject)].flatMap(([key, clientFqdn]) => {
    const own = names.get(key);
    if (own === undefined) return [];
    return [
      {
        address: own.address,
        message:
          `${clientFqdn}, to which clients are bound for life, is a node's own name, ${own.because}: when that node ` +
          `is down, no other can answer to it. Give the node's Interface 1 a name of its own.`,
      },
    ];
  });
}

/** Certificates of one Interface 1 that bear the shared name besides the node's own. */
function certificateViolations(subject: Subject): Violation[] {
  const { graph, interface1 } = subject;
  const clients = clientNames(subject);
  const nodes = interface1.names;
  const placed = new Set(
    placementsOf(graph)
      .filter((placement) => placement.interface === 1)
      .map(({ resource }) => resource),
  );
  return graph.all("aws_acm_certificate").flatMap((certificate) => {
    const names = certificateNames(certificate);
    const own = names.commonName;
    if (own === undefined || clients.has(nameKey(own))) return [];
    if (!placed.has(certificate) && !nodes.has(nameKey(own))) return [];
    // A certificate of several nodes is SEMS-CERT-1's.
    if (names.all.filter((name) => nodes.has(nameKey(name))).length > 1) return [];
    return names.all.flatMap((name): Violation[] => {
      const clientFqdn = clients.get(nameKey(name));
      if (clientFqdn === undefined) return [];
      const message =
        `The certificate for Interface 1 of ${own} also names ${clientFqdn}: the node's own interface passes for ` +
        `the shared name. Take ${clientFqdn} out of it, and leave it to the certificate of Interface 2.`;
      return [{ address: certificate.address, message, level: "warning" }];
    });
  });
}
