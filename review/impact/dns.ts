import type { Resource } from "../terraform/resource-graph";
import type { RecordSet } from "../aws/route53/records";
import type { RecordTree } from "../aws/route53/record-targets";
import { type Impact, type PlanDiff, cause } from "./plan-diff";

/** Names that clients, or the members of a cluster, look up: their zones and records. */
export function names(diff: PlanDiff): Impact[] {
  const trees = [...new Set(diff.before.services.map(({ tree }) => tree))];
  return [
    ...trees.flatMap(
      (tree) => zoneRemoval(diff, tree) ?? nameRemoval(diff, tree) ?? recordRemovals(diff, tree),
    ),
    ...nodeNames(diff),
  ];
}

function zoneRemoval(diff: PlanDiff, { root }: RecordTree): Impact[] | undefined {
  const [entry] = root.entries;
  const zone = entry?.resource.link("zone_id", "aws_route53_zone") ?? diff.before.graph.at(root.zone.key);
  const removal = zone === undefined ? undefined : diff.removalOf(zone);
  if (removal === undefined) return undefined;
  const why =
    removal.action === "delete"
      ? `The hosted zone of ${root.shownName} is deleted: clients cannot resolve the name any more.`
      : `The hosted zone of ${root.shownName} is replaced: its name servers change, and clients cannot resolve the name ` +
        `until whoever delegates to it has the new ones.`;
  return [{ address: removal.address, action: removal.action, why, kind: "nameGone" }];
}

/** A name that loses all its records. */
function nameRemoval(diff: PlanDiff, { root }: RecordTree): Impact[] | undefined {
  const [entry] = root.entries;
  if (entry === undefined || setsAfter(diff, root).length > 0) return undefined;
  const { address } = diff.changeOf(entry.resource) ?? entry.resource;
  const why = `All records of ${root.shownName} are deleted: clients cannot resolve the name any more, and they are bound to it for life.`;
  return [{ address, action: "delete", why, kind: "nameGone" }];
}

/** The record sets that clients of a name will find in its place. */
const setsAfter = (diff: PlanDiff, { name, zone }: RecordSet): RecordSet[] => {
  const sets = diff.after.routing.recordSets.all.filter(
    (set) => set.name === name && ["A", "AAAA", "CNAME"].includes(set.type),
  );
  const isTwice = new Set(
    diff.before.services.flatMap(({ tree }) => (tree.root.name === name ? [tree.root.zone.key] : [])),
  );
  // A name of a public and a private zone is two names; else a zone may be written otherwise now.
  return isTwice.size > 1 ? sets.filter((set) => set.zone.key === zone.key) : sets;
};

/** Records that are taken away and made again. */
function recordRemovals(diff: PlanDiff, { root, records }: RecordTree): Impact[] {
  return records.flatMap(({ set, entry }): Impact[] => {
    const removal = diff.removalOf(entry.resource);
    if (removal === undefined) return [];
    const role = entry.role === undefined ? "record" : `${entry.role} record`;
    const what =
      set === root
        ? `The ${role} of ${root.shownName}`
        : `The ${role} of ${set.shownName}, on the path of ${root.shownName},`;
    if (removal.action === "replace") {
      const order = removal.createsFirst
        ? "Route 53 may refuse the new one beside the old one, and then the apply stops there"
        : "until the new one is there, clients are routed without it, or cannot resolve the name";
      return [
        {
          address: removal.address,
          action: removal.action,
          why: `${what} is replaced: ${order}.`,
          kind: "record",
        },
      ];
    }
    const replacement = replacementOf(diff, set, entry.resource, entry.role);
    if (replacement === undefined) return [];
    const why =
      `${what} is deleted, and ${replacement.address} makes it again: where that comes first, Route 53 refuses it, and where ` +
      `it comes second, clients cannot resolve the name meanwhile. Add a moved block for the record.`;
    return [{ address: removal.address, action: removal.action, why, kind: "record" }];
  });
}

/** The record that takes the place of one that goes. */
const replacementOf = (
  diff: PlanDiff,
  { name, type }: RecordSet,
  gone: Resource,
  role: string | undefined,
): Resource | undefined =>
  diff.after.routing.recordSets.all
    .filter((set) => set.name === name && set.type === type)
    .flatMap(({ entries }) => entries)
    .find(
      (entry) =>
        entry.role === role &&
        entry.resource.address !== gone.address &&
        diff.changes.some(({ address, action }) => address === entry.resource.address && action === "create"),
    )?.resource;

/** The nodes' own names, by which the members find each other. */
function nodeNames(diff: PlanDiff): Impact[] {
  const { routing, services, interface1 } = diff.before;
  if (services.length === 0) return [];
  const clients = new Set(services.map(({ tree }) => tree.root.name));
  return [...interface1.names].flatMap(([key, { name, node }]): Impact[] => {
    if (clients.has(key)) return [];
    const entries = routing.recordSets.all.filter((set) => set.name === key).flatMap((set) => set.entries);
    return entries.flatMap(({ resource }): Impact[] => {
      const removal = diff.removalOf(resource);
      if (removal === undefined || (removal.action === "delete" && setsAfterOf(diff, key))) return [];
      const why =
        `The record of ${name} is ${removal.action === "delete" ? "deleted" : "replaced"}: the other members do not find ` +
        `${node} to replicate with${removal.action === "delete" ? "" : " until the new one is there"}.`;
      return [{ address: removal.address, action: removal.action, why, kind: "nodeName" }];
    });
  });
}

const setsAfterOf = (diff: PlanDiff, key: string): boolean =>
  diff.after.routing.recordSets.all.some(({ name }) => name === key);

/** Health checks and alarms that begin anew, or that records go on without. */
export function health(diff: PlanDiff): Impact[] {
  const { routing, services } = diff.before;
  const checks = new Map<Resource, string>();
  for (const { tree } of services) {
    for (const { entry } of tree.records)
      for (const { resource } of entry.check === undefined ? [] : routing.checks.behind(entry.check))
        checks.set(resource, tree.root.shownName);
  }
  return [...checks].flatMap(([check, name]) => [
    ...checkRemoval(diff, check, name),
    ...alarmRemoval(diff, check, name),
  ]);
}

function checkRemoval(diff: PlanDiff, check: Resource, name: string): Impact[] {
  const removal = diff.removalOf(check);
  if (removal === undefined) return [];
  if (removal.action === "replace") {
    const why =
      `A health check of ${name} is replaced${cause(removal)}: Route 53 considers the new one healthy until its first checks, ` +
      `and may route clients to a node that is down.`;
    return [{ address: removal.address, action: removal.action, why, kind: "health" }];
  }
  const without = diff.before.services
    .flatMap(({ tree }) => tree.records)
    .filter(({ entry }) => entry.check === check)
    .flatMap(({ entry }) => diff.next(entry.resource) ?? [])
    .filter((record) => !record.has("health_check_id"));
  const [record] = without;
  if (record === undefined) return [];
  const why =
    `A health check of ${name} is deleted, and ${record.address} goes on without one: Route 53 considers it healthy ` +
    `whatever happens, and clients do not fail over from it.`;
  return [
    { address: removal.address, action: removal.action, why, kind: "health", effect: "redundancy-lost" },
  ];
}

function alarmRemoval(diff: PlanDiff, check: Resource, name: string): Impact[] {
  const found = diff.before.routing.checks.of(check);
  const alarm = found.kind === "metric" ? found.alarm : undefined;
  const removal = alarm === undefined ? undefined : diff.removalOf(alarm);
  const next = diff.next(check);
  // A check that goes with its alarm misses nothing.
  if (removal === undefined || next === undefined) return [];
  if (removal.action === "delete" && diff.changeOf(check) !== undefined) return [];
  const why =
    removal.action === "replace"
      ? `The alarm that a health check of ${name} follows is replaced${cause(removal)}: the check knows nothing until the ` +
        `new one has data, and must be updated to follow it.`
      : `The alarm that a health check of ${name} follows is deleted: the check knows nothing any more, and clients do ` +
        `not fail over by it.`;
  const effect = removal.action === "delete" ? "redundancy-lost" : "none";
  return [{ address: removal.address, action: removal.action, why, kind: "health", effect }];
}
