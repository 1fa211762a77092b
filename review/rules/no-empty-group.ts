import { balancersInUse } from "../facts/in-use";
import type { Rule } from "./rule";

/** No listener has a target group without a target: with one, Route 53 considers the whole load balancer unhealthy. */
export const noEmptyGroup: Rule = {
  id: "AWS-NLB-6",
  level: "error",
  source: "Route 53 API, EvaluateTargetHealth",
  violations: (subject) => {
    const groups = balancersInUse(subject).flatMap((balancer) =>
      balancer.groups.map((group) => ({ group, balancer })),
    );
    const attachments = subject.graph.all("aws_lb_target_group_attachment");
    // Targets whose group the document does not specify may be this one's.
    const isResolved = attachments.every(
      (attachment) => attachment.link("target_group_arn", "aws_lb_target_group") !== undefined,
    );
    return groups
      .filter(({ group }) => group.targets.length === 0)
      .map(({ group, balancer }) => {
        const ports = balancer.listeners
          .filter(({ forwards }) => forwards.some((forward) => forward.group === group))
          .map(({ port }) => port);
        return {
          address: group.resource.address,
          level: isResolved && attachments.length > 0 ? "error" : "warning",
          message:
            `Nothing is registered with this target group: clients that it gets on port ${ports.join(", ")} reach no ` +
            `node, and Route 53 considers all of ${balancer.resource.address} unhealthy. Register the nodes, or remove ` +
            `the listener.`,
        };
      });
  },
};
