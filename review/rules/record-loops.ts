import type { Graph } from "../terraform/resource-graph";
import type { RecordEntry, RecordSet } from "../aws/route53/records";
import type { RecordTree } from "../aws/route53/record-targets";
import type { Routing } from "../aws/routing";
import type { Violation } from "./rule";

/** Records that refer back to a name on their own path: queries get no answer from them. */
export function aliasLoops({ recordTargets }: Routing, root: RecordSet): Violation[] {
  const stepsFrom = (from: RecordSet): Step[] =>
    recordTargets
      .of(from)
      .flatMap(({ entry, targets }) =>
        targets.flatMap((target) => (target.kind === "set" ? [{ from, to: target.set, entry }] : [])),
      );
  const found: Violation[] = [];
  const onPath = new Set([root]);
  const seen = new Set<RecordSet>();
  // No recursion: a document may write a longer chain than the stack is deep.
  const path = [{ set: root, left: stepsFrom(root) }];
  for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
    const step = at.left.shift();
    if (step === undefined) {
      onPath.delete(at.set);
      path.pop();
    } else if (onPath.has(step.to)) {
      found.push(loop(step));
    } else if (!seen.has(step.to)) {
      seen.add(step.to);
      onPath.add(step.to);
      path.push({ set: step.to, left: stepsFrom(step.to) });
    }
  }
  return found;
}

/** A record's step from one name to another. */
interface Step {
  readonly from: RecordSet;
  readonly to: RecordSet;
  readonly entry: RecordEntry;
}

const loop = ({ from, to, entry }: Step): Violation => ({
  address: entry.resource.address,
  message:
    `The record points from ${from.shownName} back to ${to.shownName}, which points to it: queries that follow this loop get ` +
    `no answer. Point it at the next node.`,
});

/** Aliases for names that a zone does not have, where the document makes that zone and so should know. */
export function missingNames(graph: Graph, tree: RecordTree): Violation[] {
  return tree.records.flatMap(({ set, entry, targets }) =>
    targets.flatMap((target) => {
      if (target.kind !== "elsewhere" || entry.resource.blocks("alias").length === 0) return [];
      const { zone, type } = set;
      const isOurs = graph.at(zone.key)?.type === "aws_route53_zone";
      const name =
        typeof target.value === "string" ? target.value.replace(/\.$/, "").toLowerCase() : undefined;
      if (!isOurs || name === undefined || zone.name === undefined) return [];
      if (name !== zone.name && !name.endsWith(`.${zone.name}`)) return [];
      return [
        {
          address: entry.resource.address,
          message:
            `The alias points to ${name}, of which the zone ${zone.name} has no ${type} record: Route 53 refuses it, ` +
            `and no client finds a node this way. Make the record, or point the alias to another one.`,
        },
      ];
    }),
  );
}
