import { groupBy } from "../../collections";
import type { Graph, Resource } from "../../terraform/resource-graph";
import { portIn } from "../port";
import { DEFAULTS, numberOr } from "../defaults";
import { intentOf, type Intent } from "../declarations";
import type { AvailabilityZones } from "../network/availability-zones";
import type { NodeIdentity } from "../network/network-interfaces";
import { zonesOf, type LoadBalancerZone } from "./load-balancer-zone";
import { registrarsOf } from "./registrars";
import { targetGroupFrom, type TargetGroup } from "./target-group";
import { ZoneMatching } from "./zone-matching";

/** A Network Load Balancer, with its listeners and targets. */
export interface LoadBalancer {
  readonly resource: Resource;
  readonly intent: Intent | undefined;
  readonly isInternal: boolean;
  /** One per subnet; one that represents all where the document does not specify the subnets. */
  readonly zones: readonly LoadBalancerZone[];
  readonly listeners: readonly Listener[];
  /** The target groups of all listeners, each once. */
  readonly groups: readonly TargetGroup[];
}

export interface Listener {
  readonly resource: Resource;
  readonly port: number;
  readonly protocol: string;
  readonly forwards: readonly Forward[];
}

/** A target group of a listener; undefined where the document does not specify which. */
export interface Forward {
  readonly group: TargetGroup | undefined;
  /** Its part of the connections, relative to the others'. */
  readonly weight: number;
}

/** The network load balancers of a document. */
export function loadBalancersOf(
  graph: Graph,
  identity: NodeIdentity,
  zonesKnownFrom: (intents: readonly Intent[]) => AvailabilityZones,
): LoadBalancer[] {
  const resources = graph
    .all("aws_lb")
    .filter(
      (resource) => (resource.known("load_balancer_type") ?? DEFAULTS.loadBalancerType.aws) === "network",
    );
  const intents = new Map(resources.map((resource) => [resource, intentOf(resource)] as const));
  const availabilityZones = zonesKnownFrom([...intents.values()].flatMap((intent) => intent ?? []));
  const attachments = groupBy(graph.all("aws_lb_target_group_attachment"), (attachment) =>
    attachment.link("target_group_arn", "aws_lb_target_group"),
  );
  const registrars = registrarsOf(graph);
  const registrationsOf = (group: Resource) => ({
    attachments: attachments.get(group) ?? [],
    registrars: registrars.get(group) ?? [],
  });
  const listeners = groupBy(graph.all("aws_lb_listener"), (listener) =>
    listener.link("load_balancer_arn", "aws_lb"),
  );
  return resources.map((resource) => {
    const made = new Map<Resource, TargetGroup>();
    const zones = zonesOf(resource, availabilityZones);
    const matching = new ZoneMatching(zones);
    const crossZone = resource.flag("enable_cross_zone_load_balancing") ?? false;
    const context = { availabilityZones, identity, intent: intents.get(resource) };
    const groupOf = (group: Resource): TargetGroup => {
      const known =
        made.get(group) ?? targetGroupFrom(group, registrationsOf(group), crossZone, context, matching);
      made.set(group, known);
      return known;
    };
    const own = (listeners.get(resource) ?? []).flatMap((listener) => listenerFrom(listener, groupOf) ?? []);
    return {
      resource,
      intent: intents.get(resource),
      isInternal: resource.flag("internal") ?? false,
      zones,
      listeners: own,
      groups: [...made.values()],
    };
  });
}

/** A listener; undefined where nothing shows its port: REVIEW-1 reports ports that are not known. */
function listenerFrom(resource: Resource, groupOf: (group: Resource) => TargetGroup): Listener | undefined {
  const forwards = resource.blocks("default_action").flatMap((action): Forward[] => {
    const weighted = action.blocks("forward").flatMap((forward) => forward.blocks("target_group"));
    if (weighted.length > 0) {
      return weighted.map((member) => {
        const group = member.link("arn", "aws_lb_target_group");
        const weight = Math.max(0, numberOr(member, "weight", DEFAULTS.forwardWeight));
        return { group: group && groupOf(group), weight };
      });
    }
    const group = action.link("target_group_arn", "aws_lb_target_group");
    return [{ group: group && groupOf(group), weight: 1 }];
  });
  // Clients use the nodes' own ports most of the time.
  const ofGroups = forwards.flatMap(({ group }) => portIn(group?.resource) ?? []);
  const port = portIn(resource) ?? ofGroups[0];
  if (port === undefined) return undefined;
  return {
    resource,
    port,
    protocol: resource.known("protocol")?.toUpperCase() ?? "TCP",
    forwards,
  };
}
