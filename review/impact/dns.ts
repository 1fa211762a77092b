import type { Resource } from "../terraform/resource-graph";
import { Interface1 } from "../facts/interface1";
import type { RecordSet } from "../aws/route53/records";
import type { RecordTree } from "../aws/route53/record-targets";
import { type Impact, type Planned, cause } from "./plan-diff";

/** Names that clients, or the members of a cluster, look up: their zones and records. */
export function names(planned: Planned): Impact[] {
  const trees = [...new Set(planned.before.services.map(({ tree }) => tree))];
  return [
    ...trees.flatMap((tree) => zoneEnd(planned, tree) ?? nameEnd(planned, tree) ?? recordEnds(planned, tree)),
    ...nodeNames(planned),
  ];
}

function zoneEnd(planned: Planned, { root }: RecordTree): Impact[] | undefined {
  const [entry] = root.entries;
  const zone = entry?.resource.link("zone_id", "aws_route53_zone") ?? planned.before.graph.at(root.zone.key);
  const end = zone === undefined ? undefined : planned.removalOf(zone);
  if (end === undefined) return undefined;
  const why =
    end.action === "delete"
      ? `The hosted zone of ${root.shownName} is deleted: clients cannot resolve the name any more.`
      : `The hosted zone of ${root.shownName} is replaced: its name servers change, and clients cannot resolve the name ` +
        `until whoever delegates to it has the new ones.`;
  return [{ address: end.address, action: end.action, why, kind: "nameGone" }];
}

/** A name that loses all its records. */
function nameEnd(planned: Planned, { root }: RecordTree): Impact[] | undefined {
  const [entry] = root.entries;
  if (entry === undefined || setsAfter(planned, root).length > 0) return undefined;
  const { address } = planned.changeOf(entry.resource) ?? entry.resource;
  const why = `All records of ${root.shownName} are deleted: clients cannot resolve the name any more, and they are bound to it for life.`;
  return [{ address, action: "delete", why, kind: "nameGone" }];
}

/** The record sets that clients of a name will find in its place. */
const setsAfter = (planned: Planned, { name, zone }: RecordSet): RecordSet[] => {
  const sets = planned.after.routing.recordSets.all.filter(
    (set) => set.name === name && ["A", "AAAA", "CNAME"].includes(set.type),
  );
  const isTwice = new Set(
    planned.before.services.flatMap(({ tree }) => (tree.root.name === name ? [tree.root.zone.key] : [])),
  );
  // A name of a public and a private zone is two names; else a zone may be written otherwise now.
  return isTwice.size > 1 ? sets.filter((set) => set.zone.key === zone.key) : sets;
};

/** Records that are taken away and made again. */
function recordEnds(planned: Planned, { root, branches }: RecordTree): Impact[] {
  return branches.flatMap(({ set, entry }): Impact[] => {
    const end = planned.removalOf(entry.resource);
    if (end === undefined) return [];
    const role = entry.role === undefined ? "record" : `${entry.role} record`;
    const what =
      set === root
        ? `The ${role} of ${root.shownName}`
        : `The ${role} of ${set.shownName}, on the way of ${root.shownName},`;
    if (end.action === "replace") {
      const order = end.createsFirst
        ? "Route 53 may refuse the new one beside the old one, and then the apply stops there"
        : "until the new one is there, clients are led without it, or cannot resolve the name";
      return [
        {
          address: end.address,
          action: end.action,
          why: `${what} is replaced: ${order}.`,
          kind: "record",
        },
      ];
    }
    const heir = replacementOf(planned, set, entry.resource, entry.role);
    if (heir === undefined) return [];
    const why =
      `${what} is deleted, and ${heir.address} makes it again: where that comes first, Route 53 refuses it, and where ` +
      `it comes second, clients cannot resolve the name meanwhile. Tell Terraform that the record has moved.`;
    return [{ address: end.address, action: end.action, why, kind: "record" }];
  });
}

/** The record that takes the place of one that goes. */
const replacementOf = (
  planned: Planned,
  { name, type }: RecordSet,
  gone: Resource,
  role: string | undefined,
): Resource | undefined =>
  planned.after.routing.recordSets.all
    .filter((set) => set.name === name && set.type === type)
    .flatMap(({ entries }) => entries)
    .find(
      (entry) =>
        entry.role === role &&
        entry.resource.address !== gone.address &&
        planned.changes.some(
          ({ address, action }) => address === entry.resource.address && action === "create",
        ),
    )?.resource;

/** The nodes' own names, by which the members find each other. */
function nodeNames(planned: Planned): Impact[] {
  const { graph, routing, services } = planned.before;
  if (services.length === 0) return [];
  const clients = new Set(services.map(({ tree }) => tree.root.name));
  return [...new Interface1(graph, routing, services).names].flatMap(([key, { name, node }]): Impact[] => {
    if (clients.has(key)) return [];
    const entries = routing.recordSets.all.filter((set) => set.name === key).flatMap((set) => set.entries);
    return entries.flatMap(({ resource }): Impact[] => {
      const end = planned.removalOf(resource);
      if (end === undefined || (end.action === "delete" && setsAfterOf(planned, key))) return [];
      const why =
        `The record of ${name} is ${end.action === "delete" ? "deleted" : "replaced"}: the other members do not find ` +
        `${node} to replicate with${end.action === "delete" ? "" : " until the new one is there"}.`;
      return [{ address: end.address, action: end.action, why, kind: "nodeName" }];
    });
  });
}

const setsAfterOf = (planned: Planned, key: string): boolean =>
  planned.after.routing.recordSets.all.some(({ name }) => name === key);

/** Health checks and alarms that begin anew, or that records go on without. */
export function health(planned: Planned): Impact[] {
  const checks = new Map<Resource, string>();
  for (const { tree } of planned.before.services) {
    for (const { entry } of tree.branches)
      for (const check of withChildren(entry.check)) checks.set(check, tree.root.shownName);
  }
  return [...checks].flatMap(([check, name]) => [
    ...checkEnd(planned, check, name),
    ...alarmEnd(planned, check, name),
  ]);
}

/** A check and the checks that it is calculated of; AWS nests no deeper. */
const withChildren = (check: Resource | undefined): Resource[] =>
  check === undefined ? [] : [check, ...check.links("child_healthchecks", "aws_route53_health_check")];

function checkEnd(planned: Planned, check: Resource, name: string): Impact[] {
  const end = planned.removalOf(check);
  if (end === undefined) return [];
  if (end.action === "replace") {
    const why =
      `A health check of ${name} is replaced${cause(end)}: Route 53 takes the new one for healthy until it has looked, ` +
      `and may lead clients to a node that is down.`;
    return [{ address: end.address, action: end.action, why, kind: "health" }];
  }
  const without = planned.before.services
    .flatMap(({ tree }) => tree.branches)
    .filter(({ entry }) => entry.check === check)
    .flatMap(({ entry }) => planned.next(entry.resource) ?? [])
    .filter((record) => !record.has("health_check_id"));
  const [record] = without;
  if (record === undefined) return [];
  const why =
    `A health check of ${name} is deleted, and ${record.address} goes on without one: Route 53 takes it for healthy ` +
    `whatever happens, and clients do not fail over from it.`;
  return [{ address: end.address, action: end.action, why, kind: "health", effect: "redundancy-lost" }];
}

function alarmEnd(planned: Planned, check: Resource, name: string): Impact[] {
  const alarm = check.link("cloudwatch_alarm_name", "aws_cloudwatch_metric_alarm");
  const end = alarm === undefined ? undefined : planned.removalOf(alarm);
  const next = planned.next(check);
  // A check that goes with its alarm misses nothing.
  if (end === undefined || next === undefined) return [];
  if (end.action === "delete" && planned.changeOf(check) !== undefined) return [];
  const why =
    end.action === "replace"
      ? `The alarm that a health check of ${name} follows is replaced${cause(end)}: the check knows nothing until the ` +
        `new one has data, and must be told of it.`
      : `The alarm that a health check of ${name} follows is deleted: the check knows nothing any more, and clients do ` +
        `not fail over by it.`;
  const effect = end.action === "delete" ? "redundancy-lost" : "none";
  return [{ address: end.address, action: end.action, why, kind: "health", effect }];
}
