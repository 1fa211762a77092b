import type { Block, Resource } from "../terraform/resource-graph";
import type { RecordTree } from "./route53/record-targets";
import type { Routing } from "./routing";

/** Attributes of a resource or a block, and the blocks in it. */
interface Attributes {
  readonly own: readonly string[];
  readonly blocks?: Readonly<Record<string, Attributes>>;
}

/** The attributes that decide which node serves clients: where one is unknown, so is the answer. */
const DECISIVE: Readonly<Record<string, Attributes>> = {
  aws_route53_record: {
    own: ["type", "multivalue_answer_routing_policy"],
    blocks: {
      failover_routing_policy: { own: ["type"] },
      weighted_routing_policy: { own: ["weight"] },
      alias: { own: ["evaluate_target_health"] },
    },
  },
  aws_route53_health_check: {
    own: [
      "type",
      "port",
      "disabled",
      "invert_healthcheck",
      "child_health_threshold",
      "insufficient_data_health_status",
    ],
  },
  aws_cloudwatch_metric_alarm: {
    own: ["namespace", "metric_name", "statistic", "comparison_operator", "threshold"],
  },
  aws_lb: { own: ["load_balancer_type", "internal", "enable_cross_zone_load_balancing"] },
  aws_lb_listener: {
    own: ["port", "protocol"],
    blocks: {
      default_action: {
        own: [],
        blocks: { forward: { own: [], blocks: { target_group: { own: ["weight"] } } } },
      },
    },
  },
  aws_lb_target_group: {
    own: ["target_type", "protocol", "load_balancing_cross_zone_enabled"],
    blocks: {
      target_group_health: {
        own: [],
        blocks: {
          dns_failover: { own: ["minimum_healthy_targets_count", "minimum_healthy_targets_percentage"] },
          unhealthy_state_routing: {
            own: ["minimum_healthy_targets_count", "minimum_healthy_targets_percentage"],
          },
        },
      },
    },
  },
};

/** The decisive attributes of a resource that are not known before the apply, such as `alias.evaluate_target_health`. */
export function unknownAttributesOf(resource: Resource): string[] {
  const attributes = DECISIVE[resource.type];
  return attributes === undefined ? [] : [...new Set(unknownIn(resource, attributes, ""))];
}

function unknownIn(block: Block, { own, blocks = {} }: Attributes, path: string): string[] {
  return [
    ...own.filter((name) => block.isUnknown(name)).map((name) => path + name),
    ...Object.entries(blocks).flatMap(([name, attributes]) =>
      block.blocks(name).flatMap((nested) => unknownIn(nested, attributes, `${path}${name}.`)),
    ),
  ];
}

/** The resources that route clients of a name, with the decisive attributes of each that are unknown. */
export function unknownAttributesBehind(
  { checks }: Pick<Routing, "checks">,
  { records, balancers }: RecordTree,
): ReadonlyMap<Resource, readonly string[]> {
  const resources = new Set([
    ...records.flatMap(({ entry }) => [
      entry.resource,
      ...(entry.check === undefined
        ? []
        : [
            ...checks.behind(entry.check).map(({ resource }) => resource),
            ...checks.alarmsBehind(entry.check),
          ]),
    ]),
    ...balancers.flatMap(({ resource, listeners, groups }) => [
      resource,
      ...[...listeners, ...groups].map((part) => part.resource),
    ]),
  ]);
  return new Map(
    [...resources].flatMap((resource) => {
      const names = unknownAttributesOf(resource);
      return names.length === 0 ? [] : [[resource, names] as const];
    }),
  );
}
