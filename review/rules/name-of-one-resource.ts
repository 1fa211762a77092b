import { groupBy } from "../collections";
import { clashOf, createdOf, endOf, type Clash } from "../impact/clash";
import type { PlanDiff } from "../impact/plan-diff";
import type { Resource } from "../terraform/resource-graph";
import { listed } from "../wording";
import type { Rule, Violation } from "./rule";

/** What AWS tells apart by name, port or target has no second one of the same while the first is there. */
export const nameOfOneResource: Rule = {
  id: "AWS-APPLY-7",
  level: "error",
  isLocal: true,
  onlyAboutServices: true,
  source: "ELBv2 API, EC2 API, CloudWatch API; hashicorp/terraform #22615",
  violations: ({ diff }) => (diff === undefined ? [] : NAMED.flatMap((kind) => violationsFor(diff, kind))),
};

/** How AWS tells resources of a type apart, and what it does with a second one of the same. */
interface Named {
  readonly type: string;
  /** The arguments that make one the same as another; all must be known. */
  readonly by: readonly string[];
  /** The call that AWS refuses; absent where it takes the second for the first, so that the end of the first ends both. */
  readonly error?: string;
}

const NAMED: readonly Named[] = [
  { type: "aws_lb", by: ["name"], error: "CreateLoadBalancer: DuplicateLoadBalancerName" },
  { type: "aws_lb_target_group", by: ["name"], error: "CreateTargetGroup: DuplicateTargetGroupName" },
  { type: "aws_lb_listener", by: ["load_balancer_arn", "port"], error: "CreateListener: DuplicateListener" },
  {
    type: "aws_security_group",
    by: ["vpc_id", "name"],
    error: "CreateSecurityGroup: InvalidGroup.Duplicate",
  },
  { type: "aws_lb_target_group_attachment", by: ["target_group_arn", "target_id", "port"] },
  { type: "aws_cloudwatch_metric_alarm", by: ["alarm_name"] },
];

function violationsFor(diff: PlanDiff, kind: Named): Violation[] {
  const deployed = groupBy(diff.before.graph.all(kind.type), (old) => identityOf(old, kind));
  return createdOf(diff, kind.type).flatMap((created) => {
    const identity = identityOf(created, kind);
    if (identity === undefined) return [];
    return (deployed.get(identity) ?? []).flatMap((old) => {
      const end = endOf(diff, old);
      if (end === undefined && (kind.error === undefined || !isForgotten(diff, old))) return [];
      const clash = clashOf(diff, end, created.address);
      return clash === undefined ? [] : [violationOf(diff, kind, created, old, clash)];
    });
  });
}

/** Whether Terraform forgets a resource, which then keeps its name. */
const isForgotten = (diff: PlanDiff, old: Resource): boolean => diff.changeOf(old)?.forgets === true;

/** What AWS knows a resource by; undefined where a part is not known before the apply. */
function identityOf(resource: Resource, { by }: Named): string | undefined {
  const parts = by.map((name) => resource.number(name)?.toString() ?? resource.known(name));
  // An attachment without a port has that of its group.
  return parts.some((part, i) => part === undefined && by[i] !== "port") ? undefined : JSON.stringify(parts);
}

function violationOf(
  diff: PlanDiff,
  { by, error }: Named,
  { address }: Resource,
  old: Resource,
  clash: Clash,
): Violation {
  const other = diff.next(old)?.address === address ? "its predecessor" : old.address;
  const same = `the same ${listed(by)}`;
  const order = isForgotten(diff, old)
    ? `${address} is created with ${same} as ${other}, which Terraform forgets and leaves in AWS`
    : clash === "certain"
      ? `${address} is created before ${other} is destroyed, and both have ${same}`
      : `${address} is created with ${same} as ${other}, which is destroyed in the same apply, and Terraform orders neither first`;
  const instead = isForgotten(diff, old)
    ? `Give the new one another name, import the old one in its place, or destroy the old one first.`
    : `Remove create_before_destroy, give the new one another name, or add a moved block where it is the same one.`;
  const effect =
    error === undefined
      ? `to AWS they are one, and the destruction of the old one ends the new one, without an error`
      : `AWS refuses the new one${clash === "certain" ? "" : " while the old one is there"} (${error})`;
  const found = { address, message: `${order}: ${effect}.`, instead };
  if (clash === "possible") return { ...found, level: "warning" };
  return error === undefined ? found : { ...found, refused: ["write", address] };
}
