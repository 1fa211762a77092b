import type { Graph } from "../terraform/resource-graph";
import type { RecordTree } from "../aws/route53/record-targets";
import type { Routing } from "../aws/routing";
import type { ScenarioResult } from "../aws/services";
import { missingNames } from "./record-loops";
import type { Violation, Subject } from "./rule";
import { listed, NOTHING } from "../wording";
import { Unknown } from "../terraform/value";
import type { RecordSet } from "../aws/route53/records";

/** Something that a document does not tell, though it decides who serves. */
export interface Unresolved extends Violation {
  /** Whether what the review says of a world may be wrong for it. */
  readonly mayChange: (outcome: ScenarioResult) => boolean;
}

interface Told {
  readonly graph: Graph;
  readonly routing: Routing;
}

/** What the way of a client rests on without the document telling it. */
export const unresolvedOf = ({ graph, routing }: Told, tree: RecordTree): Unresolved[] => [
  ...untoldGroups(tree),
  ...untoldPlaces(graph, tree),
  ...untoldChecks(tree),
  ...untoldAlarms(routing, tree),
  ...untoldZones(tree),
];

/** Of outcomes to report, the first that is as computed; else the first of all, which may be another one. */
export function mostCertain(
  outcomes: readonly ScenarioResult[],
  untold: readonly Unresolved[],
): { readonly outcome: ScenarioResult | undefined; readonly isDoubtful: boolean } {
  const sure = outcomes.find((outcome) => !untold.some(({ mayChange }) => mayChange(outcome)));
  return { outcome: sure ?? outcomes[0], isDoubtful: sure === undefined && outcomes.length > 0 };
}

/** What to add to a message about a doubtful outcome. */
export const RESTS_ON_UNRESOLVED = " The document does not tell all that this rests on: see REVIEW-1.";

const leadsNowhere = ({ way }: ScenarioResult): boolean => way.nowhere > NOTHING;
const isAnythingDead = ({ down, zone }: ScenarioResult): boolean => down.length > 0 || zone !== undefined;

const untoldGroups = ({ balancers }: RecordTree): Unresolved[] =>
  balancers.flatMap(({ listeners }) =>
    listeners
      .filter(({ forwards }) => forwards.some(({ group }) => group === undefined))
      .map(({ resource, port }) => ({
        address: resource.address,
        message:
          `The document does not tell to which target group this listener leads clients of port ${port}: who serves ` +
          `them is not known. Review a plan of the stack that holds the group.`,
        // Health checks may ask at this port, and so may clients of others follow what is behind it.
        mayChange: () => true,
      })),
  );

const untoldPlaces = (graph: Graph, tree: RecordTree): Unresolved[] => {
  const wrong = new Set(missingNames(graph, tree).map(({ address }) => address));
  return tree.branches.flatMap(({ entry: { resource }, leads }) =>
    leads.flatMap((lead) => {
      if (lead.kind !== "beyond" || wrong.has(resource.address)) return [];
      // SEMS-CERT-3 is about a load balancer of another kind.
      if (graph.named(lead.value, "aws_lb") !== undefined) return [];
      const { value } = lead;
      return [
        {
          address: resource.address,
          message:
            `The record leads to ${typeof value === "string" ? value : value.expression}, which is nothing that the ` +
            `document holds: who serves there is not known. Review a plan of the stack that holds it.`,
          mayChange: leadsNowhere,
        },
      ];
    }),
  );
};

const untoldChecks = ({ branches }: RecordTree): Unresolved[] =>
  branches.flatMap(({ set, entry: { resource, check } }) => {
    if (!resource.has("health_check_id") || set.entries.length < 2) return [];
    const isAlarmUntold =
      check?.known("type") === "CLOUDWATCH_METRIC" &&
      check.link("cloudwatch_alarm_name", "aws_cloudwatch_metric_alarm") === undefined;
    if (check !== undefined && !isAlarmUntold) return [];
    return [
      {
        address: check?.address ?? resource.address,
        message:
          check === undefined
            ? `The document does not hold the record's health check: it is taken to stay healthy whatever dies. ` +
              `Review a plan of the stack that holds it.`
            : `The document does not hold the alarm that this health check follows: it is taken to stay healthy ` +
              `whatever dies. Review a plan of the stack that holds the alarm.`,
        mayChange: isAnythingDead,
      },
    ];
  });

const untoldAlarms = (routing: Routing, { branches }: RecordTree): Unresolved[] =>
  branches.flatMap(({ entry: { resource, check } }) => {
    const alarm = check?.link("cloudwatch_alarm_name", "aws_cloudwatch_metric_alarm");
    if (alarm === undefined || routing.alarms.metricOf(alarm)?.isZoneAssumed !== true) return [];
    return [
      {
        address: alarm.address,
        message:
          `The document does not tell in which of the load balancer's zones this alarm counts: it is taken to be the one ` +
          `that ${resource.address} leads to. Look at its AvailabilityZone, or review the state once it is made.`,
        mayChange: ({ way }) => way.assumptions.has("alarm-zone"),
      },
    ];
  });

const untoldZones = ({ balancers }: RecordTree): Unresolved[] =>
  balancers.flatMap(({ resource, groups }) => {
    const targets = groups
      .filter(({ crossZone }) => !crossZone)
      .flatMap((group) =>
        group.targets.filter((target) => target.isZoneAssumed === true || target.zone === undefined),
      );
    if (targets.length === 0) return [];
    return [
      {
        address: resource.address,
        message:
          `The document does not tell in which Availability Zones ${listed(targets.map((target) => target.resource.address))} ` +
          `and the load balancer's subnets are: the nodes are taken to stand in its zones in order, one each. Add the ` +
          `subnets as data sources, or the tags sems:zone:NAME and sems:subnet:ZONE.`,
        mayChange: ({ way }) => way.assumptions.has("zones-in-order"),
      },
    ];
  });

/**
 * Failover names of which the document does not tell where they lead, beside load balancers that they may lead to: an
 * index into a list of a module's outputs, say, is nothing that a plan shows.
 */
export function unresolvedNames({ routing, services }: Subject): Violation[] {
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
