import type { Graph } from "../terraform/resource-graph";
import type { RecordTree } from "../aws/route53/record-tree";
import type { Routing } from "../aws/routing";
import type { Outcome } from "../aws/services";
import { missingNames } from "./record-loops";
import type { Violation } from "./rule";
import { listed, NOTHING } from "../wording";

/** Something that a document does not tell, though it decides who serves. */
export interface Untold extends Violation {
  /** Whether what the review says of a world may be wrong for it. */
  readonly mayChange: (outcome: Outcome) => boolean;
}

interface Told {
  readonly graph: Graph;
  readonly routing: Routing;
}

/** What the way of a client rests on without the document telling it. */
export const untoldOf = ({ graph, routing }: Told, tree: RecordTree): Untold[] => [
  ...untoldGroups(tree),
  ...untoldPlaces(graph, tree),
  ...untoldChecks(tree),
  ...untoldAlarms(routing, tree),
  ...untoldZones(tree),
];

/** Of outcomes to report, the first that is as computed; else the first of all, which may be another one. */
export function surest(
  outcomes: readonly Outcome[],
  untold: readonly Untold[],
): { readonly outcome: Outcome | undefined; readonly isDoubtful: boolean } {
  const sure = outcomes.find((outcome) => !untold.some(({ mayChange }) => mayChange(outcome)));
  return { outcome: sure ?? outcomes[0], isDoubtful: sure === undefined && outcomes.length > 0 };
}

/** What to add to a message about a doubtful outcome. */
export const RESTS_ON_UNTOLD = " The document does not tell all that this rests on: see REVIEW-1.";

const leadsNowhere = ({ way }: Outcome): boolean => way.nowhere > NOTHING;
const isAnythingDead = ({ down, zone }: Outcome): boolean => down.length > 0 || zone !== undefined;

const untoldGroups = ({ balancers }: RecordTree): Untold[] =>
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

const untoldPlaces = (graph: Graph, tree: RecordTree): Untold[] => {
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

const untoldChecks = ({ branches }: RecordTree): Untold[] =>
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

const untoldAlarms = (routing: Routing, { branches }: RecordTree): Untold[] =>
  branches.flatMap(({ entry: { resource, check } }) => {
    const alarm = check?.link("cloudwatch_alarm_name", "aws_cloudwatch_metric_alarm");
    if (alarm === undefined || routing.metric(alarm)?.isZoneAssumed !== true) return [];
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

const untoldZones = ({ balancers }: RecordTree): Untold[] =>
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
