import { openResources } from "../aws/open-attributes";
import type { RecordTree } from "../aws/route53/record-targets";
import type { ApplyOrder } from "../impact/apply-order";
import type { PlanDiff } from "../impact/plan-diff";
import { treesInUse } from "./client-trees";
import { OpenAround } from "./open-around";
import type { Reviewed } from "./reviewed";

/** What else is known of a document. */
export interface SubjectOptions {
  /**
   * Whether SEMS serves clients here: outside of it, messages speak of addresses and targets, not of its interfaces.
   * @default true
   */
  readonly isSems?: boolean;
  /** Why a plan shows only a part of what will be; undefined where it is whole. */
  readonly incomplete?: string | undefined;
  /** Addresses of all that holds a private key. */
  readonly privateKeys?: readonly string[];
  /**
   * Whether one configuration of the AWS provider has everything.
   * @default false
   */
  readonly hasOneProvider?: boolean | undefined;
  /** What a plan does to what is deployed; undefined where nothing is, and for anything but a plan. */
  readonly diff?: PlanDiff | undefined;
  /** The order in which Terraform applies a plan, of a first one too; undefined for anything but a plan. */
  readonly applyOrder?: (() => ApplyOrder) | undefined;
}

/** What rules look at: one document. */
export interface Subject extends Reviewed, SubjectOptions {
  /**
   * Whether the document is about clients of a cluster, now or after the plan: what AWS refuses anywhere in such a plan
   * stops it. Of other stacks, this review says nothing.
   */
  readonly isAboutService: boolean;
  /** The records of the names that clients use, those of the other address family too. */
  readonly trees: readonly RecordTree[];
  /** What the document leaves open. */
  readonly open: OpenAround;
}

/** Computes once what all rules ask of a document. */
export function subjectOf(reviewed: Reviewed, options: SubjectOptions = {}): Subject {
  const trees = treesInUse(reviewed);
  return {
    ...reviewed,
    ...options,
    isAboutService: isAbout(reviewed) || (options.diff !== undefined && isAbout(options.diff.before)),
    trees,
    open: new OpenAround(reviewed.routing, trees, openResources(reviewed.graph)),
  };
}

/** Where a service cannot be found, because of the very fault, tags or failover records show that there should be one. */
const isAbout = ({ services, routing }: Reviewed): boolean =>
  services.length > 0 ||
  routing.loadBalancers.some(({ intent }) => intent !== undefined) ||
  routing.recordSets.all.some(({ entries }) => entries.some(({ policy }) => policy === "failover"));
