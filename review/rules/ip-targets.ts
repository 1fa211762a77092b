import { groupsInUse } from "../facts/in-use";
import type { Rule } from "./rule";

const INSTEAD: ReadonlyMap<string, string> = new Map([
  [
    "instance",
    "its targets are instances, which AWS reaches at their primary network interface: that is Interface 1, where the " +
      "cluster replicates",
  ],
  ["alb", "its target is an Application Load Balancer, where the clients' TLS would end"],
]);

/** Targets are addresses: an instance would be reached at its primary network interface, which is Interface 1. */
export const ipTargets: Rule = {
  id: "AWS-NLB-2",
  level: "error",
  source: "NLB guide, target type",
  violations: (subject) =>
    groupsInUse(subject).flatMap(({ resource, targetType }) => {
      const instead = INSTEAD.get(targetType);
      if (instead === undefined) return [];
      return [
        {
          address: resource.address,
          message:
            `Clients do not reach Interface 2 by this target group: ${instead}. Set target_type to ip, and register ` +
            `the nodes' Interface 2 addresses.`,
        },
      ];
    }),
};
