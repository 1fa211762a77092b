import type { ResourceChange } from "../terraform/plan/changes";
import type { Resource } from "../terraform/resource-graph";
import { DEFAULTS, numberOr } from "../aws/defaults";
import type { LoadBalancer } from "../aws/elb/load-balancer";
import type { LoadBalancerZone } from "../aws/elb/load-balancer-zone";
import type { TargetGroup } from "../aws/elb/target-group";
import type { ClientService } from "../aws/services";
import { worstOf } from "../effect";
import type { Effect } from "../report-model";
import { effectWithout } from "./without-nodes";
import { listed } from "../wording";
import type { StepKind } from "./apply-order";
import { named } from "./stopped-apply";
import { cause, shownServices, type Impact, type PlanDiff } from "./plan-diff";
/** Load balancers, listeners and target groups that are destroyed: what depends on them ends. */
export const loadBalancers = (diff: PlanDiff): Impact[] =>
  [...diff.balancers()].flatMap(([balancer, services]) => {
    const removal = balancerRemoval(diff, balancer, services);
    // What belongs to a load balancer goes with it.
    return removal === undefined
      ? [...listenerRemovals(diff, balancer, services), ...groupRemovals(diff, balancer)]
      : [removal];
  });

function balancerRemoval(
  diff: PlanDiff,
  balancer: LoadBalancer,
  services: readonly ClientService[],
): Impact | undefined {
  const { resource } = balancer;
  const removal = diff.removalOf(resource);
  if (removal === undefined) return undefined;
  const name = `The load balancer of ${shownServices(services)}`;
  const why =
    refusedRemoval(diff, balancer, removal, name) ??
    (removal.action === "delete"
      ? `${name} is deleted: all connections through it end, and its addresses stop answering.`
      : `${name} is replaced${cause(removal)}: all connections through it end, and ${replacement(diff, balancer, removal)}.`);
  const effect = worstOf(services.map((service) => effectOfEnd(diff, balancer, service)));
  return {
    address: removal.address,
    action: removal.action,
    why,
    kind: "balancer",
    effect,
  };
}

/** What clients notice of a load balancer's end: the nodes that another one also reaches go on serving. */
function effectOfEnd(diff: PlanDiff, balancer: LoadBalancer, service: ClientService): Effect {
  const others = service.tree.balancers.filter(
    (other) => other !== balancer && diff.removalOf(other.resource) === undefined,
  );
  if (others.length === 0) return "outage";
  const elsewhere = new Set(others.flatMap(nodesBehind));
  const lost = nodesBehind(balancer).filter((node) => !elsewhere.has(node));
  return lost.length === 0 ? "clients-move" : effectWithout(service, new Set(lost));
}

const nodesBehind = ({ groups }: LoadBalancer): string[] =>
  groups.flatMap(({ targets }) => targets.map(({ node }) => node));

/** A load balancer that AWS refuses to create or to delete, and what the apply has destroyed by then. */
function refusedRemoval(
  diff: PlanDiff,
  balancer: LoadBalancer,
  removal: ResourceChange,
  name: string,
): string | undefined {
  const { address, action, createsFirst } = removal;
  const start = `${name} is to be ${action === "delete" ? "deleted" : `replaced${cause(removal)}`}`;
  const { kept } = addressesAfter(diff, balancer);
  if (createsFirst && kept.length > 0) {
    return (
      `${start}, but the new one, which is made first, cannot have ${listed(kept)} while the old one has ` +
      `${kept.length === 1 ? "it" : "them"}: AWS refuses it, and the apply stops there.` +
      listenersGone(diff, balancer, "write", address)
    );
  }
  if (balancer.resource.flag("enable_deletion_protection") !== true) return undefined;
  const protectedStart = `${start}, but its deletion protection is on: AWS refuses, and the apply stops there`;
  return createsFirst
    ? `${protectedStart}, once the new one is made: both stay.`
    : `${protectedStart}.${listenersGone(diff, balancer, "destroy", address)}`;
}

/** That nothing answers any more on a load balancer that stays, because its listeners are destroyed before a step fails. */
function listenersGone(diff: PlanDiff, { listeners }: LoadBalancer, kind: StepKind, address: string): string {
  const destroyed = new Set(diff.order.destroyedDespite([[kind, address]]).map((change) => change.address));
  const gone = listeners.filter(({ resource }) => destroyed.has(diff.removalOf(resource)?.address ?? ""));
  if (gone.length === 0) return "";
  return (
    ` By then ${named(gone.map(({ resource }) => resource))} ${gone.length === 1 ? "is" : "are"} destroyed: the load ` +
    `balancer stays, and nothing answers on ${gone.length === listeners.length ? "it" : "these ports"}.`
  );
}

/** What clients meet until a new load balancer serves. */
function replacement(diff: PlanDiff, balancer: LoadBalancer, { createsFirst }: ResourceChange): string {
  if (createsFirst)
    return "the new one, which is made first, has other addresses: clients are routed to it once their answers expire";
  const { kept, lost } = addressesAfter(diff, balancer);
  const changed =
    lost.length === 0
      ? ""
      : kept.length === 0
        ? "; its addresses change"
        : `; it keeps ${listed(kept)}, and no longer has ${listed(lost)}`;
  return `nothing answers until the new one serves, which takes minutes${changed}`;
}

/** The addresses that a load balancer will still have, and those that it will not; for people. */
function addressesAfter(diff: PlanDiff, { resource, zones }: LoadBalancer) {
  const address = diff.next(resource)?.address;
  const next = diff.after.routing.loadBalancers.find((other) => other.resource.address === address);
  const keys = new Set(next?.zones.flatMap((zone) => [...zone.keys]));
  const elasticIps = new Set(next?.zones.map(({ elasticIp }) => elasticIp?.address));
  const isKept = ({ elasticIp, keys: own }: LoadBalancerZone): boolean =>
    (elasticIp !== undefined &&
      diff.removalOf(elasticIp) === undefined &&
      elasticIps.has(diff.next(elasticIp)?.address)) ||
    [...own].some((key) => keys.has(key));
  const shownZone = ({ elasticIp, keys: own, name }: LoadBalancerZone): string =>
    elasticIp?.known("public_ip") ?? [...own][0] ?? `its address in ${name}`;
  return {
    kept: zones.filter(isKept).map(shownZone),
    lost: zones.filter((zone) => !isKept(zone)).map(shownZone),
  };
}

function listenerRemovals(
  diff: PlanDiff,
  { listeners }: LoadBalancer,
  services: readonly ClientService[],
): Impact[] {
  return listeners.flatMap(({ resource, port }): Impact[] => {
    const removal = diff.removalOf(resource);
    // A listener that goes for good takes its service with it, which is said once.
    if (removal?.action !== "replace") return [];
    const own = shownServices(services.filter((service) => service.port === port));
    const order = removal.createsFirst
      ? "a load balancer has one listener on a port, so that the new one cannot be made first: the apply stops there"
      : "clients are refused until the new one is there";
    const why = `The listener of ${own === "" ? `port ${port}` : own} is replaced${cause(removal)}: ${order}.`;
    return [{ address: removal.address, action: removal.action, why, kind: "listener" }];
  });
}

function groupRemovals(diff: PlanDiff, { groups, listeners }: LoadBalancer): Impact[] {
  return groups.flatMap((group): Impact[] => {
    const removal = diff.removalOf(group.resource);
    if (removal === undefined) return [];
    const holders = listeners.filter(({ forwards }) => forwards.some((forward) => forward.group === group));
    const isLetGo = holders.every(({ resource }) => diff.changeOf(resource) !== undefined);
    const ports = holders.map(({ port }) => port).join(", ");
    const start = `The target group of port ${ports} is ${removal.action === "delete" ? "deleted" : "replaced"}${cause(removal)}`;
    const refused =
      " A listener that still forwards to it keeps AWS from deleting it: the apply stops there.";
    const isRefused = removal.action === "replace" ? !removal.createsFirst : !isLetGo;
    const why =
      removal.action === "delete"
        ? `${start}: connections through it end.${isRefused ? refused : ""}`
        : `${start}: connections through it end, and the new one serves once its targets pass their health checks` +
          `${seconds(healthySeconds(diff.next(group.resource) ?? group.resource))}.${isRefused ? refused : ""}`;
    return [{ address: removal.address, action: removal.action, why, kind: "listener" }];
  });
}

/** Registrations that are taken back; those of nodes that leave for good are another matter. */
export const targets = (diff: PlanDiff, leaving: ReadonlySet<string>): Impact[] =>
  [...diff.balancers()].flatMap(([balancer, services]) =>
    diff.removalOf(balancer.resource) === undefined
      ? balancer.groups.flatMap((group) => targetRemovals(diff, group, services, leaving))
      : [],
  );

function targetRemovals(
  diff: PlanDiff,
  group: TargetGroup,
  services: readonly ClientService[],
  leaving: ReadonlySet<string>,
): Impact[] {
  if (diff.removalOf(group.resource) !== undefined) return [];
  const nextGroup = diff.next(group.resource)?.address;
  const afterwards = diff.after.routing.loadBalancers
    .flatMap(({ groups }) => groups)
    .find(({ resource }) => resource.address === nextGroup);
  return group.targets.flatMap((target): Impact[] => {
    const removal = diff.removalOf(target.resource);
    if (removal === undefined || leaving.has(target.node)) return [];
    const name =
      services.flatMap(({ nodes }) => nodes).find(({ key }) => key === target.node)?.name ?? target.node;
    const returns = afterwards?.targets.some(({ node }) => node === target.node) === true;
    const delay = numberOr(group.resource, "deregistration_delay", DEFAULTS.deregistrationDelay);
    const back = returns
      ? ` It is registered again, and takes clients once it passes its health checks${seconds(healthySeconds(group.resource))}.`
      : "";
    const effect = worstOf(services.map((service) => effectWithout(service, new Set([target.node]))));
    const why =
      `${name} is taken out of ${nextGroup ?? group.resource.address}: its connections there are cut after ${delay} s.` +
      back;
    return [{ address: removal.address, action: removal.action, why, kind: "target", effect }];
  });
}

const seconds = (number: number | undefined): string => (number === undefined ? "" : ` (${number} s)`);

/** How long a new target is checked before it takes clients; undefined where the document does not specify. */
function healthySeconds(group: Resource): number | undefined {
  const [check] = group.blocks("health_check");
  const [threshold, interval] = [check?.number("healthy_threshold"), check?.number("interval")];
  return threshold === undefined || interval === undefined ? undefined : threshold * interval;
}

/** Elastic IPs that are released: the same address cannot be had again. */
export const addresses = (diff: PlanDiff): Impact[] =>
  [...diff.balancers()].flatMap(([{ zones }, services]) =>
    zones.flatMap(({ elasticIp, name }): Impact[] => {
      const removal = elasticIp === undefined ? undefined : diff.removalOf(elasticIp);
      if (elasticIp === undefined || removal === undefined) return [];
      const address = elasticIp.known("public_ip") ?? elasticIp.address;
      const then = removal.action === "replace" ? "replaced by another one" : "not replaced";
      const why =
        `${address}, the address of ${shownServices(services)} in ${name}, is released and ${then}: clients that ` +
        `know the old answer are routed nowhere until it expires, and firewalls that let it through must be changed.`;
      const effect = worstOf(services.map((service) => effectOfAddress(service, name)));
      return [{ address: removal.address, action: removal.action, why, kind: "address", effect }];
    }),
  );

/** What clients notice when a zone's address goes: those that know the old answer reach nothing until it expires. */
function effectOfAddress(service: ClientService, zone: string | undefined): Effect {
  const nodes = service.nodes.filter((node) => node.zone === zone).map(({ key }) => key);
  const effect = effectWithout(service, new Set(nodes));
  return effect === "clients-move" ? "outage" : effect;
}
