import { named } from "../impact/stopped-apply";
import type { ResolvedRecord } from "../aws/route53/record-targets";
import type { ApplyOrder } from "../impact/apply-order";
import type { Rule, Violation } from "./rule";

/** An alias to another record of its zone is created only once that record is there. */
export const aliasAfterItsTarget: Rule = {
  id: "AWS-APPLY-8",
  // A plan does not show dependencies through local values.
  level: "warning",
  isLocal: true,
  onlyAboutServices: true,
  source: "Route 53 API, ChangeResourceRecordSets",
  violations: ({ trees, applyOrder }) => {
    const order = applyOrder?.();
    if (order === undefined) return [];
    return trees.flatMap(({ records }) => records.flatMap((record) => violationOf(order, record)));
  },
};

function violationOf(order: ApplyOrder, { entry: { resource }, targets }: ResolvedRecord): Violation[] {
  const { address } = resource;
  if (resource.blocks("alias").length === 0 || !order.writes(address)) return [];
  return targets.flatMap((target) => {
    if (target.kind !== "set") return [];
    const entries = target.set.entries.map((entry) => entry.resource);
    // One record of the name is enough: one that is deployed already, or that Terraform creates first.
    const isThere = entries.some(
      (other) =>
        !order.creates(other.address) || order.isBefore(["write", other.address], ["write", address]),
    );
    if (isThere) return [];
    const message =
      `${address} is an alias to ${target.set.shownName}, whose records are created in the same apply, and Terraform orders ` +
      `none of them first: Route 53 refuses an alias to a name that does not exist yet (ChangeResourceRecordSets: ` +
      `InvalidChangeBatch). Add depends_on with ${named(entries)}.`;
    return [{ address, message }];
  });
}
