import type { Resource } from "../terraform/resource-graph";
import { shown, type Text } from "../terraform/value";
import type { Arrow, Box, Diagram } from "../report-model";
import { targetKey, type ResolvedRecord, type RecordTarget } from "./route53/record-targets";
import type { LoadBalancer } from "./elb/load-balancer";
import { setKey } from "./route53/records";
import type { ClientService, ServiceNode } from "./services";
import { eligible } from "./elb/traffic";

/** What a change does to resources, by their addresses, in a word: `replaced`. */
export type Actions = ReadonlyMap<string, string>;

/**
 * Draws the path of clients: names, the addresses that they resolve to, the load balancer's zones, the nodes.
 *
 * @param actions what the change does: a box says so of its resources
 */
export function diagramOf(service: ClientService, actions: Actions = new Map()): Diagram {
  const { tree, nodes, states } = service;
  const serving = states[0].traffic.shares;
  const boxes = new Map<string, Box>();
  const arrows: Arrow[] = [];
  const add = (box: Box): string => {
    if (!boxes.has(box.id)) boxes.set(box.id, box);
    return box.id;
  };
  for (const set of tree.sets) {
    const kind = set.entries[0]?.policy ?? "simple";
    const records = set.entries.map(({ resource }) => resource);
    const lines = [set.shownName, `${set.type}, ${kind}`, ...marks(records, actions)];
    add({ id: setKey(set), kind: "name", lines });
  }
  for (const record of tree.records) {
    for (const target of record.targets) {
      const to = add(boxFor(target, service, actions));
      const reached = nodesBehind(target, service);
      const taken = reached.some(({ key }) => serving.has(key)) || target.kind === "set";
      arrows.push({ from: setKey(record.set), to, label: labelFor(record), taken });
      for (const node of target.kind === "set" ? [] : reached) {
        const box = add(nodeBox(node, nodes, actions));
        if (box !== to)
          arrows.push({ from: to, to: box, label: `${service.port}`, taken: serving.has(node.key) });
      }
    }
  }
  return {
    boxes: [...boxes.values()],
    arrows: highlighted(distinct(arrows), setKey(tree.root), nodes, serving),
  };
}

function labelFor({ entry }: ResolvedRecord): string {
  if (entry.role !== undefined) return entry.role;
  return entry.policy === "weighted"
    ? `weight ${entry.weight}`
    : entry.policy === "simple"
      ? ""
      : entry.policy;
}

function boxFor(target: RecordTarget, { nodes }: ClientService, actions: Actions): Box {
  if (target.kind === "set") {
    return { id: setKey(target.set), kind: "name", lines: [target.set.shownName] };
  }
  if (target.kind === "balancer") {
    const id = targetKey(target);
    const { resource, zones } = target.balancer;
    const ip = zones.find(({ name }) => name === target.zone)?.elasticIp;
    const marked = marks(ip === undefined ? [resource] : [ip, resource], actions);
    return target.zone === undefined
      ? {
          id,
          kind: "load-balancer",
          lines: [nameOfBalancer(target.balancer), "network load balancer", ...marked],
        }
      : { id, kind: "address", lines: [target.zone, shownAddress(target.value), ...marked] };
  }
  const node = target.kind === "node" ? nodes.find(({ key }) => key === target.node) : undefined;
  return node === undefined
    ? { id: targetKey(target), kind: "other", lines: [shownAddress(target.value), "not in this document"] }
    : nodeBox(node, nodes, actions);
}

/** What the change does to the resources of a box: one word for all, the first that there is. */
const marks = (resources: readonly Resource[], actions: Actions): string[] =>
  resources.flatMap(({ address }) => actions.get(address) ?? []).slice(0, 1);

const shownAddress = (value: Text): string =>
  typeof value === "string" ? value : `address ${shown(value).replace(/[()]/g, "")}`;

const nodeBox = (node: ServiceNode, nodes: readonly ServiceNode[], actions: Actions): Box => ({
  id: `node ${node.key}`,
  kind: "node",
  lines: [
    `${nodes.indexOf(node) + 1}. ${node.name}`,
    ...(node.name === shown(node.address) ? [] : [shown(node.address)]),
    ...marks(
      node.targets.flatMap(({ holder }) => holder ?? []),
      actions,
    ),
  ],
});

const nameOfBalancer = ({ resource }: LoadBalancer): string => {
  const name = resource.entries("tags").get("Name") ?? resource.text("name");
  return typeof name === "string" ? name : resource.address;
};

/** The nodes that a target may reach on the service's port. */
function nodesBehind(target: RecordTarget, { nodes, listeners }: ClientService): ServiceNode[] {
  if (target.kind === "node") return nodes.filter(({ key }) => key === target.node);
  if (target.kind !== "balancer") return [];
  const zones = target.balancer.zones.filter(({ name }) => target.zone === undefined || name === target.zone);
  const own = listeners.filter(({ balancer }) => balancer === target.balancer);
  const groups = own.flatMap(({ forwards }) => forwards.flatMap(({ group }) => group ?? []));
  const keys = new Set(
    groups.flatMap((group) => zones.flatMap((zone) => eligible(group, zone).map(({ node }) => node))),
  );
  return nodes.filter(({ key }) => keys.has(key));
}

const distinct = (arrows: readonly Arrow[]): Arrow[] => [
  ...new Map(arrows.map((arrow) => [JSON.stringify([arrow.from, arrow.to, arrow.label]), arrow])).values(),
];

/** Keeps those arrows lit that are on a path from the name to a node that serves. */
function highlighted(
  arrows: readonly Arrow[],
  root: string,
  nodes: readonly ServiceNode[],
  serving: ReadonlyMap<string, number>,
): Arrow[] {
  const ends = new Set(nodes.filter(({ key }) => serving.has(key)).map(({ key }) => `node ${key}`));
  const taken = arrows.filter((arrow) => arrow.taken);
  const from = closure(root, taken, (arrow) => [arrow.from, arrow.to]);
  const reaching = new Set(
    [...ends].flatMap((end) => [...closure(end, taken, (arrow) => [arrow.to, arrow.from])]),
  );
  return arrows.map((arrow) => ({
    ...arrow,
    taken: arrow.taken && from.has(arrow.from) && reaching.has(arrow.to),
  }));
}

/** What can be reached from a box along arrows. */
function closure(
  start: string,
  arrows: readonly Arrow[],
  ends: (arrow: Arrow) => readonly [string, string],
): Set<string> {
  const next = new Map<string, string[]>();
  for (const [from, to] of arrows.map(ends)) {
    const known = next.get(from);
    if (known === undefined) next.set(from, [to]);
    else known.push(to);
  }
  const reached = new Set([start]);
  for (const box of reached) for (const to of next.get(box) ?? []) reached.add(to);
  return reached;
}
