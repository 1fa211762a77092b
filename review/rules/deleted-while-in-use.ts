import type { PlanDiff } from "../impact/plan-diff";
import { endOf } from "../impact/clash";
import { named } from "../impact/stopped-apply";
import type { Resource } from "../terraform/resource-graph";
import { keyOf, type Text } from "../terraform/value";
import type { Rule, Violation } from "./rule";

/** A security group or a target group is deleted only once nothing uses it. */
export const deletedWhileInUse: Rule = {
  id: "AWS-APPLY-6",
  level: "error",
  isLocal: true,
  onlyAboutServices: true,
  source: "EC2 API, DeleteSecurityGroup; ELBv2 API, DeleteTargetGroup",
  violations: ({ diff }) => {
    if (diff === undefined) return [];
    return USED.flatMap((kind) =>
      diff.before.graph.all(kind.type).flatMap((used) => violationsFor(diff, used, kind)),
    );
  },
};

/** A kind of resource that others use, and by which arguments they name it. */
interface Used {
  readonly type: string;
  readonly identity: "id" | "arn";
  readonly error: string;
  readonly usersOf: readonly (readonly [type: string, names: (user: Resource) => Text[]])[];
}

const listOf =
  (...names: readonly string[]) =>
  (user: Resource): Text[] =>
    names.flatMap((name) => user.texts(name));

const USED: readonly Used[] = [
  {
    type: "aws_security_group",
    identity: "id",
    error: "DeleteSecurityGroup: DependencyViolation, which the provider repeats for 15 minutes",
    usersOf: [
      ["aws_lb", listOf("security_groups")],
      ["aws_network_interface", listOf("security_groups")],
      ["aws_instance", listOf("vpc_security_group_ids")],
      ["aws_vpc_security_group_ingress_rule", listOf("referenced_security_group_id")],
      ["aws_vpc_security_group_egress_rule", listOf("referenced_security_group_id")],
      ["aws_security_group_rule", listOf("source_security_group_id")],
    ],
  },
  {
    type: "aws_lb_target_group",
    identity: "arn",
    error: "DeleteTargetGroup: ResourceInUse",
    usersOf: [
      [
        "aws_lb_listener",
        (listener) =>
          listener.blocks("default_action").flatMap((action) => [
            ...action.texts("target_group_arn"),
            ...action
              .blocks("forward")
              .flatMap((forward) => forward.blocks("target_group"))
              .flatMap((one) => one.texts("arn")),
          ]),
      ],
    ],
  },
];

function violationsFor(diff: PlanDiff, used: Resource, { identity, error, usersOf }: Used): Violation[] {
  const removal = diff.removalOf(used);
  if (removal === undefined) return [];
  const id = used.known(identity);
  // Terraform records create_before_destroy of what is only deleted, and no plan shows it; a name that Terraform makes up
  // is what people give such a resource.
  if (removal.action === "delete" && used.has("name_prefix")) return [];
  const users = usersOf.flatMap(([type, names]) =>
    diff.before.graph
      .all(type)
      .filter((user) => names(user).some((text) => keyOf(text) === id))
      .filter((user) => {
        if (endOf(diff, user) !== undefined) return false;
        // What Terraform forgets stays in AWS as it is.
        if (diff.changeOf(user)?.forgets === true) return true;
        const next = diff.next(user) ?? user;
        if (names(next).some((text) => keyOf(text) === id)) return true;
        return diff.order.isBefore(["destroy", removal.address], ["write", next.address]);
      }),
  );
  if (users.length === 0) return [];
  const { address } = removal;
  const verb = users.length === 1 ? "uses" : "use";
  const isOnlyDeleted = removal.action === "delete";
  const message = `${address} is destroyed while ${named(users)} still ${verb} it: AWS refuses (${error}).`;
  const instead = isOnlyDeleted
    ? `Let go of it in a deployment before the one that deletes it; only with create_before_destroy, which no plan shows of ` +
      `what is deleted, does Terraform do so in this one.`
    : `Add create_before_destroy to it, so that the new one takes over first.`;
  const refused = ["destroy", address] as const;
  return [{ address, message, refused, instead, ...(isOnlyDeleted ? { level: "warning" } : {}) }];
}
