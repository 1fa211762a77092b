import { graphOf } from "../../../terraform/document";
import type { Level } from "../../../report-model";
import { subjectOf, type SubjectOptions } from "../../../facts/subject";
import { reviewedIn } from "../../../facts/reviewed";
import { violationsOf, type Rule } from "../../../rules/rule";

/** What a rule objects to, with the level that people see. */
export interface Objection {
  readonly address: string;
  readonly level: Level;
  readonly message: string;
}

/** What a rule objects to in a document. */
export function objections(rule: Rule, document: unknown, options: SubjectOptions = {}): Objection[] {
  const graph = graphOf(document, "document");
  const subject = subjectOf(reviewedIn(graph), options);
  return violationsOf([rule], subject).map(({ violation: { address, level = rule.level, message } }) => ({
    address,
    level,
    message,
  }));
}

/** Where and how severe, without the words. */
export const places = (rule: Rule, document: unknown): [address: string, level: Level][] =>
  objections(rule, document).map(({ address, level }) => [address, level]);
