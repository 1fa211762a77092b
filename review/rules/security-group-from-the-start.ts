import { hasSecurityGroup } from "../aws/network/security-groups";
import { balancersInUse } from "../facts/in-use";
import type { Rule } from "./rule";

/** A load balancer has a security group when it is made: later it cannot get its first one. */
export const securityGroupFromTheStart: Rule = {
  id: "AWS-NLB-1",
  level: "error",
  source: "NLB guide, security groups",
  violations: (subject) =>
    balancersInUse(subject)
      .filter(({ resource }) => !hasSecurityGroup(resource))
      .map(({ resource }) => ({
        address: resource.address,
        message:
          `The load balancer has no security group: everyone reaches its listeners, and it cannot get a first ` +
          `group later without being replaced, with its addresses. Give it security_groups.`,
      })),
};
