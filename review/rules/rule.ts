import type { Level } from "../report-model";
import type { Subject } from "../facts/subject";
import type { StepOf } from "../impact/apply-order";
import { goneByThen } from "../impact/stopped-apply";
import { unknownAttributesOf } from "../aws/unknown-attributes";

/** What a rule objects to. */
export interface Violation {
  /** Address of the resource that has to change. */
  readonly address: string;
  /** What happens to whom. */
  readonly message: string;
  /** The step of a plan that AWS refuses, which stops the apply: what is destroyed by then follows the message. */
  readonly refused?: StepOf;
  /** What to change, where the message does not say so: it comes last. */
  readonly instead?: string;
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

/** What rules object to, each violation once. */
export function violationsOf(
  rules: readonly Rule[],
  subject: Subject,
  onRule: (rule: Rule) => void = () => undefined,
): { readonly rule: Rule; readonly violation: Violation }[] {
  const found = rules.map((rule) => {
    onRule(rule);
    const isJudged = rule.onlyAboutServices !== true || subject.isAboutService;
    return { rule, violations: isJudged ? rule.violations(subject) : [] };
  });
  const completed = completedBy(subject, refusedFor(found));
  return found.flatMap(({ rule, violations }) => {
    const all = violations.map((violation) => doubtfulWhereOpen(rule, completed(violation), subject));
    const once = new Map(all.map((one) => [JSON.stringify([one.address, one.message]), one]));
    return [...once.values()].map((violation) => ({ rule, violation }));
  });
}

/** The steps that AWS is bound to refuse, whichever rule finds that. */
const refusedFor = (
  found: readonly { readonly rule: Rule; readonly violations: readonly Violation[] }[],
): StepOf[] =>
  found.flatMap(({ rule, violations }) =>
    violations.flatMap(({ level = rule.level, refused }) =>
      level === "error" && refused !== undefined ? [refused] : [],
    ),
  );

/** Completes messages by what is destroyed once AWS has refused all that it refuses, and by what to change. */
function completedBy({ diff }: Subject, refusals: readonly StepOf[]): (violation: Violation) => Violation {
  const certain = new Set(refusals);
  const gone = new Map<string, string>();
  return ({ message, refused, instead, ...violation }) => {
    const sentences = [message];
    if (diff !== undefined && refused !== undefined) {
      const isCertain = certain.has(refused);
      const key = isCertain ? "" : refused.join();
      const known = gone.get(key) ?? goneByThen(diff, isCertain ? refusals : [...refusals, refused]);
      gone.set(key, known);
      sentences.push(known);
    }
    if (instead !== undefined) sentences.push(instead);
    return { ...violation, message: sentences.join(" ") };
  };
}
