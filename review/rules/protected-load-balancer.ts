import { goneByThen } from "../impact/stopped-apply";
import type { Rule } from "./rule";

/** A load balancer with deletion protection is not deleted. */
export const protectedLoadBalancer: Rule = {
  id: "AWS-APPLY-3",
  level: "error",
  isLocal: true,
  onlyAboutServices: true,
  source: "ELBv2 API, DeleteLoadBalancer",
  violations: ({ diff }) => {
    if (diff === undefined) return [];
    // What protects is what is deployed: the protection that the same plan turns off counts for the new one.
    const removals = diff.before.graph
      .all("aws_lb")
      .filter((balancer) => balancer.flag("enable_deletion_protection") === true)
      .flatMap((balancer) => diff.removalOf(balancer) ?? []);
    const failed = removals.map(({ address }) => address);
    return removals.map((removal) => {
      const message =
        `${removal.address} has deletion protection and is ${removal.action === "delete" ? "deleted" : "replaced"}: AWS ` +
        `refuses (DeleteLoadBalancer: OperationNotPermitted). ${goneByThen(diff, "destroy", failed)} Set ` +
        `enable_deletion_protection to false in a deployment of its own first.`;
      return { address: removal.address, message };
    });
  },
};
