import type { ClientService, ScenarioResult } from "../aws/services";
import { acrossPorts } from "./across-ports";
import { RESTS_ON_UNRESOLVED, type Rule, type Violation } from "./rule";
import { mostCertain, unresolvedOf, type Unresolved } from "./unresolved";
import { addressFor, condition, percent } from "../wording";
import { NOTHING } from "../aws/scenario";

/** In no state are new clients spread evenly over several healthy nodes. */
export const neverRoundRobin: Rule = {
  id: "SEMS-LB-1",
  level: "error",
  source: "KB 156803, 162371",
  violations: ({ graph, routing, services }) =>
    acrossPorts(services, (service, words) =>
      violations(service, words, unresolvedOf({ graph, routing }, service.tree)),
    ),
};

function violations(service: ClientService, words: string, unresolved: readonly Unresolved[]): Violation[] {
  const results = [...service.states, ...service.zoneStates];
  const { result: spread, isDoubtful } = mostCertain(
    results.filter((result) => highestIn(result).holders.length > 1),
    unresolved,
  );
  if (spread === undefined) return [];
  const { share, holders } = highestIn(spread);
  const names = service.nodes.filter(({ key }) => holders.includes(key)).map(({ name }) => name);
  return [
    {
      address: addressFor(service),
      ...(isDoubtful ? { level: "warning" } : {}),
      message:
        `${condition(spread)}, clients of ${words} are spread evenly: ` +
        `${percent(share)} each to ${names.join(", ")}. A user who is moved to another node in mid-session meets an ` +
        `error. Route all clients to one node, and to the next one when it is down.` +
        (isDoubtful ? RESTS_ON_UNRESOLVED : ""),
    },
  ];
}

/** The highest share of healthy nodes, and which nodes have it. */
function highestIn({ scenario, traffic }: ScenarioResult): { share: number; holders: string[] } {
  const shares = [...traffic.shares].filter(([key]) => !scenario.nodes.has(key));
  const highest = Math.max(0, ...shares.map(([, share]) => share));
  const holders = shares.filter(([, share]) => highest - share <= NOTHING).map(([key]) => key);
  return { share: highest, holders };
}
