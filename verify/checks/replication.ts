import type { Finding } from "sems-review/reporting";
import type { ObservedAccess, PresentedCertificate } from "../model";
import { finding } from "../rules";
import { checkValidity, type CertificateOptions } from "./certificates";
import { listed } from "./nodes";

/** SEMS-CERT-1: each Interface 1 has a certificate of its own, which names its node. */
export function checkReplication(
  { endpoints, observed }: ObservedAccess,
  options: CertificateOptions,
): Finding[] {
  const seen = endpoints.flatMap(({ node, interface1 }, i) => {
    const outcome = observed[i]?.replication?.outcome;
    return outcome?.kind === "tls" && interface1 !== undefined
      ? [{ node, fqdn: interface1.fqdn, presented: outcome.presented }]
      : [];
  });
  return seen.flatMap(({ node, fqdn, presented }) => {
    const place = `${node} Interface 1`;
    const sharing = seen.filter((other) => other.node !== node && isSame(other.presented, presented));
    return [
      ...checkNames(place, fqdn, presented),
      ...(sharing.length === 0
        ? []
        : [
            finding(
              "SEMS-CERT-1",
              "error",
              place,
              `The certificate is also on ${listed(sharing.map((other) => other.node))}. Install a unique one on each Interface 1.`,
            ),
          ]),
      ...checkValidity(presented, place, options),
    ];
  });
}

const isSame = (one: PresentedCertificate, other: PresentedCertificate): boolean =>
  one.fingerprint256 === other.fingerprint256;

function checkNames(place: string, fqdn: string, presented: PresentedCertificate): Finding[] {
  const { matchesName, commonNames, alternativeNames } = presented;
  const hasCommonName = commonNames.some((name) => name.toLowerCase() === fqdn.toLowerCase());
  if (matchesName && hasCommonName) return [];
  const message =
    `The certificate does not name ${fqdn}: common name ${listed(commonNames) || "none"}, subject alternative names ` +
    `${alternativeNames || "none"}. Nodes refuse to replicate with it.`;
  return [finding("SEMS-CERT-1", "error", place, message)];
}
