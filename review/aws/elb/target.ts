import type { Resource } from "../../terraform/resource-graph";
import { keyOf, Unknown, type Text } from "../../terraform/value";
import { portIn } from "../port";
import type { Intent } from "../declarations";
import type { AvailabilityZones } from "../network/availability-zones";
import { zonesOf } from "./load-balancer-zone";
import type { Registrar } from "./registrars";
import type { NodeIdentity } from "../network/network-interfaces";

/** A node that is registered with a target group. */
export interface Target {
  /** The registration. */
  readonly resource: Resource;
  /** Key of the node: equal keys are one node. */
  readonly node: string;
  /** What is registered. */
  readonly address: Text;
  /** Port that clients are routed to, where the document specifies it. */
  readonly port?: number | undefined;
  /** The interface or instance that has the address, where the document has it. */
  readonly holder: Resource | undefined;
  /** Id or resource address of the VPC that the address is in, where the document specifies it. */
  readonly vpc?: string | undefined;
  /** Name of its zone, `all`, or undefined where the document does not specify it. */
  readonly zone: string | undefined;
  /** Whether it represents all targets that a resource registers, whose number is not known. */
  readonly isUnlisted?: true;
  /** Whether the zone is an assumption, because the document does not specify it. */
  readonly isZoneAssumed?: true;
  /** The zone's name as the document has it, where the load balancer's zone is only assumed to be the same. */
  readonly specifiedZone?: string | undefined;
}

/** What the targets of all target groups are resolved with. */
export interface TargetContext {
  readonly availabilityZones: AvailabilityZones;
  readonly identity: NodeIdentity;
  /** What the tags of the load balancer declare. */
  readonly intent?: Intent | undefined;
}

/** What a registrar registers, as one node in each of its zones. */
export const targetsOfRegistrar = (
  { resource, subnets }: Registrar,
  { availabilityZones }: TargetContext,
): Target[] => {
  const zones = new Set(
    subnets.map(({ id, resource: subnet }) => availabilityZones.zoneOfSubnet(subnet, id)),
  );
  const address = new Unknown(resource.address, resource.address);
  const common = { resource, node: resource.address, address, holder: undefined, isUnlisted: true } as const;
  return zones.size === 0
    ? [{ ...common, zone: undefined }]
    : [...zones].map((zone) => ({ ...common, zone }));
};

/** The targets of some registrations. */
export function targetsFrom(
  attachments: readonly Resource[],
  { availabilityZones, identity, intent }: TargetContext,
): readonly Target[] {
  const holders = holdersOf(attachments, identity);
  return attachments.flatMap((resource) => {
    const address = resource.text("target_id");
    if (address === undefined) return [];
    const holder = holders.get(resource);
    const specified = resource.text("availability_zone");
    const vpc = identity.vpcOf(resource);
    const zone =
      specified === undefined
        ? availabilityZones.zoneOfAddress(address, { holder, vpc, intent })
        : keyOf(specified);
    const node = identity.keyOf(address, holder, vpc);
    return [{ resource, node, address, port: portIn(resource), holder, vpc, zone }];
  });
}

/** Application Load Balancers that are registered, each as one node in all of its own zones. */
export const targetsOfLoadBalancers = (
  attachments: readonly Resource[],
  { availabilityZones }: TargetContext,
): Target[] =>
  attachments.flatMap((resource): Target[] => {
    const written = resource.text("target_id");
    if (written === undefined) return [];
    const own = resource.link("target_id", "aws_lb") ?? resource.link("target_id", "data.aws_lb");
    const address = own === undefined ? written : new Unknown(own.address, own.address);
    const common = {
      resource,
      node: own?.address ?? keyOf(written),
      address,
      holder: undefined,
      port: portIn(resource),
    };
    const zones = own === undefined ? [] : zonesOf(own, availabilityZones);
    const known = zones.filter(({ isSpecified }) => isSpecified).map(({ name }) => name);
    return known.length === 0 || known.length < zones.length
      ? [{ ...common, zone: undefined }]
      : known.map((zone) => ({ ...common, zone }));
  });

/** What has the address of each target; a guess that would make one machine of several targets is dropped. */
function holdersOf(attachments: readonly Resource[], identity: NodeIdentity): Map<Resource, Resource> {
  const holders = new Map<Resource, Resource>();
  const guesses = new Map<Resource, Set<string>>();
  const guessed = new Map<Resource, Resource>();
  for (const attachment of attachments) {
    const address = attachment.text("target_id");
    if (address === undefined) continue;
    const known = namedBy(attachment) ?? identity.holderOf(address, identity.vpcOf(attachment));
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

/** The interface or instance that an address is written as a reference to: a literal address may be in several VPCs. */
const namedBy = (attachment: Resource): Resource | undefined =>
  attachment.text("target_id") instanceof Unknown ? undefined : guessOf(attachment);

const guessOf = (attachment: Resource): Resource | undefined =>
  attachment.link("target_id", "aws_instance") ?? attachment.link("target_id", "aws_network_interface");
