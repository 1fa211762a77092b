import type { Listener, NetworkLoadBalancer, TargetGroup } from "../description";
import { attribute, blocks, flag, number, text, type LiveResource, type Values } from "./document";
import type { Network } from "./network";

/** The load balancers of a document, with what hangs on them. */
export function loadBalancers(resources: readonly LiveResource[], network: Network): NetworkLoadBalancer[] {
  return ofType(resources, "aws_lb").map((balancer) => {
    if (text(balancer.values, "load_balancer_type") !== "network") {
      throw new Error(`${balancer.address} is not a Network Load Balancer`);
    }
    const arn = attribute(balancer, "arn");
    const crossZone = flag(balancer.values, "enable_cross_zone_load_balancing") ?? false;
    return {
      name: text(balancer.values, "name") ?? balancer.address,
      dnsName: attribute(balancer, "dns_name"),
      arnSuffix: attribute(balancer, "arn_suffix"),
      zones: zonesOf(balancer, network),
      listeners: ofType(resources, "aws_lb_listener")
        .filter(({ values }) => text(values, "load_balancer_arn") === arn)
        .map((listener) => listenerOf(listener, resources, network, crossZone)),
    };
  });
}

const ofType = (resources: readonly LiveResource[], type: string): LiveResource[] =>
  resources.filter((resource) => resource.type === type && !resource.address.startsWith("data."));

function zonesOf(balancer: LiveResource, network: Network): NetworkLoadBalancer["zones"] {
  const mappings = blocks(balancer.values, "subnet_mapping");
  const subnets = Array.isArray(balancer.values["subnets"]) ? balancer.values["subnets"] : [];
  const inSubnets: Values[] = subnets.map((subnet_id: unknown) => ({ subnet_id }));
  return (mappings.length > 0 ? mappings : inSubnets).map((mapping) => {
    const subnet = text(mapping, "subnet_id") ?? "";
    const allocation = text(mapping, "allocation_id");
    const address =
      text(mapping, "private_ipv4_address") ??
      (allocation === undefined ? `${balancer.address} ${subnet}` : network.addressOf(allocation));
    return { name: network.zoneOf(subnet), address };
  });
}

function listenerOf(
  listener: LiveResource,
  resources: readonly LiveResource[],
  network: Network,
  crossZone: boolean,
): Listener {
  const { values, address } = listener;
  if (text(values, "protocol") !== "TCP") throw new Error(`${address} is not a TCP listener`);
  const [action = {}] = blocks(values, "default_action");
  const group = (arn: string | undefined): TargetGroup => {
    const found = ofType(resources, "aws_lb_target_group").find(
      (candidate) => attribute(candidate, "arn") === arn,
    );
    if (found === undefined) throw new Error(`${address} forwards to a target group that is not there`);
    return groupOf(found, resources, network, crossZone);
  };
  const [forward] = blocks(action, "forward");
  // A state has `forward` beside `target_group_arn`, with the one group.
  const weighted = forward === undefined ? [] : blocks(forward, "target_group");
  const [stickiness = {}] = forward === undefined ? [] : blocks(forward, "stickiness");
  return {
    port: number(values, "port") ?? 0,
    forwards:
      weighted.length > 0
        ? weighted.map((entry) => ({
            group: group(text(entry, "arn")),
            weight: number(entry, "weight") ?? 1,
          }))
        : [{ group: group(text(action, "target_group_arn")), weight: 1 }],
    sticky: flag(stickiness, "enabled") ?? false,
  };
}

function groupOf(
  group: LiveResource,
  resources: readonly LiveResource[],
  network: Network,
  balancerCrossesZones: boolean,
): TargetGroup {
  const { values } = group;
  const arn = attribute(group, "arn");
  const [stickiness = {}] = blocks(values, "stickiness");
  const [state = {}] = blocks(values, "target_health_state");
  const [health = {}] = blocks(values, "target_group_health");
  const [routing = {}] = blocks(health, "unhealthy_state_routing");
  const [dns = {}] = blocks(health, "dns_failover");
  return {
    name: text(values, "name") ?? group.address,
    arnSuffix: attribute(group, "arn_suffix"),
    // `use_load_balancer_configuration` unless it is said otherwise.
    crossZone: flag(values, "load_balancing_cross_zone_enabled") ?? balancerCrossesZones,
    sticky: flag(stickiness, "enabled") ?? false,
    terminatesUnhealthy: flag(state, "enable_unhealthy_connection_termination") ?? true,
    routingMinimum: number(routing, "minimum_healthy_targets_count") ?? 1,
    // Provider: the text "off", or a number.
    dnsMinimum:
      text(dns, "minimum_healthy_targets_count") === "off"
        ? 0
        : (number(dns, "minimum_healthy_targets_count") ?? 1),
    probe: probeOf(values),
    targets: ofType(resources, "aws_lb_target_group_attachment")
      .filter((attachment) => text(attachment.values, "target_group_arn") === arn)
      .map(({ address, values: target }) => targetOf(address, target, values, network)),
  };
}

function targetOf(
  resource: string,
  target: Values,
  group: Values,
  network: Network,
): TargetGroup["targets"][number] {
  const address = text(target, "target_id") ?? "";
  const written = text(target, "availability_zone");
  const zone = written === undefined || written === "all" ? network.zoneOfAddress(address) : written;
  if (zone === undefined) throw new Error(`the zone of ${resource} is not known`);
  return { address, port: number(target, "port") ?? number(group, "port") ?? 0, zone };
}

/** AWS's defaults, for what a document leaves out (NLB guide, health checks). */
function probeOf(values: Values): TargetGroup["probe"] {
  const [check = {}] = blocks(values, "health_check");
  const protocol = text(check, "protocol") ?? "TCP";
  if (protocol !== "TCP" && protocol !== "HTTP" && protocol !== "HTTPS") {
    throw new Error(`a target group's health check by ${protocol}`);
  }
  const port = text(check, "port");
  return {
    protocol,
    port: port === undefined || port === "traffic-port" ? undefined : Number(port),
    path: text(check, "path") ?? "/",
    codes: (text(check, "matcher") ?? "200-399").split(",").map((range) => {
      const [from = "", to = from] = range.split("-");
      return [Number(from), Number(to)];
    }),
    interval: number(check, "interval") ?? 30,
    timeout: number(check, "timeout") ?? (protocol === "HTTP" ? 6 : 10),
    healthyThreshold: number(check, "healthy_threshold") ?? 5,
    unhealthyThreshold: number(check, "unhealthy_threshold") ?? 2,
  };
}
