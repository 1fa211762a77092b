/*
 * Every range and default of the props, once: checks, the config file's schema and the docstrings' `@default` agree on
 * them.
 */

/** Inclusive bounds of a whole number. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** A whole number that may be omitted. */
export interface OptionalNumber extends Range {
  readonly default: number;
}

/** SEMS-CLUSTER-1, KB 153476: a cluster has two to six members. */
export const NODE_COUNT: Range = { min: 2, max: 6 };

/** ELBv2 API, TargetGroups of a forward action: five at most, one per node. */
export const WEIGHTED_NODES = 5;

/** TCP ports. */
export const PORT: Range = { min: 1, max: 65_535 };

/** SEMS-DNS-2: clients cache an answer for a short time. Seconds. */
export const TTL_SECONDS: OptionalNumber = { min: 1, max: 60, default: 10 };

/** What load balancers and Route 53's health checkers both can probe with. */
export const PROBE_PROTOCOLS = ["TCP", "HTTP", "HTTPS"] as const;

/** One of `PROBE_PROTOCOLS`. */
export type ProbeProtocol = (typeof PROBE_PROTOCOLS)[number];

/** The load balancer's probe of the nodes: ranges of the ELBv2 API for Network Load Balancers. */
export const TARGET_HEALTH_CHECK = {
  protocol: { default: "TCP" satisfies ProbeProtocol },
  path: { default: "/" },
  intervalSeconds: { min: 5, max: 300, default: 10 },
  timeoutSeconds: { min: 2, max: 120, default: 5 },
  healthyThreshold: { min: 2, max: 10, default: 3 },
  unhealthyThreshold: { min: 2, max: 10, default: 2 },
} as const;

/** Route 53's health checks: the two intervals of the Route 53 API, and its range of thresholds. */
export const ENDPOINT_HEALTH = {
  intervalSeconds: { values: [10, 30], min: 10, max: 30, default: 10 },
  failureThreshold: { min: 1, max: 10, default: 3 },
  /** Regions of the health checkers; Route 53 requires three or more. */
  regions: {
    values: [
      "us-east-1",
      "us-west-1",
      "us-west-2",
      "eu-west-1",
      "ap-southeast-1",
      "ap-southeast-2",
      "ap-northeast-1",
      "sa-east-1",
    ],
    min: 3,
  },
} as const;

/** How long an idle connection stays open: range and default of the ELBv2 API for TCP listeners. Seconds. */
export const TCP_IDLE_TIMEOUT_SECONDS: OptionalNumber = { min: 60, max: 6000, default: 350 };

/** Failback delay: intervalSeconds times healthyThreshold of the load balancer's probe. Seconds. */
export const FAILBACK_DELAY_SECONDS: OptionalNumber = {
  min: TARGET_HEALTH_CHECK.intervalSeconds.min * TARGET_HEALTH_CHECK.healthyThreshold.min,
  max: TARGET_HEALTH_CHECK.intervalSeconds.max * TARGET_HEALTH_CHECK.healthyThreshold.max,
  default: TARGET_HEALTH_CHECK.intervalSeconds.default * TARGET_HEALTH_CHECK.healthyThreshold.default,
};

/** Weights of a listener's target groups: range of the ELBv2 API (SEMS-LB-3). */
export const WEIGHTS = {
  primary: { min: 0, max: 999, default: 10 },
  backup: { min: 0, max: 999, default: 1 },
} as const;

/** Size of an EBS volume, GiB. */
export const VOLUME_GIB: Range = { min: 1, max: 65_536 };
