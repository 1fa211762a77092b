import { impliesOrder } from "../aws/declarations";
import { addressFor, condition, NOTHING, percent } from "../wording";
import type { ClientService, ScenarioResult, ServiceNode } from "../aws/services";
import type { Rule, Violation } from "./rule";
import { RESTS_ON_UNRESOLVED, mostCertain, unresolvedOf, type Unresolved } from "./unresolved";

/** In every state, all new clients reach the first living node in the order; with none alive, they are led to the first. */
export const firstHealthyNode: Rule = {
  id: "SEMS-LB-2",
  level: "error",
  source: "KB 156803, methods 1 and 2",
  violations: ({ graph, routing, services }) =>
    services
      .filter(({ intent }) => impliesOrder(intent))
      .flatMap((service) => violationOf(service, unresolvedOf({ graph, routing }, service.tree)) ?? []),
};

/** One violation per service: the state with the fewest dead in which clients end up elsewhere, and how many there are. */
function violationOf(service: ClientService, untold: readonly Unresolved[]): Violation | undefined {
  const outcomes = [...service.states, ...service.zoneStates];
  const wrong = outcomes.filter((outcome) => !isRight(service, outcome));
  const { outcome: worst, isDoubtful } = mostCertain(wrong, untold);
  if (worst === undefined) return undefined;
  const others =
    wrong.length === 1 ? "" : ` The same goes for ${wrong.length - 1} more of ${outcomes.length} states.`;
  return {
    address: addressFor(service),
    ...(isDoubtful ? { level: "warning" } : {}),
    message: `${whatHappens(service, worst)}.${others}${isDoubtful ? RESTS_ON_UNRESOLVED : ""}`,
  };
}

function isRight({ nodes }: ClientService, { world, way, zone }: ScenarioResult): boolean {
  // Where a zone has taken all nodes with it, there is nobody to be led to.
  if (zone !== undefined && nodes.every(({ key }) => world.nodes.has(key))) return true;
  const expected = nodes.find(({ key }) => !world.nodes.has(key)) ?? nodes[0];
  return expected !== undefined && (way.shares.get(expected.key) ?? 0) > 1 - NOTHING;
}

function whatHappens({ clientFqdn, port, nodes }: ClientService, outcome: ScenarioResult): string {
  const expected = nodes.find(({ key }) => !outcome.world.nodes.has(key)) ?? nodes[0];
  const name = `${clientFqdn}:${port}`;
  if (expected === undefined) return `${name} leads to no node`;
  return `${condition(outcome)}, all clients of ${name} should be led to ${expected.name}, but ${ends(outcome, nodes)}`;
}

function ends({ world, way }: ScenarioResult, nodes: readonly ServiceNode[]): string {
  const parts = nodes.flatMap(({ key, name }) => {
    const share = way.shares.get(key) ?? 0;
    if (share <= NOTHING) return [];
    return [`${percent(share)} are led to ${name}${world.nodes.has(key) ? ", which is down" : ""}`];
  });
  return [...parts, ...(way.nowhere > NOTHING ? [`${percent(way.nowhere)} reach nothing`] : [])].join(
    " and ",
  );
}
