import { groupBy, type NonEmpty } from "../collections";
import type { Finding } from "../report-model";

/** Findings that say the same of several resources: one fault for a reader, with all its places. */
export interface Fault extends Omit<Finding, "address"> {
  readonly findings: Readonly<NonEmpty<Finding>>;
  /** Addresses of the resources, each once, in the order of the findings. */
  readonly addresses: readonly string[];
}

/** The faults in a review's findings, in the order of the first finding of each. */
export const faultsOf = (findings: readonly Finding[]): Fault[] =>
  [...groupBy(findings, keyOf).values()].map((same) => {
    const { address: _address, ...rest } = same[0];
    return { ...rest, findings: same, addresses: [...new Set(same.map(({ address }) => address))] };
  });

const keyOf = ({ stack, rule, level, message, source, acknowledged }: Finding): string =>
  JSON.stringify([stack, rule, level, message, source, acknowledged]);
