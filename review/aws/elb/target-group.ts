import type { Block, Resource } from "../../terraform/resource-graph";
import { portIn } from "../port";
import { DEFAULTS, defaultOf } from "../defaults";
import type { Registrar } from "./registrars";
import {
  targetsFrom,
  targetsOfLoadBalancers,
  targetsOfRegistrar,
  type Target,
  type TargetContext,
} from "./target";
import type { ZoneMatching } from "./zone-matching";

export interface TargetGroup {
  readonly resource: Resource;
  /** `ip`, `instance` or `alb`. */
  readonly targetType: string;
  readonly protocol: string;
  /** Whether each zone of the load balancer uses the targets of all zones. */
  readonly crossZone: boolean;
  readonly targets: readonly Target[];
  /** Port on which the load balancer probes all targets; undefined is each target's own. */
  readonly probePort: number | undefined;
  /** With fewer healthy targets, a zone leaves DNS and Route 53 considers the load balancer unhealthy. */
  readonly dnsThreshold: Threshold;
  /** With fewer healthy targets, connections go to the unhealthy ones too. */
  readonly routingThreshold: Threshold;
}

/** How many targets must be healthy; undefined is off. */
export interface Threshold {
  readonly count: number | undefined;
  readonly percentage: number | undefined;
}

/** Reads a target group as one load balancer uses it. */
export function targetGroupFrom(
  resource: Resource,
  registrations: { readonly attachments: readonly Resource[]; readonly registrars: readonly Registrar[] },
  crossZoneOfBalancer: boolean,
  context: TargetContext,
  matching: ZoneMatching,
): TargetGroup {
  const [health] = resource.blocks("target_group_health");
  const port = portIn(resource);
  const targetType = resource.known("target_type") ?? DEFAULTS.targetType.aws;
  return {
    resource,
    targetType,
    protocol: resource.known("protocol") ?? "TCP",
    // `use_load_balancer_configuration`, which is AWS's default, is no flag.
    crossZone: resource.flag("load_balancing_cross_zone_enabled") ?? crossZoneOfBalancer,
    targets: matching
      .place([
        ...(targetType === "alb" ? targetsOfLoadBalancers : targetsFrom)(registrations.attachments, context),
        ...registrations.registrars.flatMap((registrar) => targetsOfRegistrar(registrar, context)),
      ])
      .map((target) => ({ ...target, port: target.port ?? port })),
    probePort: portIn(resource.blocks("health_check")[0]),
    dnsThreshold: thresholdFrom(health?.blocks("dns_failover")[0], DEFAULTS.dnsFailoverCount),
    routingThreshold: thresholdFrom(
      health?.blocks("unhealthy_state_routing")[0],
      DEFAULTS.unhealthyRoutingCount,
    ),
  };
}

/** The count is `off`, a number, or omitted. */
function thresholdFrom(
  block: Block | undefined,
  otherwise: typeof DEFAULTS.dnsFailoverCount | typeof DEFAULTS.unhealthyRoutingCount,
): Threshold {
  const name = "minimum_healthy_targets_count";
  const count =
    block?.number(name) ?? block?.known(name) ?? defaultOf<string | number>(block, name, otherwise);
  return {
    count: typeof count === "number" ? count : undefined,
    percentage: block?.number("minimum_healthy_targets_percentage"),
  };
}

/** Whether enough of some targets are healthy; either number falling short is enough to fail. */
export const meets = ({ count, percentage }: Threshold, healthy: number, all: number): boolean =>
  all > 0 && healthy >= (count ?? 0) && healthy * 100 >= (percentage ?? 0) * all;

/** Whether targets see the clients' addresses; probes always come from the load balancer's own. */
export const keepsSource = ({ resource, targetType }: TargetGroup): boolean =>
  resource.flag("preserve_client_ip") ?? targetType === "instance";
