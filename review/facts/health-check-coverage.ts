import type { Resource } from "../terraform/resource-graph";
import { keyOf, type Text } from "../terraform/value";
import type { Holder } from "../aws/network/address-owners";
import { nameKey } from "../aws/route53/records";
import { breaches, valueOf } from "../aws/alarm";
import type { HealthCheck } from "../aws/route53/health-check";
import type { RecordTarget } from "../aws/route53/record-targets";
import type { Routing } from "../aws/routing";
import { eligible } from "../aws/elb/traffic";
import { ALL_HEALTHY } from "../aws/scenario";

/** What is wrong with the health check of a record: it does not specify whether the record's own node is healthy. */
export interface HealthCheckGap {
  /** The resource that has to change. */
  readonly address: string;
  /** What the check does instead, to follow the name of the check. */
  readonly because: string;
  readonly isDoubtful?: true;
  /** Whether it is wrong whatever the other checks do that a check is calculated from. */
  readonly isFault?: true;
}

/** A record that a health check decides about. */
export interface CheckedRecord {
  /** Key of the record's name. */
  readonly name: string;
  readonly targets: readonly RecordTarget[];
}

/** Why a health check does not watch what a record points to; empty where it does, or where the document leaves it open. */
export function healthCheckGaps(
  routing: Routing,
  check: Resource,
  record: CheckedRecord,
): readonly HealthCheckGap[] {
  if (routing.checks.of(check).isDisabled) return [disabled(check)];
  const all = routing.checks.behind(check);
  const gaps = all.flatMap(({ resource, check: found }) => {
    if (found.kind === "calculated") return [];
    if (found.isDisabled) return [disabled(resource)];
    return [
      found.kind === "metric"
        ? alarmGap(routing, found, record.targets)
        : probeGap(routing, resource, record),
    ];
  });
  const found = gaps.filter((gap) => gap !== undefined);
  const faults = found.filter(({ isFault }) => isFault);
  if (faults.length > 0) return faults;
  // A check that the document does not hold may watch the node: REVIEW-1 reports it.
  const isIncomplete = all.some(({ check: own }) => own.kind === "calculated" && own.strangers > 0);
  // Else, one check that watches the node is enough.
  return isIncomplete || found.length < gaps.length ? [] : found.slice(0, 1);
}

const disabled = ({ address }: Resource): HealthCheckGap => ({
  address,
  because: "is disabled, and so always healthy",
  isFault: true,
});

function probeGap(
  routing: Routing,
  check: Resource,
  { name, targets }: CheckedRecord,
): HealthCheckGap | undefined {
  const asked = check.text("ip_address") ?? "";
  const fqdn = check.text("fqdn");
  if (asked === "" && fqdn !== undefined && nameKey(fqdn) === name) {
    const because = `asks for ${named(fqdn)}, the very name that it decides about, and so hears of whichever node answers`;
    return { address: check.address, because, isFault: true };
  }
  const values = targets.flatMap((target) => (target.kind === "set" ? [] : [target.value]));
  if (asked === "" || values.length === 0 || values.some((value) => keyOf(value) === keyOf(asked)))
    return undefined;
  const [probed, routed] = [nodesAt(routing, asked), values.map((value) => nodesAt(routing, value))];
  if (routed.some((nodes) => nodes !== undefined && probed !== undefined && meet(nodes, probed)))
    return undefined;
  const because = `probes ${named(asked)}, and the record points to ${values.map(named).join(", ")}`;
  const isResolved = routed.every((nodes) => nodes !== undefined) && probed !== undefined;
  const isKnown = [asked, ...values].every((value) => typeof value === "string");
  return { address: check.address, because, ...(isResolved || isKnown ? {} : { isDoubtful: true }) };
}

/** An address for people: what AWS will choose, by its expression. */
const named = (value: Text): string => (typeof value === "string" ? value : value.expression);

const meet = (some: ReadonlySet<string>, others: ReadonlySet<string>): boolean =>
  [...some].some((key) => others.has(key));

/** The nodes that an address belongs to; undefined where the document does not specify. */
function nodesAt({ addresses }: Routing, address: Text): ReadonlySet<string> | undefined {
  const holder = addresses.holderOf(address);
  return holder === undefined ? undefined : nodesOf(holder);
}

function nodesOf(holder: Holder): ReadonlySet<string> {
  if (holder.kind === "node") return new Set([holder.node]);
  const { balancer, zone } = holder;
  const targets = balancer.groups.flatMap((group) =>
    zone === undefined ? group.targets : eligible(group, zone),
  );
  return new Set(targets.map(({ node }) => node));
}

/** Whether the alarm behind a check fires as soon as the nodes are down that the record points to, and not before. */
function alarmGap(
  routing: Routing,
  { alarm, isInverted }: HealthCheck & { readonly kind: "metric" },
  targets: readonly RecordTarget[],
): HealthCheckGap | undefined {
  const nodes = targets.flatMap((target) => [...nodesOfTarget(target)]);
  if (alarm === undefined) return undefined;
  const { address } = alarm;
  const fault = routing.alarms.faultOf(alarm);
  if (fault !== undefined) return { address, because: `follows an alarm that ${fault}`, isFault: true };
  if (nodes.length === 0) return undefined;
  const metric = routing.alarms.metricOf(alarm);
  if (metric === undefined) {
    return { address, because: "follows a metric that does not depend on the node", isDoubtful: true };
  }
  // An alarm on other nodes may be a condition of its own, and so may one that a check inverts.
  const isOwn = !isInverted && metric.group.targets.some(({ node }) => nodes.includes(node));
  const gap = (because: string): HealthCheckGap => ({
    address,
    because,
    ...(isOwn ? { isFault: true } : {}),
  });
  const [allHealthy, down] = [
    valueOf(metric, ALL_HEALTHY),
    valueOf(metric, { ...ALL_HEALTHY, nodes: new Set(nodes) }),
  ];
  if (allHealthy !== "missing" && breaches(alarm, allHealthy) !== isInverted)
    return gap("follows an alarm that fires while every node is healthy");
  return down === "missing" || breaches(alarm, down) !== isInverted
    ? undefined
    : gap("follows an alarm that does not fire when the record's node is down");
}

function nodesOfTarget(target: RecordTarget): ReadonlySet<string> {
  if (target.kind === "node") return new Set([target.node]);
  if (target.kind !== "balancer") return new Set();
  const { balancer } = target;
  const zone = balancer.zones.find(({ name }) => name === target.zone);
  return nodesOf({ kind: "balancer", balancer, ...(zone === undefined ? {} : { zone }) });
}
