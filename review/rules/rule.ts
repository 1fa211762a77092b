import type { Graph } from "../terraform/resource-graph";
import type { PlanDiff } from "../impact/plan-diff";
import type { Level } from "../report-model";
import type { Routing } from "../aws/routing";
import { openResources } from "../aws/open-attributes";
import { unknownAttributesOf } from "../aws/unknown-attributes";
import type { ClientService } from "../aws/services";

/** What rules look at: one document. */
export interface Subject {
  readonly graph: Graph;
  readonly routing: Routing;
  /** Empty where nothing in the document serves clients of a cluster: then most rules have no say. */
  readonly services: readonly ClientService[];
  /**
   * Whether SEMS serves clients here: outside of it, messages speak of addresses and targets, not of its interfaces.
   * @default true
   */
  readonly isSems?: boolean;
  /** Why a plan shows only a part of what will be; undefined where it is whole. */
  readonly incomplete?: string | undefined;
  /** Addresses of all that holds a private key. */
  readonly privateKeys?: readonly string[];
  /** What a plan does to what is deployed; undefined where nothing is, and for anything but a plan. */
  readonly diff?: PlanDiff | undefined;
}

/**
 * Whether the document is about clients of a cluster, now or after the plan: what AWS refuses anywhere in such a plan stops
 * it. Of other stacks, this review says nothing.
 */
export const isAboutService = ({ services, routing, diff }: Subject): boolean =>
  isAbout({ services, routing }) || (diff !== undefined && isAbout(diff.before));

/** Where a service cannot be found, because of the very fault, tags or failover records show that there should be one. */
const isAbout = ({ services, routing }: Pick<Subject, "services" | "routing">): boolean =>
  services.length > 0 ||
  routing.loadBalancers.some(({ intent }) => intent !== undefined) ||
  routing.recordSets.all.some(({ entries }) => entries.some(({ policy }) => policy === "failover"));

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
   * violation is no error while the document leaves open what a resource does that may be part of it.
   * @default false
   */
  readonly isLocal?: boolean;
  /** Finds violations; of several services, the same one may be found for each. */
  readonly violations: (subject: Subject) => readonly Violation[];
}

/** What rests on something that the document does not specify may not be so: it is no error. */
function doubtfulWhereOpen(rule: Rule, violation: Violation, { graph }: Subject): Violation {
  if ((violation.level ?? rule.level) !== "error") return violation;
  const resource = graph.at(violation.address);
  if (resource !== undefined && unknownAttributesOf(resource).length > 0)
    return { ...violation, level: "warning" };
  if (rule.isLocal === true || openResources(graph).length === 0) return violation;
  return { ...violation, level: "warning", message: violation.message + RESTS_ON_UNRESOLVED };
}

/** What to add to a message about a doubtful outcome. */
export const RESTS_ON_UNRESOLVED = " The document does not specify all that this rests on: see REVIEW-1.";

/** What a rule objects to, each violation once. */
export const violationsOf = (rule: Rule, subject: Subject): Violation[] => [
  ...new Map(
    rule
      .violations(subject)
      .map((violation) => doubtfulWhereOpen(rule, violation, subject))
      .map((violation) => [JSON.stringify([violation.address, violation.message]), violation] as const),
  ).values(),
];
