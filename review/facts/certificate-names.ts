import type { Resource } from "../terraform/resource-graph";
import { Unknown } from "../terraform/value";
import { nameKey } from "../aws/route53/domain-name";

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

/** Whether a name of a certificate stands for a host: a wildcard stands for one label. */
export function covers(name: string, host: string): boolean {
  const [pattern, key] = [nameKey(name), nameKey(host)];
  if (!isWildcard(pattern)) return pattern === key;
  return key.includes(".") && key.slice(key.indexOf(".")) === pattern.slice(1);
}
