import type { Level } from "../report-model";
import type { Subject } from "../facts/subject";
import { unknownAttributesOf } from "../aws/unknown-attributes";

/** What a rule objects to. */
export interface Violation {
  /** Address of the resource that has to change. */
  readonly address: string;
  /** What happens to whom, and what to change. */
  readonly message: string;
  /**
   * Less than the rule's own level, where what was found is doubtful rather than wrong.
   * @default - the rule's level
   */
  readonly level?: Level;
}

/** One rule of requirements and docs/rules.md, as far as Terraform shows it. */
export interface Rule {
  /** Such as `SEMS-LB-2`. */
  readonly id: string;
  /** What a violation means, unless the violation says less. */
  readonly level: Level;
  /** Where the rule comes from. */
  readonly source: string;
  /**
   * Whether a violation is in the attributes of the resource that it names, however others are related to it. Any other
   * violation is no error while the document leaves open what a resource does that may be part of it: one of the same name,
   * or one that may belong to anything.
   * @default false
   */
  readonly isLocal?: boolean;
  /**
   * Whether the rule looks at resources that may have nothing to do with clients: then it judges only documents that are
   * about clients.
   * @default false
   */
  readonly onlyAboutServices?: boolean;
  /** Finds violations; of several services, the same one may be found for each. */
  readonly violations: (subject: Subject) => readonly Violation[];
}

/** What rests on something that the document does not specify may not be so: it is no error. */
function doubtfulWhereOpen(rule: Rule, violation: Violation, { graph, open }: Subject): Violation {
  if ((violation.level ?? rule.level) !== "error") return violation;
  const resource = graph.at(violation.address);
  if (resource !== undefined && unknownAttributesOf(resource).length > 0)
    return { ...violation, level: "warning" };
  if (rule.isLocal === true || !open.concerns(violation.address)) return violation;
  return { ...violation, level: "warning", message: violation.message + RESTS_ON_UNRESOLVED };
}

/** What to add to a message about a doubtful outcome. */
export const RESTS_ON_UNRESOLVED = " The document does not specify all that this rests on: see REVIEW-1.";

/** What a rule objects to, each violation once. */
export const violationsOf = (rule: Rule, subject: Subject): Violation[] => [
  ...new Map(
    (rule.onlyAboutServices === true && !subject.isAboutService ? [] : rule.violations(subject))
      .map((violation) => doubtfulWhereOpen(rule, violation, subject))
      .map((violation) => [JSON.stringify([violation.address, violation.message]), violation] as const),
  ).values(),
];
