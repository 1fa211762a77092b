import type { FaultCase } from "./fault-case";
import { declared, plain } from "./mended";
import * as more from "./more-faults";

const balancer = ["aws_lb.keys"];

/** Tags and outputs that say something else than what happens. */
export const DECLARED_FAULTS: readonly FaultCase[] = [
  {
    what: "another order than the declared one",
    document: more.otherOrder(declared),
    rule: "SEMS-INTENT-1",
    at: ["aws_route53_record.tier1_primary"],
    says: /sems1, sems2, sems3 serve .* in the order sems2, sems1, sems3/,
    also: ["SEMS-LB-2"],
  },
  {
    what: "a declared node that is no target",
    document: more.declaredWithoutTarget(declared),
    rule: "SEMS-INTENT-1",
    at: balancer,
    says: /declare the node sems3, which is no target on port 443 and 636/,
    also: ["AWS-NLB-4"],
  },
  {
    what: "a declared name that no record bears",
    document: more.otherName(plain),
    rule: "SEMS-INTENT-1",
    at: balancer,
    says: /clients of sems\.example\.com are routed here, and no record of that name does so/,
  },
];
