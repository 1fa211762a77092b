import { graphOf } from "../../terraform/document";
import { subjectOf } from "../../facts/subject";
import { reviewedIn } from "../../facts/reviewed";
import { violationsOf, type Rule } from "../../rules/rule";
import { RULES } from "../../rules/index";
import type { Finding } from "../../report-model";

/** What rules find in Terraform JSON, as a file holds it. */
export function findingsOf(
  json: unknown,
  rules: readonly Rule[] = RULES,
): Pick<Finding, "rule" | "level" | "address" | "message">[] {
  const graph = graphOf(JSON.parse(JSON.stringify(json)), "main.tf.json");
  const subject = subjectOf(reviewedIn(graph));
  return violationsOf(rules, subject).map(({ rule, violation }) => ({
    rule: rule.id,
    level: rule.level,
    ...violation,
  }));
}

/** What one rule finds: `LEVEL ADDRESS: MESSAGE` each. */
export const objectionsOf = (rule: string, json: unknown): string[] =>
  findingsOf(
    json,
    RULES.filter(({ id }) => id === rule),
  ).map(({ level, address, message }) => `${level} ${address}: ${message}`);
