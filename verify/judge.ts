import { reasonFor, type Acknowledgements, type Finding } from "sems-review/reporting";
import { checkCertificates, type CertificateOptions } from "./checks/certificates";
import { checkClosedPorts } from "./checks/closed-ports";
import { checkName } from "./checks/name";
import { checkReplication } from "./checks/replication";
import { checkServices } from "./checks/services";
import { unseenOf } from "./checks/unseen";
import type { DnsAnswer, ObservedAccess, Verification } from "./model";

/** How to judge what was seen. */
export interface JudgeOptions extends CertificateOptions {
  readonly acknowledge: Acknowledgements;
}

/** Holds what was seen of all client accesses against the rules. */
export function judge(
  source: string,
  accesses: readonly ObservedAccess[],
  options: JudgeOptions,
): Verification {
  const several = accesses.length > 1;
  const judged = accesses.map((access) => {
    const elsewhere = access.dns.filter((answer) => isOfAnother(answer, access, accesses));
    const answers = access.dns.filter((answer) => !elsewhere.includes(answer));
    const findings = [
      ...checkName(access, answers),
      ...checkServices(access),
      ...checkCertificates(access, options),
      ...checkClosedPorts(access),
      ...checkReplication(access, options),
    ];
    return {
      findings: findings.map((finding): Finding => ({
        // Where there are several accesses, a finding says of which it is, as the review's say of which stack.
        ...(several ? { stack: access.name } : {}),
        ...finding,
        acknowledged: reasonFor(options.acknowledge, finding.rule, finding.address),
      })),
      unseen: unseenOf(access, elsewhere).map((sentence) =>
        several ? `${access.name}: ${sentence}` : sentence,
      ),
    };
  });
  return {
    source,
    accesses,
    findings: judged.flatMap(({ findings }) => findings),
    unseen: judged.flatMap(({ unseen }) => unseen),
  };
}

/**
 * Whether an answer is another client access's of the same name: a name may resolve to one access inside and to another
 * outside, and a machine is in one place only.
 */
function isOfAnother(
  { addresses }: DnsAnswer,
  access: ObservedAccess,
  accesses: readonly ObservedAccess[],
): boolean {
  const resolvesTo = (to: ObservedAccess): boolean => {
    const known = [...to.observed.flatMap((seen) => seen.addresses), ...to.weightedAddresses];
    return addresses.length > 0 && addresses.every((address) => known.includes(address));
  };
  return (
    !resolvesTo(access) &&
    accesses.some((other) => other !== access && other.clientFqdn === access.clientFqdn && resolvesTo(other))
  );
}
