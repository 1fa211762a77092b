import type { Block } from "../terraform/resource-graph";

/**
 * What holds where a document gives no value. The two differ for some attributes: what an author leaves out of a block,
 * the provider sends with its own default; of a block that is left out as a whole, and of an attribute that a state holds
 * as null because AWS did not return it, AWS's default holds. A null is never "off".
 */
interface Default<T> {
  readonly provider: T;
  readonly aws: T;
}

const same = <T>(value: T): Default<T> => ({ provider: value, aws: value });

/**
 * The defaults of every attribute that the review computes with: Terraform provider 5.100.0, and the ELBv2, Route 53 and
 * CloudWatch API references. An unknown value is no default: `unknown-attributes.ts` reports it.
 */
export const DEFAULTS = {
  loadBalancerType: same("application"),
  targetType: same("instance"),
  /** Seconds that connections to a deregistered target last. */
  deregistrationDelay: same(300),
  /** Of a target group among several of a listener. */
  forwardWeight: same(1),
  /** `target_group_health`: healthy targets that a zone needs to stay in DNS. `off` is no minimum. */
  dnsFailoverCount: { provider: "off", aws: 1 },
  /** Healthy targets without which connections go to all targets. */
  unhealthyRoutingCount: same(1),
  /** The load balancer's probes: seconds, and numbers of probes. */
  probeInterval: same(30),
  probeTimeout: same(10),
  probeHealthyThreshold: { provider: 3, aws: 5 },
  probeUnhealthyThreshold: { provider: 3, aws: 2 },
  /** Route 53's probes. */
  checkInterval: same(30),
  checkFailureThreshold: same(3),
  /** CloudWatch alarms: seconds, and periods. */
  alarmPeriod: same(60),
  alarmEvaluationPeriods: same(1),
} as const satisfies Readonly<Record<string, Default<string | number>>>;

/** The default of an attribute as a block leaves it: written without the attribute, with null, or omitted altogether. */
export const defaultOf = <T>(block: Block | undefined, name: string, { provider, aws }: Default<T>): T =>
  block === undefined || block.isNull(name) ? aws : provider;

/** A number of a block, or what holds in its place. */
export const numberOr = (block: Block | undefined, name: string, otherwise: Default<number>): number =>
  block?.number(name) ?? defaultOf(block, name, otherwise);
