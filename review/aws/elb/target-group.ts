import type { Block, Resource } from "../../terraform/resource-graph";
import { keyOf, Unknown, type Text } from "../../terraform/value";
import type { AvailabilityZones } from "../network/availability-zones";
import type { NodeIdentity } from "../network/network-interfaces";
import type { ZoneMatching } from "./load-balancer";

export interface TargetGroup {
  readonly resource: Resource;
  /** `ip`, `instance` or `alb`. */
  readonly targetType: string;
  readonly protocol: string;
  /** Whether each zone of the load balancer uses the targets of all zones. */
  readonly crossZone: boolean;
  readonly targets: readonly Target[];
  /** With fewer healthy targets, a zone leaves DNS and Route 53 takes the load balancer for unhealthy. */
  readonly dnsThreshold: Threshold;
  /** With fewer healthy targets, connections go to the unhealthy ones too. */
  readonly routingThreshold: Threshold;
}

/** How many targets must be healthy; undefined is off. */
export interface Threshold {
  readonly count: number | undefined;
  readonly percentage: number | undefined;
}

export interface Target {
  /** The registration. */
  readonly resource: Resource;
  /** Key of the node: equal keys are one node. */
  readonly node: string;
  /** What is registered. */
  readonly address: Text;
  /** The interface or instance that holds the address, where the document has it. */
  readonly holder: Resource | undefined;
  /** Name of its zone, `all`, or undefined where nothing tells. */
  readonly zone: string | undefined;
  /** Whether the zone is a guess, for the document does not tell it. */
  readonly isZoneAssumed?: true;
  /** The zone's name as the document has it, where the load balancer's zone is only assumed to be the same. */
  readonly toldZone?: string | undefined;
}

/** What all target groups of a document are read with. */
export interface Surroundings {
  readonly geography: AvailabilityZones;
  readonly machines: NodeIdentity;
}

/** Reads a target group as one load balancer uses it. */
export function targetGroupFrom(
  resource: Resource,
  attachments: readonly Resource[],
  crossZoneOfBalancer: boolean,
  surroundings: Surroundings,
  matching: ZoneMatching,
): TargetGroup {
  const [health] = resource.blocks("target_group_health");
  return {
    resource,
    targetType: resource.known("target_type") ?? "instance",
    protocol: resource.known("protocol") ?? "TCP",
    // `use_load_balancer_configuration`, which is AWS's default, is no flag.
    crossZone: resource.flag("load_balancing_cross_zone_enabled") ?? crossZoneOfBalancer,
    targets: matching.place(targetsFrom(attachments, surroundings)),
    dnsThreshold: thresholdFrom(health?.blocks("dns_failover")[0], undefined),
    routingThreshold: thresholdFrom(health?.blocks("unhealthy_state_routing")[0], 1),
  };
}

/** AWS's default is one target; a block that leaves the count out gets the provider's. */
function thresholdFrom(block: Block | undefined, countOfProvider: number | undefined): Threshold {
  if (block === undefined) return { count: 1, percentage: undefined };
  const isOff = block.known("minimum_healthy_targets_count") === "off";
  return {
    count: block.number("minimum_healthy_targets_count") ?? (isOff ? undefined : countOfProvider),
    percentage: block.number("minimum_healthy_targets_percentage"),
  };
}

/** Whether enough of some targets are healthy; either number falling short is enough to fail. */
export const meets = ({ count, percentage }: Threshold, healthy: number, all: number): boolean =>
  all > 0 && healthy >= (count ?? 0) && healthy * 100 >= (percentage ?? 0) * all;

function targetsFrom(
  attachments: readonly Resource[],
  { geography, machines }: Surroundings,
): readonly Target[] {
  const holders = holdersOf(attachments, machines);
  return attachments.flatMap((resource) => {
    const address = resource.text("target_id");
    if (address === undefined) return [];
    const holder = holders.get(resource);
    const told = resource.text("availability_zone");
    const zone = told === undefined ? geography.zoneOfAddress(address, holder) : keyOf(told);
    return [{ resource, node: machines.keyOf(address, holder), address, holder, zone }];
  });
}

/** What holds each target; a guess that would make one machine of several targets is none. */
function holdersOf(attachments: readonly Resource[], machines: NodeIdentity): Map<Resource, Resource> {
  const holders = new Map<Resource, Resource>();
  const guesses = new Map<Resource, Set<string>>();
  const guessed = new Map<Resource, Resource>();
  for (const attachment of attachments) {
    const address = attachment.text("target_id");
    if (address === undefined) continue;
    const known = machines.holderOf(address);
    const isExpressionAlone = address instanceof Unknown && address.address === undefined;
    const found = known ?? (isExpressionAlone ? guessOf(attachment) : undefined);
    if (found === undefined) continue;
    if (known !== undefined) holders.set(attachment, found);
    else {
      guessed.set(attachment, found);
      guesses.set(found, (guesses.get(found) ?? new Set()).add(keyOf(address)));
    }
  }
  for (const [attachment, found] of guessed)
    if (guesses.get(found)?.size === 1) holders.set(attachment, found);
  return holders;
}

const guessOf = (attachment: Resource): Resource | undefined =>
  attachment.link("target_id", "aws_instance") ?? attachment.link("target_id", "aws_network_interface");
