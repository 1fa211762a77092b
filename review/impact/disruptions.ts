import { addresses } from "./addresses";
import { certificates } from "./certificates";
import { forgotten } from "./nodes";
import { health } from "./health";
import { loadBalancers, targets } from "./load-balancers";
import { machines } from "./machines";
import { names } from "./dns";
import type { Noticed, Planned } from "./plan-diff";
import { reach } from "./security-groups";
import { leavingNodes, serving } from "./serving";
import type { Disruption } from "../report-model";

/** What clients or administrators will notice, the worst first. */
export function disruptionsOf(planned: Planned): Disruption[] {
  const noticed: Noticed[] = [
    ...names(planned),
    ...loadBalancers(planned),
    ...machines(planned),
    ...addresses(planned),
    ...targets(planned, leavingNodes(planned)),
    ...serving(planned),
    ...reach(planned),
    ...certificates(planned),
    ...health(planned),
    ...forgotten(planned),
  ];
  const once = new Map(noticed.map((one) => [JSON.stringify([one.address, one.why]), one] as const));
  return [...once.values()]
    .sort((a, b) => b.severity - a.severity)
    .map(({ address, why, action }) => (action === undefined ? { address, why } : { address, why, action }));
}
