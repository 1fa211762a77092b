import { highest, inText, product, sum, isResolved } from "../tokens";
import type { CheckerHealth, EndpointHealth } from "./endpoint-health";
import type { LoadBalancingMethod } from "./load-balancing-method";
import { TARGET_HEALTH_CHECK } from "../limits";
import type { TargetHealthCheck } from "./target-health-check";
import { LOAD_BALANCER_PERIOD_SECONDS } from "../metric";
import { Annotations } from "cdktf";
import type { IConstruct } from "constructs";

/** A part of the time between the failure of a node and the last client's arrival at the next node. */
export interface FailoverStep {
  /** What happens in it. */
  readonly what: string;
  /** How long it takes at worst, seconds. */
  readonly seconds: number;
  /**
   * The prop that would shorten it, and how.
   * @default - none would
   */
  readonly remedy?: string;
}

/** A worst-case time, and its parts. */
export interface WorstCaseTime {
  /** Sum of the steps, seconds. */
  readonly worstCaseSeconds: number;
  /** The parts, one after the other. */
  readonly steps: readonly FailoverStep[];
}

/** The worst-case time of a failover, and of the return. */
export interface FailoverTime extends WorstCaseTime {
  /** From the moment at which a node answers again to the last client's return to it. */
  readonly failback: WorstCaseTime;
}

/** Route 53 guide: a TCP connection must be made in 10 s; HTTP(S) has 4 s to connect and 2 s to answer. */
const PROBE_SECONDS = { TCP: 10, HTTP: 6, HTTPS: 6 } as const;

/** From a check's turning unhealthy to another answer. Not documented by AWS: an allowance (docs/assumptions.md). */
const ROUTE53_REACTION_SECONDS = 5;

/** From a target group's turning unhealthy to another answer, where an alias evaluates it. An allowance, too. */
const ALIAS_REACTION_SECONDS = 30;

/** From the end of a metric's minute to Route 53's having read it. An allowance, too. */
const METRIC_DELIVERY_SECONDS = 30;

/** Route 53 guide: what an alias of a load balancer answers is cached for so long. */
const ALIAS_TTL_SECONDS = 60;

/** What the failover time depends on. */
export interface AccessTimeProps {
  readonly method: LoadBalancingMethod;
  readonly scheme: string;
  /** Of zonal endpoints; undefined where aliases evaluate the load balancers. */
  readonly health: EndpointHealth | undefined;
  /** The load balancers' probes, one per service. */
  readonly healthChecks: readonly TargetHealthCheck[];
  readonly ttlSeconds: number;
}

/** Worst case of a client access; undefined where a person switches. */
export function accessTime(props: AccessTimeProps): FailoverTime | undefined {
  if (props.method.type === "manual") return undefined;
  const { health, healthChecks, ttlSeconds } = props;
  const byAlias = aliasTime(healthChecks);
  if (health === undefined) return { ...byAlias, failback: aliasFailback(healthChecks, aliasTtl) };
  const remedy = props.scheme === "internal" ? 'topology "per-node"' : 'endpointHealth.by "route53-checkers"';
  const byRecords =
    health.by === "route53-checkers"
      ? checkersTime(health, ttlSeconds)
      : alarmTime(healthChecks, ttlSeconds, remedy);
  const failback = recordsFailback(health, healthChecks, ttlSeconds);
  if (props.method.type !== "weighted") return { ...byRecords, failback };
  // Clients leave the weighted load balancer by its alias, and the ordered list may then still route to the failed node.
  return {
    ...longer(byAlias, byRecords),
    failback: longer(aliasFailback(healthChecks, recordsTtl(ttlSeconds)), failback),
  };
}

/** The return where an alias evaluates the health of a load balancer's target groups. */
const aliasFailback = (healthChecks: readonly TargetHealthCheck[], ttl: FailoverStep): WorstCaseTime =>
  timeOf([...targetsReturn(healthChecks), aliasReacts, ttl]);

/** The return where records follow health checks. */
function recordsFailback(
  health: EndpointHealth,
  healthChecks: readonly TargetHealthCheck[],
  ttlSeconds: number,
): WorstCaseTime {
  const byAlarm = timeOf([
    ...targetsReturn(healthChecks),
    {
      what: "rest of the metric period in which the node became healthy",
      seconds: LOAD_BALANCER_PERIOD_SECONDS,
    },
    metricDelivery,
    answerChanges,
    recordsTtl(ttlSeconds),
  ]);
  if (health.by === "cloudwatch-alarm") return byAlarm;
  const { intervalSeconds, failureThreshold, failbackServices } = health;
  const byCheckers = timeOf([
    {
      what: `${inText(failureThreshold)} successful probes, one every ${inText(intervalSeconds)} s`,
      seconds: product(failureThreshold, intervalSeconds),
    },
    answerChanges,
    recordsTtl(ttlSeconds),
  ]);
  // Checkers and alarms must agree.
  return failbackServices.length === 0 ? byCheckers : longer(byAlarm, byCheckers);
}

/** The load balancer's health checks succeed. */
const targetsReturn = (healthChecks: readonly TargetHealthCheck[]): readonly FailoverStep[] =>
  slowest(
    healthChecks.map(({ healthyThreshold, intervalSeconds }) =>
      timeOf([
        {
          what: `${inText(healthyThreshold)} successful probes of the load balancer, one every ${inText(intervalSeconds)} s`,
          seconds: product(healthyThreshold, intervalSeconds),
        },
      ]),
    ),
  );

/** Worst case for a node that accepts no connections any more: Route 53's health checkers notice by themselves. */
function checkersTime(health: CheckerHealth, ttlSeconds: number): WorstCaseTime {
  const { probes, intervalSeconds, failureThreshold } = health;
  const prop = intervalSeconds === 30 ? "intervalSeconds" : "failureThreshold";
  return timeOf([
    {
      what: `${inText(failureThreshold)} failed probes, one every ${inText(intervalSeconds)} s`,
      seconds: product(failureThreshold, intervalSeconds),
      remedy: `a smaller endpointHealth.${prop}`,
    },
    {
      what: "timeout of the last probe",
      seconds: highest(...probes.map(({ protocol }) => PROBE_SECONDS[protocol])),
    },
    answerChanges,
    recordsTtl(ttlSeconds),
  ]);
}

/** Worst case where Route 53 follows an alarm on what the load balancer's probes find. */
function alarmTime(
  healthChecks: readonly TargetHealthCheck[],
  ttlSeconds: number,
  remedy: string,
): WorstCaseTime {
  return timeOf([
    ...targetsNotice(healthChecks),
    {
      what: "rest of the metric period in which the node was still healthy",
      seconds: LOAD_BALANCER_PERIOD_SECONDS,
      remedy,
    },
    { what: "a full metric period without a healthy node", seconds: LOAD_BALANCER_PERIOD_SECONDS, remedy },
    metricDelivery,
    answerChanges,
    recordsTtl(ttlSeconds),
  ]);
}

/** Worst case where an alias evaluates the health of a load balancer's target groups. */
function aliasTime(healthChecks: readonly TargetHealthCheck[]): WorstCaseTime {
  return timeOf([...targetsNotice(healthChecks), aliasReacts, aliasTtl]);
}

/** The longer of two times; the first where that is known only after deployment. */
function longer(one: WorstCaseTime, other: WorstCaseTime): WorstCaseTime {
  const bothKnown = isResolved(one.worstCaseSeconds) && isResolved(other.worstCaseSeconds);
  return bothKnown && other.worstCaseSeconds > one.worstCaseSeconds ? other : one;
}

/** Where services have health checks of their own, the slowest counts. */
const slowest = ([first, ...others]: readonly WorstCaseTime[]): readonly FailoverStep[] =>
  first === undefined ? [] : others.reduce(longer, first).steps;

/** The load balancer's probes fail. */
const targetsNotice = (healthChecks: readonly TargetHealthCheck[]): readonly FailoverStep[] =>
  slowest(healthChecks.map(probesTime));

function probesTime({
  unhealthyThreshold,
  intervalSeconds,
  timeoutSeconds,
}: TargetHealthCheck): WorstCaseTime {
  const prop =
    intervalSeconds > TARGET_HEALTH_CHECK.intervalSeconds.min ? "intervalSeconds" : "unhealthyThreshold";
  return timeOf([
    {
      what: `${inText(unhealthyThreshold)} failed probes of the load balancer, one every ${inText(intervalSeconds)} s`,
      seconds: product(unhealthyThreshold, intervalSeconds),
      remedy: `a smaller healthCheck.${prop}`,
    },
    {
      what: "timeout of the last probe",
      seconds: timeoutSeconds,
      remedy: "a smaller healthCheck.timeoutSeconds",
    },
  ]);
}

const answerChanges: FailoverStep = {
  what: "Route 53 changes its answer",
  seconds: ROUTE53_REACTION_SECONDS,
};

const metricDelivery: FailoverStep = {
  what: "CloudWatch delivers the metric to Route 53",
  seconds: METRIC_DELIVERY_SECONDS,
};

const aliasReacts: FailoverStep = {
  what: "Route 53 evaluates the target group and changes its answer",
  seconds: ALIAS_REACTION_SECONDS,
};

const aliasTtl: FailoverStep = { what: "TTL of the alias", seconds: ALIAS_TTL_SECONDS };

const recordsTtl = (seconds: number): FailoverStep => ({
  what: "TTL of the old answer",
  seconds,
  remedy: "a smaller ttlSeconds",
});

const timeOf = (steps: readonly FailoverStep[]): WorstCaseTime => ({
  worstCaseSeconds: sum(...steps.map(({ seconds }) => seconds)),
  steps,
});

/** What clients should be without a node at most, seconds: a longer failover is a warning. */
export const FAILOVER_BUDGET_SECONDS = 120;

/** Warns, at synthesis, of a failover that takes too long, and names the prop that shortens it. */
export function warnOfSlowFailover(scope: IConstruct, { worstCaseSeconds, steps }: WorstCaseTime): void {
  if (!isResolved(worstCaseSeconds) || worstCaseSeconds <= FAILOVER_BUDGET_SECONDS) return;
  const [remedy = ""] = [...steps]
    .sort((one, other) => other.seconds - one.seconds)
    .flatMap(({ remedy }) => (remedy === undefined ? [] : [`; ${remedy} shortens it`]));
  Annotations.of(scope).addWarning(
    `Failover may take ${worstCaseSeconds} s, more than ${FAILOVER_BUDGET_SECONDS} s (${steps
      .map(({ what, seconds }) => `${what}: ${seconds}`)
      .join("; ")})${remedy}.`,
  );
}
