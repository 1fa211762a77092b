import { keyOf, shown, Unknown } from "../terraform/value";
import { percent } from "../wording";
import type { ClientService, ScenarioResult, ServiceNode } from "../aws/services";
import { shownServices, type Impact, type Planned } from "./plan-diff";
import { effectWithout } from "./without-nodes";

/** A service before and after. */
interface Pair {
  readonly before: ClientService;
  readonly after: ClientService | undefined;
}

/** Who serves before and after: services that end, nodes that leave, clients that move, and who comes next. */
export function serving(planned: Planned): Impact[] {
  const pairs = pairsOf(planned);
  return joined([
    ...pairs.flatMap((pair) => serviceEnd(planned, pair) ?? []),
    ...pairs.flatMap((pair) => nodesOut(planned, pair)),
    ...pairs.flatMap((pair) => moved(planned, pair) ?? reordered(planned, pair) ?? []),
    ...pairs.flatMap((pair) => notKnown(planned, pair)),
  ]);
}

/** Keys of the nodes that no service leads to any more. */
export function leavingNodes(planned: Planned): ReadonlySet<string> {
  const after = planned.after.services.flatMap(({ nodes }) => nodes);
  const leaving = planned.before.services
    .flatMap(({ nodes }) => nodes)
    .filter((node) => !after.some((other) => isSame(node, other)));
  return new Set(leaving.map(({ key }) => key));
}

/** Each service of now with the one that takes its place. */
export function pairsOf({ before, after }: Planned): Pair[] {
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
interface Said extends Impact {
  readonly service: ClientService;
  /** The sentence, once the services are known that it is about. */
  readonly say: (services: string) => string;
}

/** What is the same for several ports is said once. */
function joined(said: readonly Said[]): Impact[] {
  const groups = new Map<string, Said[]>();
  for (const one of said) {
    const key = JSON.stringify([one.service.clientFqdn, one.say("")]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group): Impact[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { say, service: _service, ...noticed } = first;
    return [{ ...noticed, why: say(shownServices(group.map(({ service }) => service))) }];
  });
}

function serviceEnd(planned: Planned, { before, after }: Pair): Said[] | undefined {
  if (after !== undefined) return undefined;
  const { root, balancers } = before.tree;
  const isNamed = planned.after.routing.recordSets.all.some(({ name }) => name === root.name);
  // That a name goes, or all that it leads to, is said elsewhere.
  if (!isNamed || balancers.every(({ resource }) => planned.removalOf(resource)?.action === "delete"))
    return [];
  const change = before.listeners.flatMap(({ resource }) => planned.changeOf(resource) ?? [])[0];
  return [
    {
      ...at(planned, before, change),
      service: before,
      kind: "serviceGone",
      say: (services) => `Nobody answers on ${services} any more: clients are refused.`,
    },
  ];
}

function nodesOut(planned: Planned, { before, after }: Pair): Said[] {
  if (after === undefined) return [];
  return before.nodes
    .filter((node) => !after.nodes.some((other) => isSame(node, other)))
    .map((node): Said => {
      const ends = node.targets.flatMap(({ resource }) => planned.removalOf(resource) ?? []);
      return {
        ...at(planned, before, ends[0]),
        service: before,
        kind: "nodeOut",
        effect: effectWithout(before, new Set([node.key])),
        say: (services) => `${nameOf(node)} serves ${services} no more: its connections are cut.`,
      };
    });
}

const nameOf = ({ name, address }: ServiceNode): string =>
  name === shown(address) ? name : `${name} (${shown(address)})`;

/** Clients who are led to another node than now while all nodes are alive. */
function moved(planned: Planned, { before, after }: Pair): Said[] | undefined {
  if (after === undefined || isUntold(after)) return undefined;
  const [now, then] = [sharesOf(before), sharesOf(after)];
  const stays = now.filter((one) =>
    then.some((other) => isSame(one.node, other.node) && Math.abs(one.share - other.share) < 1e-9),
  );
  if (stays.length === now.length && now.length === then.length) return undefined;
  const from = described(now);
  const to = then.length === 0 ? "nobody" : described(then);
  const isCut =
    before.tree.balancers.some(({ resource }) => planned.removalOf(resource) !== undefined) ||
    now.some(({ node }) => node.targets.some(({ resource }) => planned.removalOf(resource) !== undefined));
  const rest = isCut ? "connections that stand there are cut" : "connections that stand stay where they are";
  const ttl = secondsToLive(before);
  return [
    {
      ...at(planned, before),
      service: before,
      kind: "serving",
      effect: then.length === 0 ? "outage" : "clients-move",
      say: (services) =>
        `New clients of ${services} are led to ${to} instead of ${from === "" ? "nobody" : from}, once their answers ` +
        `expire${ttl === undefined ? "" : ` (${ttl} s)`}; ${rest}.`,
    },
  ];
}

/** Whether records will lead to what nobody knows before the apply: what they lead to may be what they lead to now. */
const isUntold = ({ tree }: ClientService): boolean =>
  tree.branches.some(({ leads }) =>
    leads.some((lead) => lead.kind === "beyond" && lead.value instanceof Unknown),
  );

/** Records that will lead to what AWS chooses at the apply: nothing says which node that is. */
function notKnown(planned: Planned, { before, after }: Pair): Said[] {
  if (after === undefined || !isUntold(after)) return [];
  return [
    {
      ...at(planned, before),
      service: before,
      kind: "notKnown",
      say: (services) =>
        `The plan does not tell which node new clients of ${services} will reach: AWS chooses an address at the apply.`,
    },
  ];
}

interface Share {
  readonly node: ServiceNode;
  readonly share: number;
}

/** Who serves while all are alive. */
const sharesOf = ({ nodes, states }: ClientService): Share[] =>
  nodes.flatMap((node) => {
    const share = states[0]?.way.shares.get(node.key) ?? 0;
    return share > 1e-9 ? [{ node, share }] : [];
  });

const described = (shares: readonly Share[]): string =>
  shares
    .map(({ node, share }) => (shares.length === 1 ? node.name : `${node.name} (${percent(share)})`))
    .join(" and ");

/** The same node serves, and others take over from it in another order. */
function reordered(planned: Planned, { before, after }: Pair): Said[] | undefined {
  if (after === undefined || isUntold(after)) return undefined;
  const then = successionOf(after);
  const now = successionOf(before).filter((node) => then.some((other) => isSame(node, other)));
  const kept = then.filter((node) => now.some((other) => isSame(node, other)));
  if (now.every((node, i) => kept[i] !== undefined && isSame(node, kept[i]))) return undefined;
  const order = then.map(({ name }) => name).join(", ");
  return [
    {
      ...at(planned, before),
      service: before,
      kind: "order",
      say: (services) =>
        `Another node comes next when ${then[0]?.name ?? "the first"} is down: ${services} will be served in the order ` +
        `${order}, not ${now.map(({ name }) => name).join(", ")}.`,
    },
  ];
}

/** The nodes in the order in which the records lead to them, whatever is declared. */
function successionOf(service: ClientService): ServiceNode[] {
  const order: ServiceNode[] = [];
  for (;;) {
    const outcome = service.states.find((state) => isWithout(state, order));
    const [next] = service.nodes
      .filter((node) => !order.includes(node))
      .sort((a, b) => shareIn(outcome, b) - shareIn(outcome, a));
    if (next === undefined || shareIn(outcome, next) <= 1e-9) return order;
    order.push(next);
  }
}

const isWithout = ({ world }: ScenarioResult, nodes: readonly ServiceNode[]): boolean =>
  world.nodes.size === nodes.length && nodes.every(({ key }) => world.nodes.has(key));

const shareIn = (outcome: ScenarioResult | undefined, { key }: ServiceNode): number =>
  outcome?.way.shares.get(key) ?? 0;

/** How long clients keep the answers of now at most; an alias to a load balancer has 60 s (Route 53 guide). */
function secondsToLive({ tree }: ClientService): number | undefined {
  const times = tree.branches.flatMap(({ entry, leads }) => {
    if (leads.some(({ kind }) => kind === "set")) return [];
    return entry.resource.number("ttl") ?? (leads.some(({ kind }) => kind === "balancer") ? 60 : []);
  });
  return times.length === 0 ? undefined : Math.max(...times);
}

/** Where to look: at the change that is given, else at the first one on the clients' way. */
function at(
  planned: Planned,
  { tree, listeners }: ClientService,
  given?: { readonly address: string; readonly action: string },
): Pick<Impact, "address" | "action" | "why"> {
  const resources = [
    ...tree.branches.map(({ entry }) => entry.resource),
    ...listeners.map(({ resource }) => resource),
    ...listeners
      .flatMap(({ forwards }) => forwards.flatMap(({ group }) => group?.targets ?? []))
      .map(({ resource }) => resource),
    ...tree.balancers.map(({ resource }) => resource),
  ];
  const change = given ?? resources.flatMap((resource) => planned.changeOf(resource) ?? [])[0];
  const address = change?.address ?? tree.root.entries[0]?.resource.address ?? tree.root.name;
  const action = ACTIONS.find((known) => known === change?.action);
  return { address, why: "", ...(action === undefined ? {} : { action }) };
}

const ACTIONS = ["create", "update", "replace", "delete"] as const;
