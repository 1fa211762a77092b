import { groupBy } from "../collections";
import type { Resource } from "../terraform/resource-graph";
import {
  certificateNames,
  certificateOf,
  covers,
  isWildcard,
  placementsOf,
  type Placement,
} from "../facts/certificates";
import { nameKey } from "../aws/route53/records";
import type { NodeName } from "../facts/interface1";
import type { Rule, Violation } from "./rule";
import type { Subject } from "../facts/subject";
import { listed } from "../wording";

/** Interface 1 of each node has a certificate of its own, which names that node. */
export const ownCertificatePerNode: Rule = {
  id: "SEMS-CERT-1",
  level: "error",
  isLocal: true,
  source: "KB 156803, 154069",
  violations: (subject) => {
    if (subject.services.length === 0) return [];
    const placements = placementsOf(subject.graph);
    const placed = [
      ...groupBy(
        placements.filter((placement) => placement.interface === 1),
        ({ output }) => output,
      ).values(),
    ];
    return placed.length > 0
      ? [
          ...placed.flatMap(sharedViolations),
          ...placed.flatMap(ofOneNode).flatMap(nameViolations),
          ...missing(placements),
        ]
      : resourceViolations(subject);
  },
};

const SHARED =
  "the members of the cluster cannot tell the nodes apart when they replicate. Give each node a certificate of its own, " +
  "with the node's name as common name and SAN";

/** One certificate, or one common name, on Interface 1 of several nodes of an output. */
const sharedViolations = (placed: readonly Placement[]): Violation[] => [
  ...severalNodes(placed, certificateOf).map(([certificate, group]): Violation => {
    const [{ output, resource }] = group;
    return {
      address: resource?.address ?? output,
      message: `Interface 1 of ${nodesOf(group)} carry the same certificate (${certificate}): ${SHARED}.`,
    };
  }),
  ...severalNodes(placed, ({ commonName }) => commonName && nameKey(commonName))
    // The same certificate has the same name.
    .filter(([, group]) => new Set(group.map((one) => certificateOf(one) ?? one.node)).size > 1)
    .map(([name, group]): Violation => ({
      address: group[0].output,
      message: `The certificates for Interface 1 of ${nodesOf(group)} have the same name, ${name}: ${SHARED}.`,
    })),
];

type Several = readonly [Placement, ...Placement[]];

/** What several nodes have in common. */
const severalNodes = (
  placed: readonly Placement[],
  keyOfPlacement: (placement: Placement) => string | undefined,
): (readonly [string, Several])[] =>
  [...groupBy(placed, keyOfPlacement)].flatMap(([key, [first, ...others]]): (readonly [string, Several])[] =>
    others.some(({ node }) => node !== first.node) ? [[key, [first, ...others]]] : [],
  );

const nodesOf = (placements: readonly Placement[]): string =>
  listed([...new Set(placements.map(({ node }) => node))]);

/** Those whose certificate no other node carries: of one that several carry, enough is said. */
function ofOneNode(placed: readonly Placement[]): Placement[] {
  const shared = new Set(severalNodes(placed, certificateOf).flatMap(([, group]) => group));
  return placed.filter((placement) => !shared.has(placement));
}

/** A certificate that does not name its node, or names more than that. */
function nameViolations({ resource, commonName, node, output }: Placement): Violation[] {
  const name = typeof commonName === "string" ? commonName : undefined;
  if (resource === undefined) {
    return name !== undefined && isWildcard(name) ? [wildcardViolation(output, name, node)] : [];
  }
  const { all, commonName: own } = certificateNames(resource);
  const wildcard = all.find(isWildcard);
  if (wildcard !== undefined) return [wildcardViolation(resource.address, wildcard, node)];
  if (name === undefined || own === undefined || nameKey(name) === nameKey(own)) return [];
  const message =
    `The certificate for Interface 1 of ${node} should name ${name}, and names ${own}: the other members refuse to ` +
    `replicate with it. Issue it for ${name}.`;
  return [{ address: resource.address, message }];
}

const wildcardViolation = (address: string, name: string, node: string): Violation => ({
  address,
  message:
    `The certificate for Interface 1 of ${node} names ${name}, which matches any host: it does not name the node. ` +
    `Issue one for the node's own name.`,
});

/** Nodes that get a certificate for the clients and none for replication. */
const missing = (placements: readonly Placement[]): Violation[] =>
  [...groupBy(placements, ({ output }) => output)].flatMap(([output, own]) => {
    const withOwn = new Set(own.filter((one) => one.interface === 1).map(({ node }) => node));
    const without = own.filter(({ node }) => !withOwn.has(node));
    if (without.length === 0) return [];
    const message =
      `Interface 1 of ${nodesOf(without)} gets no certificate: without one of its own, a node cannot replicate. ` +
      `Issue it, and list it among the placements.`;
    return [{ address: output, message }];
  });

/** Where no output tells what goes where, certificates are judged by the nodes that they name. */
function resourceViolations({ graph, services, interface1 }: Subject): Violation[] {
  const clients = new Set(services.map(({ tree }) => nameKey(tree.root.name)));
  const { names } = interface1;
  const nodes = [...names].flatMap(([key, name]) => (clients.has(key) ? [] : [name]));
  const certificates = graph.all("aws_acm_certificate");
  return certificates.flatMap((certificate): Violation[] => {
    const { all, commonName } = certificateNames(certificate);
    const isNodes =
      commonName !== undefined && nodes.some(({ name }) => nameKey(name) === nameKey(commonName));
    // A certificate of something else may name nodes that have one of their own.
    const needy = nodes.filter((node) => isNodes || !certificates.some((other) => isOwn(other, node)));
    const named = needy.filter(({ name }) => all.some((own) => !isWildcard(own) && covers(own, name)));
    if (isOfSeveral(named)) {
      const list = listed(named.map(({ name }) => name).sort());
      return [
        { address: certificate.address, message: `The certificate names several nodes, ${list}: ${SHARED}.` },
      ];
    }
    // Of the names that are left, only a wildcard covers several nodes'.
    return all.flatMap((wildcard): Violation[] => {
      const covered = needy.filter(({ name }) => covers(wildcard, name));
      if (!isOfSeveral(covered)) return [];
      const message =
        `The document has no certificate for ${listed(covered.map(({ name }) => name).sort())} but ${wildcard}, which ` +
        `matches any host: on Interface 1, ${SHARED}.`;
      return [{ address: certificate.address, message, level: "warning" }];
    });
  });
}

const isOfSeveral = (names: readonly NodeName[]): boolean => new Set(names.map(({ node }) => node)).size > 1;

const isOwn = (certificate: Resource, { name }: NodeName): boolean => {
  const { commonName } = certificateNames(certificate);
  return commonName !== undefined && nameKey(commonName) === nameKey(name);
};
