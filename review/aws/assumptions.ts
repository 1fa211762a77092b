import type { Assumption } from "../report-model";

/**
 * Readings of AWS's behaviour that no document settles, always the worse one for clients. docs/assumptions.md says what
 * each rests on and how to check it.
 */
const TEXTS = {
  "all-down": "With nothing healthy, each pair of failover records answers with its primary.",
  "nested-failover": "Failover aliases may be nested this deep; AWS names no limit.",
  "dead-group": "A target group without a healthy target keeps its share of the weights.",
  "mixed-groups":
    "A load balancer counts as unhealthy to Route 53 as soon as one of its target groups has no healthy target.",
  "zonal-alias":
    "An alias to the name of one zone of a load balancer is judged by the health of all its zones.",
  "client-location":
    "Latency, geolocation and other rules that look at the client may route it to any healthy record.",
  "metric-in-dead-zone": "A zone that is down reports no metrics.",
  "unknown-metric":
    "A check that follows a metric of something else stays healthy whatever happens to the nodes.",
  "routing-control":
    "A person sets a routing control of Application Recovery Controller; it is assumed to be On, and so its check healthy.",
  "alarm-zone":
    "The document does not specify the zone of an alarm; it is assumed to count in the zone of the record that follows it.",
  "unknown-attribute":
    "An attribute that decides this row is not known before the apply; the row is computed with its default, and REVIEW-1 names it.",
  "zones-in-order":
    "The document does not specify the zones of the targets; they are assumed to be in the load balancer's zones, one each, in order.",
} as const;

export type AssumptionId = keyof typeof TEXTS;

const isId = (id: string): id is AssumptionId => Object.hasOwn(TEXTS, id);

/** All of them. */
export const ASSUMPTION_IDS: readonly AssumptionId[] = Object.keys(TEXTS).filter(isId);

/** What the ids mean. */
export const assumptionsOf = (ids: Iterable<AssumptionId>): Assumption[] =>
  [...new Set(ids)].map((id) => ({ id, text: TEXTS[id] }));
