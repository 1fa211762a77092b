import type { Resource } from "../../terraform/resource-graph";
import { DEFAULTS, numberOr } from "../defaults";

/** How a load balancer probes the targets of a group. */
export interface TargetProbe {
  /** Seconds. */
  readonly interval: number;
  /** Seconds. */
  readonly timeout: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
}

/** The probe of a target group. */
export function targetProbeOf(group: Resource): TargetProbe {
  const [check] = group.blocks("health_check");
  return {
    interval: numberOr(check, "interval", DEFAULTS.probeInterval),
    timeout: numberOr(check, "timeout", DEFAULTS.probeTimeout),
    healthyThreshold: numberOr(check, "healthy_threshold", DEFAULTS.probeHealthyThreshold),
    unhealthyThreshold: numberOr(check, "unhealthy_threshold", DEFAULTS.probeUnhealthyThreshold),
  };
}
