import { groupsInUse } from "../facts/in-use";
import type { Rule, Violation } from "./rule";
import type { Subject } from "../facts/subject";

/** Targets are addresses: AWS reaches an instance at its primary network interface, which is Interface 1 of a SEMS node. */
export const ipTargets: Rule = {
  id: "AWS-NLB-2",
  level: "error",
  source: "NLB guide, target type",
  violations: (subject) =>
    groupsInUse(subject).flatMap(({ resource, targetType }) => {
      const violation = VIOLATIONS.get(targetType)?.(subject);
      return violation === undefined ? [] : [{ address: resource.address, ...violation }];
    }),
};

const VIOLATIONS: ReadonlyMap<string, (subject: Subject) => Omit<Violation, "address">> = new Map([
  ["instance", ofInstances],
  ["alb", ofLoadBalancer],
]);

function ofInstances({ isSems = true }: Subject): Omit<Violation, "address"> {
  return isSems
    ? {
        message:
          "The targets of this group are instances, which AWS reaches at their primary network interface: that is " +
          "Interface 1, where the cluster replicates, and not Interface 2. Set target_type to ip, and register the nodes' " +
          "Interface 2 addresses.",
      }
    : {
        // What is right for most: only an instance with several interfaces may be meant to serve at another one.
        level: "warning",
        message:
          "The targets of this group are instances, which AWS reaches only at their primary network interface. If clients " +
          "are to reach another address of an instance, set target_type to ip, and register that address.",
      };
}

function ofLoadBalancer({ isSems = true }: Subject): Omit<Violation, "address"> {
  return isSems
    ? {
        message:
          "The target of this group is an Application Load Balancer, where the clients' TLS would end: they do not reach " +
          "Interface 2. Set target_type to ip, and register the nodes' Interface 2 addresses.",
      }
    : {
        level: "warning",
        message:
          "The target of this group is an Application Load Balancer: which targets it chooses is not reviewed. Review how " +
          "it spreads clients over them.",
      };
}
