import type { Branch, Leads } from "./record-targets";
import type { LoadBalancer } from "../elb/load-balancer";
import type { RecordSet } from "./records";

export type { Branch, Lead } from "./record-targets";

/** All that a name may lead to, in any world. */
export interface RecordTree {
  readonly root: RecordSet;
  /** The root first, each set once. */
  readonly sets: readonly RecordSet[];
  readonly branches: readonly Branch[];
  readonly balancers: readonly LoadBalancer[];
}

/** Follows all records of a set, dead or alive. */
export function recordTree({ leads }: { readonly leads: Leads }, root: RecordSet): RecordTree {
  const sets = new Set([root]);
  const branches: Branch[] = [];
  const balancers = new Set<LoadBalancer>();
  for (const set of sets) {
    for (const branch of leads.of(set)) {
      branches.push(branch);
      for (const lead of branch.leads) {
        if (lead.kind === "set") sets.add(lead.set);
        if (lead.kind === "balancer") balancers.add(lead.balancer);
      }
    }
  }
  return { root, sets: [...sets], branches, balancers: [...balancers] };
}
