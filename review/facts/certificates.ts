import type { Graph, Resource } from "../terraform/resource-graph";
import { isList, isValues, keyOf, textOf, type Text, type Value, Unknown } from "../terraform/value";
import { nameKey } from "../aws/route53/records";

/** What an output of the stack says that a person installs: a certificate on an interface of a node. */
export interface Placement {
  /** Address of the output. */
  readonly output: string;
  readonly node: string;
  /** 1 for replication, 2 for clients. */
  readonly interface: 1 | 2;
  /** Common name of the certificate, as the output has it. */
  readonly commonName: Text | undefined;
  /** ARN of the certificate, or a placeholder. */
  readonly certificate: Text | undefined;
  /** The certificate, where the document has it. */
  readonly resource: Resource | undefined;
}

/** Tells the certificates of placements apart: the address of one in the document, else its ARN. */
export const certificateOf = ({ resource, certificate }: Placement): string | undefined =>
  resource?.address ?? (certificate && keyOf(certificate));

/** Reads the outputs that list which certificate goes where. */
export function placementsOf(graph: Graph): Placement[] {
  return membersOf(graph, "certificate_placements").flatMap(([output, member]): Placement[] => {
    const [node, number] = [member("node"), member("interface")];
    const place = number === undefined ? 0 : Number(keyOf(number));
    if (typeof node !== "string" || (place !== 1 && place !== 2)) return [];
    const certificate = member("certificate_arn");
    const resource = certificate === undefined ? undefined : certificateAt(graph, certificate);
    const commonName = member("common_name");
    return [{ output, node, interface: place, commonName, certificate, resource }];
  });
}

/** An address that an output of the stack calls a node's Interface 1. */
export interface ListedAddress {
  readonly output: string;
  readonly node: string;
  readonly address: Text;
}

/** Reads the outputs that list the nodes with the addresses of their interfaces. */
export const interface1AddressesOf = (graph: Graph): ListedAddress[] =>
  membersOf(graph, "serving_order").flatMap(([output, member]) => {
    const [node, address] = [member("node"), member("interface1_address")];
    return typeof node === "string" && address !== undefined ? [{ output, node, address }] : [];
  });

/** The maps that an output lists whose name ends so. */
function membersOf(
  graph: Graph,
  ending: string,
): (readonly [output: string, member: (name: string) => Text | undefined])[] {
  return [...graph.outputs].flatMap(([name, output]) => {
    const value = graph.follow(output);
    if (!name.endsWith(ending) || !isList(value)) return [];
    return value.map((member) => [`output.${name}`, readerOf(graph, graph.follow(member))] as const);
  });
}

const readerOf =
  (graph: Graph, member: Value) =>
  (name: string): Text | undefined =>
    isValues(member) ? textOf(graph.follow(member.get(name))) : undefined;

function certificateAt(graph: Graph, arn: Text): Resource | undefined {
  const named = graph.named(arn, "aws_acm_certificate");
  return named ?? graph.all("aws_acm_certificate").find((certificate) => certificate.known("arn") === arn);
}

/** The names that a certificate in ACM bears. */
export interface CertificateNames {
  /** Undefined where it is not known. */
  readonly commonName: string | undefined;
  /** Common name and subject alternative names, each once. */
  readonly all: readonly string[];
  /** Subject alternative names; undefined where they are not known, or not all. */
  readonly alternatives: readonly string[] | undefined;
}

/** Reads the names of an `aws_acm_certificate`. */
export function certificateNames(certificate: Resource): CertificateNames {
  const commonName = certificate.known("domain_name");
  const written = certificate.has("subject_alternative_names")
    ? certificate.texts("subject_alternative_names")
    : [];
  const known = written.filter((name) => typeof name === "string");
  const names = [...(commonName === undefined ? [] : [commonName]), ...known];
  return {
    commonName,
    all: [...new Map(names.map((name) => [nameKey(name), name] as const)).values()],
    alternatives: written.some((name) => name instanceof Unknown) ? undefined : known,
  };
}

/** Whether a name of a certificate is a wildcard. */
export const isWildcard = (name: string): boolean => name.startsWith("*.");

/** Whether a name of a certificate covers a host: a wildcard covers one label. */
export function covers(name: string, host: string): boolean {
  const [pattern, key] = [nameKey(name), nameKey(host)];
  if (!isWildcard(pattern)) return pattern === key;
  return key.includes(".") && key.slice(key.indexOf(".")) === pattern.slice(1);
}
