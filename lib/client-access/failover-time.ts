import { product, sum } from "../arithmetic";
import type { EndpointHealth } from "./endpoint-health";

/** A part of the time between a node's death and the last client's arrival at the next node. */
export interface FailoverStep {
  /** What passes the time. */
  readonly what: string;
  /** How long it takes at worst, seconds. */
  readonly seconds: number;
}

/** The time that a fail-over takes at worst, and its parts. */
export interface FailoverTime {
  /** Sum of the steps, seconds. */
  readonly worstCaseSeconds: number;
  /** The parts, one after the other. */
  readonly steps: readonly FailoverStep[];
}

/** Route 53 guide: a TCP connection must be made in 10 s; HTTP(S) has 4 s to connect and 2 s to answer. */
const PROBE_SECONDS = { TCP: 10, HTTP: 6, HTTPS: 6 } as const;

/** Not documented by AWS: an allowance (docs/assumptions.md). */
const ROUTE53_REACTION_SECONDS = 5;

/** Worst case for a node that accepts no connections any more: Route 53's health checkers notice by themselves. */
export function failoverTime(health: EndpointHealth, ttlSeconds: number): FailoverTime {
  const { protocol, intervalSeconds, failureThreshold } = health;
  const steps = [
    {
      what: `${failureThreshold} failed probes, one every ${intervalSeconds} s`,
      seconds: product(failureThreshold, intervalSeconds),
    },
    { what: "time-out of the last probe", seconds: PROBE_SECONDS[protocol] },
    { what: "Route 53 changes its answer", seconds: ROUTE53_REACTION_SECONDS },
    { what: "time to live of the old answer", seconds: ttlSeconds },
  ];
  return { worstCaseSeconds: sum(...steps.map(({ seconds }) => seconds)), steps };
}
