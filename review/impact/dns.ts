import type { Resource } from "../terraform/resource-graph";
import { Interface1 } from "../facts/interface1";
import type { RecordSet } from "../aws/route53/records";
import type { RecordTree } from "../aws/route53/record-tree";
import { SEVERITY, type Noticed, type Planned } from "./plan-diff";

/** Names that clients, or the members of a cluster, look up: their zones and records. */
export function names(planned: Planned): Noticed[] {
  const trees = [...new Set(planned.before.services.map(({ tree }) => tree))];
  return [
    ...trees.flatMap((tree) => zoneEnd(planned, tree) ?? nameEnd(planned, tree) ?? recordEnds(planned, tree)),
    ...nodeNames(planned),
  ];
}

function zoneEnd(planned: Planned, { root }: RecordTree): Noticed[] | undefined {
  const [entry] = root.entries;
  const zone = entry?.resource.link("zone_id", "aws_route53_zone") ?? planned.before.graph.at(root.zone.key);
  const end = zone === undefined ? undefined : planned.endOf(zone);
  if (end === undefined) return undefined;
  const why =
    end.action === "delete"
      ? `The hosted zone of ${root.shownName} is deleted: clients cannot resolve the name any more.`
      : `The hosted zone of ${root.shownName} is replaced: its name servers change, and clients cannot resolve the name ` +
        `until whoever delegates to it has the new ones.`;
  return [{ address: end.address, action: end.action, why, severity: SEVERITY.nameGone }];
}

/** A name that loses all its records. */
function nameEnd(planned: Planned, { root }: RecordTree): Noticed[] | undefined {
  const [entry] = root.entries;
  if (entry === undefined || setsAfter(planned, root).length > 0) return undefined;
  const { address } = planned.changeOf(entry.resource) ?? entry.resource;
  const why = `All records of ${root.shownName} are deleted: clients cannot resolve the name any more, and they are bound to it for life.`;
  return [{ address, action: "delete", why, severity: SEVERITY.nameGone }];
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
function recordEnds(planned: Planned, { root, branches }: RecordTree): Noticed[] {
  return branches.flatMap(({ set, entry }): Noticed[] => {
    const end = planned.endOf(entry.resource);
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
          severity: SEVERITY.serving,
        },
      ];
    }
    const heir = heirOf(planned, set, entry.resource, entry.role);
    if (heir === undefined) return [];
    const why =
      `${what} is deleted, and ${heir.address} makes it again: where that comes first, Route 53 refuses it, and where ` +
      `it comes second, clients cannot resolve the name meanwhile. Tell Terraform that the record has moved.`;
    return [{ address: end.address, action: end.action, why, severity: SEVERITY.serving }];
  });
}

/** The record that takes the place of one that goes. */
const heirOf = (
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
function nodeNames(planned: Planned): Noticed[] {
  const { graph, routing, services } = planned.before;
  if (services.length === 0) return [];
  const clients = new Set(services.map(({ tree }) => tree.root.name));
  return [...new Interface1(graph, routing, services).names].flatMap(([key, { name, node }]): Noticed[] => {
    if (clients.has(key)) return [];
    const entries = routing.recordSets.all.filter((set) => set.name === key).flatMap((set) => set.entries);
    return entries.flatMap(({ resource }): Noticed[] => {
      const end = planned.endOf(resource);
      if (end === undefined || (end.action === "delete" && setsAfterOf(planned, key))) return [];
      const why =
        `The record of ${name} is ${end.action === "delete" ? "deleted" : "replaced"}: the other members do not find ` +
        `${node} to replicate with${end.action === "delete" ? "" : " until the new one is there"}.`;
      return [{ address: end.address, action: end.action, why, severity: SEVERITY.nodeName }];
    });
  });
}

const setsAfterOf = (planned: Planned, key: string): boolean =>
  planned.after.routing.recordSets.all.some(({ name }) => name === key);
