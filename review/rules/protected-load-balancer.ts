import type { Rule, Violation } from "./rule";

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
    return diff.before.graph
      .all("aws_lb")
      .filter((balancer) => balancer.flag("enable_deletion_protection") === true)
      .flatMap((balancer) => diff.removalOf(balancer) ?? [])
      .map(({ address, action }): Violation => ({
        address,
        message:
          `${address} has deletion protection and is ${action === "delete" ? "deleted" : "replaced"}: AWS refuses ` +
          `(DeleteLoadBalancer: OperationNotPermitted).`,
        refused: ["destroy", address],
        instead: "Set enable_deletion_protection to false in a deployment of its own first.",
      }));
  },
};
