import type { Graph } from "../graph/graph";
import type { RecordSet } from "../routing/record-set";
import type { RecordTree } from "../routing/record-tree";
import type { Violation } from "./rule";

/** Records that lead back to a name on their own way: nobody gets an answer from them. */
export function aliasLoops(tree: RecordTree): Violation[] {
  const found: Violation[] = [];
  const left = new Set<RecordSet>();
  const visit = (set: RecordSet, above: readonly RecordSet[]): void => {
    for (const { entry, leads } of tree.branches.filter((branch) => branch.set === set)) {
      for (const lead of leads) {
        if (lead.kind !== "set") continue;
        const way = [...above, set];
        if (way.includes(lead.set)) {
          found.push({
            address: entry.resource.address,
            message:
              `The record leads from ${set.shownName} back to ${lead.set.shownName}, which leads to it: who is sent ` +
              `this way gets no answer. Lead it on to the next node.`,
          });
        } else if (!left.has(lead.set)) visit(lead.set, way);
      }
    }
    left.add(set);
  };
  visit(tree.root, []);
  return found;
}

/** Aliases for names that a zone does not have, where the document makes that zone and so should know. */
export function missingNames(graph: Graph, tree: RecordTree): Violation[] {
  return tree.branches.flatMap(({ set, entry, leads }) =>
    leads.flatMap((lead) => {
      if (lead.kind !== "beyond" || entry.resource.blocks("alias").length === 0) return [];
      const { zone, type } = set;
      const isOurs = graph.at(zone.key)?.type === "aws_route53_zone";
      const name = typeof lead.value === "string" ? lead.value.replace(/\.$/, "").toLowerCase() : undefined;
      if (!isOurs || name === undefined || zone.name === undefined) return [];
      if (name !== zone.name && !name.endsWith(`.${zone.name}`)) return [];
      return [
        {
          address: entry.resource.address,
          message:
            `The alias leads to ${name}, of which the zone ${zone.name} has no ${type} record: Route 53 refuses it, ` +
            `and no client finds a node this way. Make the record, or lead the alias to another one.`,
        },
      ];
    }),
  );
}
