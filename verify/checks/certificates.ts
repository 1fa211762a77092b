import { count, type Finding } from "sems-review/reporting";
import type { ExpectedCertificate, ObservedAccess, PresentedCertificate } from "../model";
import { finding } from "../rules";
import { listed } from "./nodes";

/** Against what certificates are held. */
export interface CertificateOptions {
  readonly now: Date;
  /** Fewer days before its end, a certificate is a finding. */
  readonly expiryDays: number;
}

/** A certificate, and where it was presented. */
interface Seen {
  readonly presented: PresentedCertificate;
  readonly node: string;
  readonly service: string;
}

/** What the nodes present to clients on Interface 2. */
export function checkCertificates(access: ObservedAccess, options: CertificateOptions): Finding[] {
  const seen = access.endpoints.flatMap(({ node }, i) =>
    (access.observed[i]?.services ?? []).flatMap(({ name: service, outcome }): Seen[] =>
      outcome.kind === "tls" ? [{ presented: outcome.presented, node, service }] : [],
    ),
  );
  return [
    ...access.services.flatMap(({ name }) => checkSame(name, seen)),
    ...byCertificate(seen).flatMap(({ presented, places }) => [
      ...checkNames(access.clientFqdn, presented, places),
      ...checkValidity(presented, places, options),
      ...checkTrust(presented, places),
      ...checkExpected(access.certificate, presented, places),
    ]),
  ];
}

/** Each certificate once, with all places: what is wrong with it is one finding. */
function byCertificate(
  seen: readonly Seen[],
): { readonly presented: PresentedCertificate; readonly places: string }[] {
  const found = new Map<string, Seen[]>();
  for (const one of seen) {
    const { fingerprint256, untrusted = "" } = one.presented;
    // The same certificate may come with its chain from one node, and without from another.
    const key = `${fingerprint256} ${untrusted}`;
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return [...found.values()].flatMap((places) => {
    const [first] = places;
    if (first === undefined) return [];
    return [
      { presented: first.presented, places: listed(places.map(({ node, service }) => `${node} ${service}`)) },
    ];
  });
}

/** SEMS-CERT-2: all nodes carry the same certificate. */
function checkSame(service: string, seen: readonly Seen[]): Finding[] {
  const nodes = new Map<string, { readonly presented: PresentedCertificate; readonly names: string[] }>();
  for (const { presented, node } of seen.filter((one) => one.service === service)) {
    const same = nodes.get(presented.fingerprint256) ?? { presented, names: [] };
    same.names.push(node);
    nodes.set(presented.fingerprint256, same);
  }
  if (nodes.size < 2) return [];
  const each = [...nodes.values()].map(
    ({ presented, names }) =>
      `${listed(names)}: serial number ${presented.serialNumber}, until ${day(presented.validTo)}`,
  );
  const message =
    `The nodes present different certificates (${each.join("; ")}). Clients may refuse the node that they fail over to: ` +
    "install the same one on Interface 2 of every node.";
  return [finding("SEMS-CERT-2", "error", service, message)];
}

/** SEMS-CERT-2: the client FQDN is common name and subject alternative name. */
function checkNames(name: string, presented: PresentedCertificate, places: string): Finding[] {
  const { matchesName, commonNames, alternativeNames } = presented;
  const findings: Finding[] = [];
  if (!matchesName) {
    const message =
      `The certificate is not for ${name}: its subject alternative names are ${alternativeNames || "none"}. ` +
      "Clients refuse it; install the one for the client FQDN on Interface 2.";
    findings.push(finding("SEMS-CERT-2", "error", places, message));
  }
  if (!commonNames.some((commonName) => covers(commonName, name))) {
    const message =
      `The certificate's common name is ${listed(commonNames) || "none"}, and not ${name}. SEMS's clients look at it, ` +
      "too; install a certificate that has it.";
    findings.push(finding("SEMS-CERT-2", "error", places, message));
  }
  return findings;
}

/** Whether a common name is this name, or a wildcard for it. */
function covers(commonName: string, name: string): boolean {
  const [pattern, host] = [commonName.toLowerCase(), name.toLowerCase().replace(/\.$/, "")];
  return pattern === host || (pattern.startsWith("*.") && pattern.slice(1) === host.slice(host.indexOf(".")));
}

const DAY = 86_400_000;

/** VERIFY-CERT-1: it is valid, and for some time yet. */
export function checkValidity(
  { validFrom, validTo }: PresentedCertificate,
  places: string,
  { now, expiryDays }: CertificateOptions,
): Finding[] {
  const at = (level: "error" | "warning", message: string) => [
    finding("VERIFY-CERT-1", level, places, message),
  ];
  if (Number.isNaN(validFrom.getTime()) || Number.isNaN(validTo.getTime())) {
    return at("error", "The certificate has no readable dates. Install another one.");
  }
  if (validFrom > now)
    return at("error", `The certificate is valid from ${day(validFrom)} only: clients refuse it.`);
  const days = Math.floor((validTo.getTime() - now.getTime()) / DAY);
  if (days < 0) {
    return at(
      "error",
      `The certificate expired on ${day(validTo)}: clients refuse it. Install its successor now.`,
    );
  }
  return days < expiryDays
    ? at(
        "warning",
        `The certificate expires on ${day(validTo)}, in ${count(days, "day")}. Install its successor before.`,
      )
    : [];
}

/** Why OpenSSL takes no chain, in words. */
const DISTRUST: ReadonlyMap<string, string> = new Map([
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "it is signed by itself"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "its root is not among those that this machine trusts"],
  ["UNABLE_TO_GET_ISSUER_CERT", "the server sends no complete chain, or its root is not trusted here"],
  [
    "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    "the server sends no complete chain, or its root is not trusted here",
  ],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "the server sends no complete chain, or its root is not trusted here"],
]);

/** VERIFY-CERT-1: its chain is complete, and ends in a root that is trusted. */
function checkTrust({ untrusted, issuer }: PresentedCertificate, places: string): Finding[] {
  // Dates are said apart.
  if (untrusted === undefined || ["CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID"].includes(untrusted)) return [];
  const message =
    `The certificate, issued by ${issuer}, is not trusted: ${DISTRUST.get(untrusted) ?? untrusted} (${untrusted}). ` +
    "Install it with its chain; of a private CA, give the root by --ca.";
  return [finding("VERIFY-CERT-1", "error", places, message)];
}

/** VERIFY-CERT-2: it is the one that ACM holds. */
function checkExpected(
  expected: ExpectedCertificate | undefined,
  { serialNumber, fingerprint256, validTo }: PresentedCertificate,
  places: string,
): Finding[] {
  if (expected === undefined) return [];
  const isOther =
    (expected.serialNumber !== undefined && expected.serialNumber !== serialNumber) ||
    (expected.fingerprint256 !== undefined && expected.fingerprint256 !== fingerprint256);
  if (!isOther) return [];
  const held =
    expected.serialNumber === undefined
      ? `fingerprint ${expected.fingerprint256 ?? ""}`
      : `serial number ${expected.serialNumber}`;
  const message =
    `The certificate is not the one that ACM holds (${held}): it has serial number ${serialNumber}, and ends on ` +
    `${day(validTo)}. Export ACM's and install it.`;
  return [finding("VERIFY-CERT-2", "error", places, message)];
}

/** A date as every reader understands it. */
export const day = (date: Date): string =>
  Number.isNaN(date.getTime()) ? "an unreadable date" : date.toISOString().slice(0, 10);
