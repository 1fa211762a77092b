import type { Finding, Level } from "sems-review/reporting";

/*
 * The rules that a deployed cluster is held to: those of the constructs and the review, where they can be seen from
 * outside, and some that only a deployed cluster can break. docs/rules.md lists them all.
 */

/** Where each rule comes from, by its id. */
export const RULE_SOURCES = {
  "SEMS-CERT-1": "KB 156803, 154069",
  "SEMS-CERT-2": "KB 156803, 157246",
  "SEMS-DNS-2": "failover time",
  "SEMS-INTENT-1": "declared method",
  "SEMS-LB-1": "KB 156803, 162371",
  "SEMS-LB-2": "KB 156803, methods 1 and 2",
  "SEMS-LB-6": "KB 154069; AWS-SEC-2",
  "VERIFY-CERT-1": "clients must trust it",
  "VERIFY-CERT-2": "ACM renews by itself, the appliance does not",
  "VERIFY-DNS-1": "clients are bound to the name",
  "VERIFY-NODE-1": "a backup that does not answer cannot take over",
} as const;

/** Id of a rule. */
export type RuleId = keyof typeof RULE_SOURCES;

/** The ids, for the command line. */
export const RULE_IDS: readonly string[] = Object.keys(RULE_SOURCES);

/**
 * A violation, before anybody has accepted it.
 *
 * @param address what has to change: a node and its service, or the client FQDN
 */
export function finding(rule: RuleId, level: Level, address: string, message: string): Finding {
  return { rule, level, address, message, source: RULE_SOURCES[rule], acknowledged: null };
}
