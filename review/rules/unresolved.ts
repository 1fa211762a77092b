import type { Graph } from "../terraform/resource-graph";
import type { RecordTree } from "../aws/route53/record-targets";
import type { Routing } from "../aws/routing";
import type { ScenarioResult } from "../aws/services";
import { unknownAttributesBehind } from "../aws/unknown-attributes";
import { isCloudFront } from "../aws/route53/outside-targets";
import { missingNames } from "./record-loops";
import type { Violation } from "./rule";
import type { Subject } from "../facts/subject";
import { listed } from "../wording";
import { NOTHING } from "../aws/scenario";
import { Unknown } from "../terraform/value";
import type { RecordSet } from "../aws/route53/records";

/** Something that a document does not specify, though it decides which node serves. */
export interface Unresolved extends Violation {
  /** Whether what the review computes for a scenario may be wrong because of it. */
  readonly mayChange: (result: ScenarioResult) => boolean;
}

interface Resolvable {
  readonly graph: Graph;
  readonly routing: Routing;
}

/** What the path of a client rests on without the document specifying it. */
export const unresolvedOf = ({ graph, routing }: Resolvable, tree: RecordTree): Unresolved[] => [
  ...unresolvedGroups(tree),
  ...unresolvedTargets(graph, tree),
  ...unresolvedChecks(routing, tree),
  ...unresolvedAlarms(routing, tree),
  ...unresolvedZones(tree),
  ...unlistedTargets(tree),
  ...unresolvedAttributes(routing, tree),
];

/** Of outcomes to report, the first that is as computed; else the first of all, where there is one, which may be another. */
export function mostCertain(
  results: readonly ScenarioResult[],
  unresolved: readonly Unresolved[],
): { readonly result: ScenarioResult | undefined; readonly isDoubtful: boolean } {
  const sure = results.find((result) => !unresolved.some(({ mayChange }) => mayChange(result)));
  return { result: sure ?? results[0], isDoubtful: sure === undefined };
}

const isPartlyElsewhere = ({ traffic }: ScenarioResult): boolean => traffic.outside > NOTHING;
const isAnythingDown = ({ down, zone, failed }: ScenarioResult): boolean =>
  down.length > 0 || zone !== undefined || failed !== undefined;

const unresolvedGroups = ({ balancers }: RecordTree): Unresolved[] =>
  balancers.flatMap(({ listeners }) =>
    listeners
      .filter(({ forwards }) => forwards.some(({ group }) => group === undefined))
      .map(({ resource, port }) => ({
        address: resource.address,
        message:
          `The document does not specify to which target group this listener routes clients of port ${port}: which node serves ` +
          `them is not known. Review a plan of the stack that holds the group.`,
        // Health checks may ask at this port, and so may clients of others follow what is behind it.
        mayChange: () => true,
      })),
  );

const unresolvedTargets = (graph: Graph, tree: RecordTree): Unresolved[] => {
  const wrong = new Set(missingNames(graph, tree).map(({ address }) => address));
  return tree.records.flatMap(({ set, entry: { resource, role }, targets }) => {
    const isLastResort = role === "SECONDARY";
    return targets.flatMap((target) => {
      if (target.kind !== "elsewhere" || wrong.has(resource.address)) return [];
      // SEMS-CERT-3 is about a load balancer of another kind.
      if (graph.named(target.value, "aws_lb") !== undefined) return [];
      const { value } = target;
      // A last resort is meant to be elsewhere: a page on CloudFront, say.
      if (isLastResort && isCloudFront(value)) return [];
      return [
        {
          address: resource.address,
          message:
            `The ${role === undefined ? "record" : `${role} record`} of ${set.shownName} points to ` +
            `${typeof value === "string" ? value : value.expression}, which the document does not contain: which node ` +
            `serves clients there is not known. Review a plan of the stack that contains it.`,
          mayChange: isPartlyElsewhere,
        },
      ];
    });
  });
};

const unresolvedChecks = (routing: Routing, { root, records }: RecordTree): Unresolved[] =>
  records.flatMap(({ set, entry: { resource, check } }) => {
    if (!resource.has("health_check_id")) return [];
    // What answers alone at a client's name does so whatever its health; below, an alias may ask for its health.
    if (set === root && set.entries.length === 1) return [];
    if (check === undefined) {
      const message =
        `The document does not contain the record's health check: the review considers it healthy whatever fails. ` +
        `Review a plan of the stack that contains it.`;
      return [{ address: resource.address, message, mayChange: isAnythingDown }];
    }
    return routing.checks.behind(check).flatMap(({ resource: { address }, check: found }) => {
      if (found.kind === "metric" && found.alarm === undefined) {
        const message =
          `The document does not contain the alarm that this health check follows: the review considers the check ` +
          `healthy whatever fails. Review a plan of the stack that contains the alarm.`;
        return [{ address, message, mayChange: isAnythingDown }];
      }
      if (found.kind === "calculated" && found.strangers > 0) {
        const message =
          `The document does not contain all health checks that this one is calculated from: the review considers ` +
          `the others healthy whatever fails. Review a plan of the stack that contains them.`;
        return [{ address, message, mayChange: isAnythingDown }];
      }
      return [];
    });
  });

const unresolvedAlarms = (routing: Routing, { records }: RecordTree): Unresolved[] =>
  records.flatMap(({ entry: { resource, check } }) => {
    const alarms = check === undefined ? [] : routing.checks.alarmsBehind(check);
    return alarms
      .filter((alarm) => routing.alarms.metricOf(alarm)?.isZoneAssumed === true)
      .map((alarm) => ({
        address: alarm.address,
        message:
          `The document does not specify the load balancer zone that this alarm watches: the review assumes the zone ` +
          `that ${resource.address} points to. Check the alarm's AvailabilityZone dimension, or review the state ` +
          `after the apply.`,
        mayChange: ({ traffic }: ScenarioResult) => traffic.assumptions.has("alarm-zone"),
      }));
  });

const unresolvedAttributes = (routing: Routing, tree: RecordTree): Unresolved[] =>
  [...unknownAttributesBehind(routing, tree)].map(([{ address }, names]) => ({
    address,
    message:
      `${listed(names)} ${names.length === 1 ? "is" : "are"} not known before the apply and ` +
      `${names.length === 1 ? "decides" : "decide"} which node serves clients: the review computes with AWS's default. ` +
      `Review the state after the apply.`,
    mayChange: () => true,
  }));

const unlistedTargets = ({ balancers }: RecordTree): Unresolved[] =>
  balancers.flatMap(({ groups }) =>
    groups.flatMap(({ resource, targets }) => {
      const registrars = new Set(
        targets.filter(({ isUnlisted }) => isUnlisted).map((target) => target.resource.address),
      );
      if (registrars.size === 0) return [];
      return [
        {
          address: resource.address,
          message:
            `The targets of this group are registered by ${listed([...registrars])}, and the document does not list ` +
            `them: the review counts all targets of one registrar as one node. Review how it spreads clients over them.`,
          mayChange: () => false,
        },
      ];
    }),
  );

const unresolvedZones = ({ balancers }: RecordTree): Unresolved[] =>
  balancers.flatMap(({ resource, groups, intent }) => {
    const targets = groups.flatMap((group) =>
      group.targets.filter(
        (target) => target.isZoneAssumed === true || (!group.crossZone && target.zone === undefined),
      ),
    );
    if (targets.length === 0) return [];
    return [
      {
        address: resource.address,
        message:
          `The document does not specify in which Availability Zones ${listed(targets.map((target) => target.resource.address))} ` +
          `and the load balancer's subnets are: the nodes are assumed to be in its zones in order, one each. Add the ` +
          `subnets as data sources${intent === undefined ? "" : ", or the tags sems:zone:NAME and sems:subnet:ZONE"}.`,
        mayChange: ({ traffic }) => traffic.assumptions.has("zones-in-order"),
      },
    ];
  });

/**
 * Failover names of which the document does not specify the targets, beside load balancers that they may point to: an
 * index into a list of a module's outputs, say, is nothing that a plan shows.
 */
export function unresolvedNames(subject: Subject): Violation[] {
  const { routing } = subject;
  if (routing.loadBalancers.length === 0) return [];
  const resolved = new Set(subject.trees.flatMap(({ sets }) => sets));
  return routing.recordSets.all
    .filter((set) => !resolved.has(set) && isUnresolvedFailover(routing, set))
    .map(({ entries, shownName }) => ({
      address: entries.map(({ resource }) => resource.address).sort()[0] ?? shownName,
      message:
        `The document does not specify the targets of the failover records of ${shownName}: which node serves its ` +
        `clients is not known. Review the plan of a stack that is deployed, or its state.`,
    }));
}

/** Whether all targets of a failover set are known only after apply, and nothing says of what. */
function isUnresolvedFailover({ recordTargets }: Routing, set: RecordSet): boolean {
  const all = recordTargets.of(set).flatMap((record) => record.targets);
  return (
    set.entries.some(({ policy }) => policy === "failover") &&
    all.length > 0 &&
    all.every(
      (target) =>
        target.kind === "elsewhere" && target.value instanceof Unknown && target.value.address === undefined,
    )
  );
}

/** Resources of which the document leaves open what they do for clients, or to what they belong. */
export const leftOpen = ({ open }: Subject): Violation[] =>
  open.all
    // An unknown zone of an alarm is reported with the zone that the review assumes.
    .filter(({ attributes }) => attributes.join() !== "dimensions.AvailabilityZone")
    .map(({ resource: { address }, attributes }) => ({
      address,
      message:
        `The document does not specify ${listed(attributes)}: what this resource does for clients is not known, and no ` +
        `error rests on it. Review the state after the apply, or a document that holds what the expression refers to.`,
    }));
