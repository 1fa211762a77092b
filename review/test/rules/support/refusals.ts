import { planBetween, type Steps } from "../../impact/support/plan";
import type { Document } from "../../support/document";
import { handWritten, handWrittenNodes, tagged } from "../../support/hand-written";
import { reviewOf } from "../../support/review";

/** The hand-written stack with tags. */
export const BASE = tagged(handWritten(), "ordered-list", handWrittenNodes(3));

/** The stack before anything is deployed. */
export const NOTHING: Document = { ...BASE, resource: {}, output: {} };

/** What one rule says of a plan: `LEVEL ADDRESS: MESSAGE` each. */
export const refusals = (
  rule: string,
  after: Document,
  steps: Steps = {},
  before: Document = BASE,
): string[] => refusalsIn(rule, planBetween(before, after, steps));

/** What one rule says of Terraform JSON. */
export const refusalsIn = (rule: string, json: unknown): string[] =>
  reviewOf(json)
    .findings.filter((finding) => finding.rule === rule)
    .map(({ level, address, message }) => `${level} ${address}: ${message}`);
