import type { RecordTree, ResolvedRecord } from "../aws/route53/record-targets";
import type { Routing } from "../aws/routing";
import { isCloudFront } from "../aws/route53/outside-targets";
import type { RecordSet } from "../aws/route53/records";
import { recordsSideBySide } from "./records-side-by-side";
import { aliasZones } from "./alias-zones";
import { withoutForgottenInTheWay } from "./record-in-the-way";
import { aliasLoops, missingNames } from "./record-loops";
import type { Rule, Violation } from "./rule";
import type { Subject } from "../facts/subject";
import { healthCheckGaps } from "../facts/health-check-coverage";

/** Each failover name has a PRIMARY and a SECONDARY; and Route 53 learns of the failure of whatever its records point to. */
export const completeFailoverPair: Rule = {
  id: "SEMS-DNS-1",
  level: "error",
  source: "Route 53 developer guide",
  violations: (subject) => {
    const without = withoutForgottenInTheWay(subject.diff);
    return subject.trees.flatMap((tree) => [
      ...tree.sets.flatMap((set) => pairViolations(without(set))),
      ...recordsSideBySide(subject.routing, tree, without),
      ...healthViolations(subject, tree),
      ...aliasLoops(subject.routing, tree.root),
      ...missingNames(subject.graph, tree),
      ...aliasZones(subject.graph, tree),
    ]);
  },
};

/** A set that is not one PRIMARY and one SECONDARY. */
function pairViolations({ shownName, type, entries }: RecordSet): Violation[] {
  const failover = entries.filter(({ policy }) => policy === "failover");
  const [first] = failover;
  if (first === undefined || failover.every(({ isRoleAssumed }) => isRoleAssumed)) return [];
  const name = `${shownName} (${type})`;
  const others = entries.filter(({ policy }) => policy !== "failover");
  return [
    ...["PRIMARY", "SECONDARY"].flatMap((role) => {
      const found = failover.filter((entry) => entry.role === role);
      const addresses = found.map(({ resource }) => resource.address).sort();
      const [, second] = addresses;
      if (second !== undefined) {
        const message = `${name} has ${found.length} ${role} records (${addresses.join(", ")}), which Route 53 refuses. Leave one.`;
        return [{ address: second, message }];
      }
      if (found.length > 0) return [];
      const effect =
        role === "SECONDARY"
          ? "when its PRIMARY is down, Route 53 has nothing else to answer with"
          : "its SECONDARY alone answers, whatever its health";
      const message = `${name} has no ${role} record: ${effect}. Add a record with failover_routing_policy ${role}.`;
      return [{ address: first.resource.address, message }];
    }),
    ...others.map(({ resource, policy }) => ({
      address: resource.address,
      message:
        `${name} has a ${policy} record beside its failover records, which Route 53 refuses. Remove it, or give it ` +
        `another name.`,
    })),
  ];
}

/** Records whose death Route 53 does not learn of. */
function healthViolations({ routing }: Subject, tree: RecordTree): Violation[] {
  return tree.records.flatMap(({ set, entry, targets }) => {
    // What answers alone at a client's name is asked for whatever its health.
    if (set === tree.root && set.entries.length === 1) return [];
    const { resource, check } = entry;
    // Route 53 answers with a last resort whatever its health, where everything else is down.
    const isLastResort = entry.role === "SECONDARY" && targets.every(({ kind }) => kind !== "set");
    const [alias] = resource.blocks("alias");
    const coverage = coverageViolations(routing, { set, entry, targets });
    if (alias !== undefined) {
      const isUnevaluated = alias.flag("evaluate_target_health") === false;
      if (!isUnevaluated) return coverage;
      if (isCloudFront(alias.text("name")))
        return isLastResort || resource.has("health_check_id") ? coverage : [uncheckable(resource.address)];
      return [...coverage, unevaluated(resource.address, check !== undefined || isLastResort)];
    }
    if (resource.has("health_check_id")) return coverage;
    return [
      {
        address: resource.address,
        ...(isLastResort ? { level: "warning" } : {}),
        message:
          `The record has no health check: Route 53 always considers it healthy, and sends clients of ` +
          `${tree.root.shownName} to a failed node. Give it a health_check_id.`,
      },
    ];
  });
}

/** A health check that does not show whether the record's own node is healthy. */
function coverageViolations(routing: Routing, { set, entry, targets }: ResolvedRecord): Violation[] {
  const { resource, check } = entry;
  if (check === undefined) return [];
  return healthCheckGaps(routing, check, { name: set.name, targets }).map(
    ({ address, because, isDoubtful }) => ({
      address,
      ...(isDoubtful === true ? { level: "warning" } : {}),
      message:
        `The health check ${check.address} of ${resource.address} ${because}: Route 53 keeps or leaves the ` +
        `record for something other than its node's failure. Let the check watch the record's target.`,
    }),
  );
}

const unevaluated = (address: string, isWarning: boolean): Violation => ({
  address,
  ...(isWarning ? { level: "warning" } : {}),
  message:
    `The alias does not evaluate its target's health: Route 53 considers it healthy even when everything behind it is ` +
    `down, and sends clients there. Set evaluate_target_health to true.`,
});

const uncheckable = (address: string): Violation => ({
  address,
  message:
    `The alias points to CloudFront, whose health Route 53 cannot evaluate: it always considers the record healthy, and ` +
    `clients do not fail over from it. Give the record a health_check_id.`,
});
