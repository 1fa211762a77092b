import { groupBy } from "../collections";
import type { StepOf } from "../impact/apply-order";
import { clashOf, endOf, withSwapsCertain, type Clash } from "../impact/clash";
import type { PlanDiff } from "../impact/plan-diff";
import type { Resource } from "../terraform/resource-graph";
import { listed } from "../wording";
import { listenersSideBySide } from "./listeners-side-by-side";
import type { Rule, Violation } from "./rule";

/** What AWS tells apart by name, port or target has no second one of the same while the first is there. */
export const nameOfOneResource: Rule = {
  id: "AWS-APPLY-7",
  level: "error",
  isLocal: true,
  onlyAboutServices: true,
  source: "ELBv2 API, EC2 API, CloudWatch API; hashicorp/terraform #22615, #26407",
  violations: (subject) => [
    ...listenersSideBySide(subject),
    ...(subject.diff === undefined ? [] : inUse(subject.diff)),
  ],
};

/** How AWS tells resources of a type apart, and what it does with a second one of the same. */
interface Named {
  readonly type: string;
  /** The arguments that make one the same as another; all must be known, */
  readonly by: readonly string[];
  /** except one that may be absent. */
  readonly optional?: string;
  /** The call that is refused; absent where AWS takes the second for the first, so that the end of the first ends both. */
  readonly error?: string;
  /**
   * Who refuses it: AWS answers the creation of a load balancer or target group that has all settings of an existing one with
   * that one, but Terraform's provider looks for the name first.
   * @default "AWS"
   */
  readonly refusedBy?: string;
  /** Whether AWS answers the creation of one that has all settings of an existing one with that one, as the provider does. */
  readonly mayBeShared?: boolean;
  /** The call that AWS refuses where one is given the name of another in place; absent where it is replaced for that. */
  readonly changeError?: string;
}

const NAMED: readonly Named[] = [
  {
    type: "aws_lb",
    by: ["name"],
    error: "CreateLoadBalancer: DuplicateLoadBalancerName",
    refusedBy: "AWS or its provider",
  },
  {
    type: "aws_lb_target_group",
    by: ["name"],
    error: "CreateTargetGroup: DuplicateTargetGroupName",
    refusedBy: "AWS or its provider",
  },
  {
    type: "aws_lb_listener",
    by: ["load_balancer_arn", "port"],
    error: "CreateListener: DuplicateListener",
    mayBeShared: true,
    changeError: "ModifyListener: ValidationError",
  },
  {
    type: "aws_security_group",
    by: ["vpc_id", "name"],
    error: "CreateSecurityGroup: InvalidGroup.Duplicate",
  },
  {
    type: "aws_lb_target_group_attachment",
    by: ["target_group_arn", "target_id", "port"],
    // An attachment without a port has that of its group.
    optional: "port",
  },
  { type: "aws_cloudwatch_metric_alarm", by: ["alarm_name"] },
];

/** A resource that is created, or changed in place, to be the same as another one that may still be there. */
interface NameClash {
  readonly kind: Named;
  readonly written: Resource;
  readonly old: Resource;
  readonly isUpdate: boolean;
  /** The step by which the old one makes way; undefined where it never does. */
  readonly release: StepOf | undefined;
  readonly clash: Clash;
}

const inUse = (diff: PlanDiff): Violation[] =>
  NAMED.flatMap((kind) => withSwapsCertain(clashesIn(diff, kind))).map((clash) => violationOf(diff, clash));

function clashesIn(diff: PlanDiff, kind: Named): NameClash[] {
  const deployed = groupBy(diff.before.graph.all(kind.type), (old) => identityOf(old, kind));
  return diff.after.graph.all(kind.type).flatMap((written) => {
    const { address } = written;
    if (!diff.order.writes(address)) return [];
    const isUpdate = diff.order.updates(address);
    const holders = deployed.get(identityOf(written, kind) ?? "") ?? [];
    // A change that keeps the name or port takes it from no other resource.
    if (isUpdate && holders.some((old) => diff.next(old)?.address === address)) return [];
    return holders.flatMap((old) => {
      const release = releaseOf(diff, kind, old);
      if (release === "never") return [];
      const clash = clashOf(diff, release, address);
      return clash === undefined ? [] : [{ kind, written, old, isUpdate, release, clash }];
    });
  });
}

/** The step by which a resource makes way; undefined where it is forgotten, `never` where what it is stays in the document. */
function releaseOf(diff: PlanDiff, kind: Named, old: Resource): StepOf | "never" | undefined {
  const end = endOf(diff, old);
  if (end !== undefined) return end;
  if (isForgotten(diff, old)) return kind.error === undefined ? "never" : undefined;
  const next = diff.next(old) ?? old;
  const identity = identityOf(next, kind);
  return identity === undefined || identity === identityOf(old, kind) ? "never" : ["write", next.address];
}

/** Whether Terraform forgets a resource, which then keeps its name. */
const isForgotten = (diff: PlanDiff, old: Resource): boolean => diff.changeOf(old)?.forgets === true;

/** What AWS knows a resource by; undefined where a part is not known before the apply. */
function identityOf(resource: Resource, { by, optional }: Named): string | undefined {
  const parts = by.map((name) => resource.number(name)?.toString() ?? resource.known(name));
  return parts.some((part, i) => part === undefined && by[i] !== optional)
    ? undefined
    : JSON.stringify(parts);
}

function violationOf(diff: PlanDiff, found: NameClash): Violation {
  const { address } = found.written;
  const message = `${orderOf(diff, found)}: ${effectOf(found)}.`;
  const violation = { address, message, instead: remedyFor(found) };
  if (found.clash === "possible") return { ...violation, level: "warning" };
  return found.kind.error === undefined ? violation : { ...violation, refused: ["write", address] };
}

/** What happens when. */
function orderOf(
  diff: PlanDiff,
  { kind, written: { address }, old, isUpdate, release, clash }: NameClash,
): string {
  const other = diff.next(old)?.address === address ? "its predecessor" : old.address;
  const same = `the same ${listed(kind.by)}`;
  const start = `${address} is ${isUpdate ? "changed to" : "created with"} ${same} as ${other}`;
  if (release === undefined) return `${start}, which Terraform forgets and leaves in AWS`;
  const isChanged = release[0] === "write";
  if (clash === "possible")
    return `${start}, which is ${isChanged ? "changed" : "destroyed"} in the same apply, and Terraform orders neither first`;
  return isChanged
    ? `${start}, which still has them then`
    : `${address} is ${isUpdate ? "changed" : "created"} before ${other} is destroyed, and both have ${same}`;
}

/** What comes of it. */
function effectOf({ kind, isUpdate, release, clash }: NameClash): string {
  const { error, changeError, refusedBy = "AWS", mayBeShared = false } = kind;
  if (error === undefined)
    return `to AWS they are one, and the destruction of the old one ends the new one, without an error`;
  const isEnding = release?.[0] === "destroy";
  const meanwhile = clash === "certain" ? "" : ` while the old one is ${isEnding ? "there" : "as it was"}`;
  if (isUpdate) return `AWS refuses the change${meanwhile} (${changeError})`;
  const refused = `the new one${meanwhile} (${error})`;
  if (!mayBeShared) return `${refusedBy} refuses ${refused}`;
  const end = isEnding ? ", which ends with the old one" : "";
  return `where all settings are the same, AWS takes both for one${end}; otherwise it refuses ${refused}`;
}

/** What to do instead. */
function remedyFor({ isUpdate, release }: NameClash): string {
  if (isUpdate || release?.[0] === "write")
    return `Free the port in a deployment of its own first; two listeners that swap ports need a third one in between.`;
  return release === undefined
    ? `Give the new one another name, import the old one in its place, or destroy the old one first.`
    : `Remove create_before_destroy, give the new one another name, or add a moved block where it is the same one.`;
}
