import { ttlOf } from "../aws/route53/records";
import { keyOf, shown, Unknown } from "../terraform/value";
import { NOTHING } from "../aws/scenario";
import { percent } from "../wording";
import type { ClientService, ServiceNode } from "../aws/services";
import { shownServices, type Impact, type PlanDiff } from "./plan-diff";
import { effectWithout } from "./without-nodes";

/** A service before and after. */
interface Pair {
  readonly before: ClientService;
  readonly after: ClientService | undefined;
}

/** Who serves before and after: services that end, nodes that leave, clients that move, and who comes next. */
export function serving(diff: PlanDiff): Impact[] {
  const pairs = pairsOf(diff);
  return merged([
    ...pairs.flatMap((pair) => serviceRemoval(diff, pair) ?? []),
    ...pairs.flatMap((pair) => nodesOut(diff, pair)),
    ...pairs.flatMap((pair) => moved(diff, pair) ?? reordered(diff, pair) ?? []),
    ...pairs.flatMap((pair) => notKnown(diff, pair)),
  ]);
}

/** Keys of the nodes that no service routes to any more. */
export function leavingNodes(diff: PlanDiff): ReadonlySet<string> {
  const after = diff.after.services.flatMap(({ nodes }) => nodes);
  const leaving = diff.before.services
    .flatMap(({ nodes }) => nodes)
    .filter((node) => !after.some((other) => isSame(node, other)));
  return new Set(leaving.map(({ key }) => key));
}

/** Each service of now with the one that takes its place. */
export function pairsOf({ before, after }: PlanDiff): Pair[] {
  return before.services.map((service) => {
    const { tree, port } = service;
    const same = after.services.filter(
      (other) => other.tree.root.name === tree.root.name && other.port === port,
    );
    const inZone = same.find((other) => other.tree.root.zone.key === tree.root.zone.key);
    return { before: service, after: inZone ?? (same.length === 1 ? same[0] : undefined) };
  });
}

/** One node under two documents: by its name, else by its address. */
const isSame = (a: ServiceNode, b: ServiceNode): boolean =>
  a.name === b.name || a.key === b.key || keyOf(a.address) === keyOf(b.address);

/** Something about a service, which may be the same for several ports. */
interface ServiceImpact extends Impact {
  readonly service: ClientService;
  /** The sentence, once the services are known that it is about. */
  readonly describe: (services: string) => string;
}

/** What is the same for several ports is said once. */
function merged(impacts: readonly ServiceImpact[]): Impact[] {
  const groups = new Map<string, ServiceImpact[]>();
  for (const one of impacts) {
    const key = JSON.stringify([one.service.clientFqdn, one.describe("")]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group): Impact[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { describe, service: _service, ...impact } = first;
    return [{ ...impact, why: describe(shownServices(group.map(({ service }) => service))) }];
  });
}

function serviceRemoval(diff: PlanDiff, { before, after }: Pair): ServiceImpact[] | undefined {
  if (after !== undefined) return undefined;
  const { root, balancers } = before.tree;
  const isNamed = diff.after.routing.recordSets.all.some(({ name }) => name === root.name);
  // That a name goes, or all of its targets, is reported elsewhere.
  if (!isNamed || balancers.every(({ resource }) => diff.removalOf(resource)?.action === "delete")) return [];
  const change = before.listeners.flatMap(({ resource }) => diff.changeOf(resource) ?? [])[0];
  return [
    {
      ...at(diff, before, change),
      service: before,
      kind: "serviceGone",
      describe: (services) => `Nothing answers on ${services} any more: clients are refused.`,
    },
  ];
}

function nodesOut(diff: PlanDiff, { before, after }: Pair): ServiceImpact[] {
  if (after === undefined) return [];
  return before.nodes
    .filter((node) => !after.nodes.some((other) => isSame(node, other)))
    .map((node): ServiceImpact => {
      const ends = node.targets.flatMap(({ resource }) => diff.removalOf(resource) ?? []);
      return {
        ...at(diff, before, ends[0]),
        service: before,
        kind: "nodeOut",
        effect: effectWithout(before, new Set([node.key])),
        describe: (services) => `${nameOf(node)} serves ${services} no more: its connections are cut.`,
      };
    });
}

const nameOf = ({ name, address }: ServiceNode): string =>
  name === shown(address) ? name : `${name} (${shown(address)})`;

/** Clients who are routed to another node than now while all nodes are healthy. */
function moved(diff: PlanDiff, { before, after }: Pair): ServiceImpact[] | undefined {
  if (after === undefined || isUnresolved(after)) return undefined;
  const [now, then] = [sharesOf(before), sharesOf(after)];
  const stays = now.filter((one) =>
    then.some((other) => isSame(one.node, other.node) && Math.abs(one.share - other.share) < NOTHING),
  );
  if (stays.length === now.length && now.length === then.length) return undefined;
  const from = sharesShown(now);
  const to = then.length === 0 ? "no node" : sharesShown(then);
  const isCut =
    before.tree.balancers.some(({ resource }) => diff.removalOf(resource) !== undefined) ||
    now.some(({ node }) => node.targets.some(({ resource }) => diff.removalOf(resource) !== undefined));
  const rest = isCut ? "open connections there are cut" : "open connections stay where they are";
  const ttl = secondsToLive(before);
  return [
    {
      ...at(diff, before),
      service: before,
      kind: "serving",
      effect: then.length === 0 ? "outage" : "clients-move",
      describe: (services) =>
        `New clients of ${services} are routed to ${to} instead of ${from === "" ? "no node" : from}, once their answers ` +
        `expire${ttl === undefined ? "" : ` (${ttl} s)`}; ${rest}.`,
    },
  ];
}

/** Whether the targets of records are known only after the apply: they may be those of now. */
const isUnresolved = ({ tree }: ClientService): boolean =>
  tree.records.some(({ targets }) =>
    targets.some((target) => target.kind === "elsewhere" && target.value instanceof Unknown),
  );

/** Records that will point to what AWS chooses at the apply: nothing says which node that is. */
function notKnown(diff: PlanDiff, { before, after }: Pair): ServiceImpact[] {
  if (after === undefined || !isUnresolved(after)) return [];
  return [
    {
      ...at(diff, before),
      service: before,
      kind: "notKnown",
      describe: (services) =>
        `The plan does not specify which node new clients of ${services} will reach: AWS chooses an address at the apply.`,
    },
  ];
}

interface Share {
  readonly node: ServiceNode;
  readonly share: number;
}

/** The node that serves while all are healthy. */
const sharesOf = ({ nodes, states }: ClientService): Share[] =>
  nodes.flatMap((node) => {
    const share = states[0].traffic.shares.get(node.key) ?? 0;
    return share > NOTHING ? [{ node, share }] : [];
  });

const sharesShown = (shares: readonly Share[]): string =>
  shares
    .map(({ node, share }) => (shares.length === 1 ? node.name : `${node.name} (${percent(share)})`))
    .join(" and ");

/** The same node serves, and others take over from it in another order. */
function reordered(diff: PlanDiff, { before, after }: Pair): ServiceImpact[] | undefined {
  if (after === undefined || isUnresolved(after)) return undefined;
  const then = after.succession.map(({ node }) => node);
  const now = before.succession
    .map(({ node }) => node)
    .filter((node) => then.some((other) => isSame(node, other)));
  const kept = then.filter((node) => now.some((other) => isSame(node, other)));
  if (now.every((node, i) => kept[i] !== undefined && isSame(node, kept[i]))) return undefined;
  const order = then.map(({ name }) => name).join(", ");
  return [
    {
      ...at(diff, before),
      service: before,
      kind: "order",
      describe: (services) =>
        `A different node takes over when ${then[0]?.name ?? "the first"} is down: ${services} will be served in the order ` +
        `${order}, not ${now.map(({ name }) => name).join(", ")}.`,
    },
  ];
}

/** How long clients cache the answers of now at most. */
function secondsToLive({ tree }: ClientService): number | undefined {
  const times = tree.records.flatMap(({ entry, targets }) => {
    if (targets.some(({ kind }) => kind === "set")) return [];
    return ttlOf(entry) ?? [];
  });
  return times.length === 0 ? undefined : Math.max(...times);
}

/** Where to look: at the change that is given, else at the first one on the clients' path. */
function at(
  diff: PlanDiff,
  { tree, listeners }: ClientService,
  given?: { readonly address: string; readonly action: string },
): Pick<Impact, "address" | "action" | "why"> {
  const resources = [
    ...tree.records.map(({ entry }) => entry.resource),
    ...listeners.map(({ resource }) => resource),
    ...listeners
      .flatMap(({ forwards }) => forwards.flatMap(({ group }) => group?.targets ?? []))
      .map(({ resource }) => resource),
    ...tree.balancers.map(({ resource }) => resource),
  ];
  const change = given ?? resources.flatMap((resource) => diff.changeOf(resource) ?? [])[0];
  const address = change?.address ?? tree.root.entries[0]?.resource.address ?? tree.root.name;
  const action = ACTIONS.find((known) => known === change?.action);
  return { address, why: "", ...(action === undefined ? {} : { action }) };
}

const ACTIONS = ["create", "update", "replace", "delete"] as const;
