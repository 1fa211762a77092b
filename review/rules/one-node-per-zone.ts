import type { LoadBalancer } from "../aws/elb/load-balancer";
import { EVERY_ZONE, type LoadBalancerZone } from "../aws/elb/load-balancer-zone";
import { eligible } from "../aws/elb/traffic";
import { groupBy } from "../collections";
import { namesOf, zonesInUse } from "../facts/in-use";
import type { Rule, Violation } from "./rule";
import type { Subject } from "../facts/subject";
import { listed } from "../wording";

/** Where records point to a load balancer's address in one zone, that address reaches exactly one node. */
export const oneNodePerZone: Rule = {
  id: "AWS-NLB-4",
  level: "error",
  source: "NLB guide, cross-zone load balancing",
  violations: (subject) =>
    [...zonesInUse(subject)].flatMap(([balancer, zones]) => [
      ...crossZone(balancer),
      ...zones.flatMap((zone) => zoneViolation(subject, balancer, zone) ?? []),
      ...targetsOutside(balancer),
    ]),
};

function crossZone({ resource, groups }: LoadBalancer): Violation[] {
  const crossing = groups.filter((group) => group.crossZone);
  if (crossing.length === 0) return [];
  const isOfBalancer = resource.flag("enable_cross_zone_load_balancing") === true;
  const [argument, changed] = isOfBalancer
    ? (["enable_cross_zone_load_balancing", [resource]] as const)
    : (["load_balancing_cross_zone_enabled", crossing.map((group) => group.resource)] as const);
  return changed.map(({ address }) => ({
    address,
    message:
      `Cross-zone load balancing is on: the address of each zone reaches the nodes of all zones, so ` +
      `choosing an address does not choose a node. Set ${argument} to false.`,
  }));
}

/** A zone with several nodes, or with none. */
function zoneViolation(
  subject: Subject,
  balancer: LoadBalancer,
  zone: LoadBalancerZone,
): Violation | undefined {
  const groups = balancer.groups.filter(({ crossZone, targets }) => !crossZone && targets.length > 0);
  const targets = groups.flatMap((group) => eligible(group, zone));
  const nodes = new Set(targets.map(({ node }) => node));
  const { address } = balancer.resource;
  if (nodes.size > 1) {
    const isResolved = targets.every((target) => target.zone !== undefined);
    const registrations = targets.map(({ resource }) => resource.address).sort();
    return {
      address,
      ...(isResolved ? {} : { level: "warning" }),
      message:
        `The address in ${zone.name} reaches ${listed(namesOf(subject, nodes))} (${registrations.join(", ")})` +
        `${isResolved ? "" : ", as far as the document specifies"}: new clients are spread over them. ` +
        `Put each node in a zone of its own.`,
    };
  }
  const without = groups.filter((group) => eligible(group, zone).length === 0);
  if (without.length === 0) return undefined;
  return {
    address,
    message:
      `Records route clients to the address in ${zone.name}, where ${listed(without.map(({ resource }) => resource.address))} ` +
      `${without.length === 1 ? "has" : "have"} no node: they reach nothing. Register the zone's node, or point ` +
      `no record there.`,
  };
}

/** Nodes in zones where the load balancer has no address: they never serve. */
function targetsOutside({ resource, zones, groups }: LoadBalancer): Violation[] {
  if (zones.some(({ isSpecified }) => !isSpecified)) return [];
  const reached = new Set<string | undefined>([EVERY_ZONE, ...zones.map(({ name }) => name)]);
  const targets = groups.filter(({ crossZone }) => !crossZone).flatMap((group) => group.targets);
  const outside = groupBy(targets, ({ zone }) => (reached.has(zone) ? undefined : zone));
  return [...outside].map(([zone, strangers]) => ({
    address: resource.address,
    message:
      `The load balancer has no subnet in ${zone}, and so routes no client to the node there (` +
      `${strangers.map((target) => target.resource.address).join(", ")}). Give it a subnet_mapping in that zone.`,
  }));
}
