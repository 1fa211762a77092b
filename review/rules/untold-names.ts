import { Unknown } from "../terraform/value";
import type { RecordSet } from "../aws/route53/records";
import type { Routing } from "../aws/routing";
import type { Subject, Violation } from "./rule";

/**
 * Failover names of which the document does not tell where they lead, beside load balancers that they may lead to: an
 * index into a list of a module's outputs, say, is nothing that a plan shows.
 */
export function untoldNames({ routing, services }: Subject): Violation[] {
  if (routing.loadBalancers.length === 0) return [];
  const told = new Set(services.flatMap(({ tree }) => tree.sets));
  return routing.recordSets.all
    .filter((set) => !told.has(set) && leadsSomewhere(routing, set))
    .map(({ entries, shownName }) => ({
      address: entries.map(({ resource }) => resource.address).sort()[0] ?? shownName,
      message:
        `The document does not tell where the failover records of ${shownName} lead: who serves its clients is not ` +
        `known. Review the plan of a stack that is deployed, or its state.`,
    }));
}

/** Whether all that a failover set leads to is known after apply alone, and nothing says of what. */
function leadsSomewhere({ leads }: Routing, set: RecordSet): boolean {
  const all = leads.of(set).flatMap((branch) => branch.leads);
  return (
    set.entries.some(({ policy }) => policy === "failover") &&
    all.length > 0 &&
    all.every(
      (lead) => lead.kind === "beyond" && lead.value instanceof Unknown && lead.value.address === undefined,
    )
  );
}
