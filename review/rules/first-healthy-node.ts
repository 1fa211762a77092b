import { impliesOrder } from "../aws/declarations";
import { addressFor, condition, isServing, percent } from "../wording";
import { NOTHING } from "../aws/scenario";
import type { ClientService, ScenarioResult, ServiceNode } from "../aws/services";
import { isFirstHealthy } from "../method";
import { acrossPorts } from "./across-ports";
import { watchedFailures } from "../facts/watched-services";
import { RESTS_ON_UNRESOLVED, type Rule, type Violation } from "./rule";
import { mostCertain, unresolvedOf, type Unresolved } from "./unresolved";

/** In every state, all new clients reach the first healthy node in the order; with none healthy, they are routed to the first. */
export const firstHealthyNode: Rule = {
  id: "SEMS-LB-2",
  level: "error",
  source: "KB 156803, methods 1 and 2",
  violations: ({ graph, routing, services }) =>
    acrossPorts(
      services.filter(({ intent }) => impliesOrder(intent)),
      (service, words) => violations(service, words, unresolvedOf({ graph, routing }, service.tree)),
    ),
};

/** One violation per service: the scenario with the fewest nodes down in which clients end up elsewhere, and how many there are. */
function violations(service: ClientService, words: string, unresolved: readonly Unresolved[]): Violation[] {
  const results = [...service.states, ...service.zoneStates, ...watchedFailures(service)];
  const wrong = results.filter((result) => !isRight(service, result));
  const { result: worst, isDoubtful } = mostCertain(wrong, unresolved);
  if (worst === undefined) return [];
  const others =
    wrong.length === 1 ? "" : ` The same goes for ${wrong.length - 1} more of ${results.length} states.`;
  return [
    {
      address: addressFor(service),
      ...(isDoubtful ? { level: "warning" } : {}),
      message: `${whatHappens(service, words, worst)}.${others}${isDoubtful ? RESTS_ON_UNRESOLVED : ""}`,
    },
  ];
}

function isRight(service: ClientService, result: ScenarioResult): boolean {
  const { nodes, port } = service;
  const { traffic, zone, failed } = result;
  // Clients of a node's other services may stay on it, or leave with those of the service that has failed.
  if (failed !== undefined && failed.port !== port) return traffic.nowhere <= NOTHING;
  // Where a zone has taken all nodes with it, there is no node to be routed to.
  const isAllDown = nodes.every((node) => !isServing(result, node));
  if ((zone !== undefined || failed !== undefined) && isAllDown) return true;
  // A last resort outside the document answers once no node does.
  if (isAllDown && traffic.outside > 1 - NOTHING) return true;
  // KB 156803: with no healthy node, clients are routed to the first.
  const down = nodes.filter((node) => !isAllDown && !isServing(result, node)).map(({ key }) => key);
  const order = nodes.map(({ key }) => key);
  return isFirstHealthy(order, { down: new Set(down), shares: traffic.shares });
}

/** The first node of the order that serves; with none, the first of all. */
const expectedNode = ({ nodes }: ClientService, result: ScenarioResult): ServiceNode | undefined =>
  nodes.find((node) => isServing(result, node)) ?? nodes[0];

function whatHappens(service: ClientService, name: string, result: ScenarioResult): string {
  const { nodes } = service;
  const expected = expectedNode(service, result);
  if (expected === undefined) return `${name} routes to no node`;
  return `${condition(result)}, all clients of ${name} should be routed to ${expected.name}, but ${ends(result, nodes)}`;
}

function ends({ scenario, traffic }: ScenarioResult, nodes: readonly ServiceNode[]): string {
  const parts = nodes.flatMap(({ key, name }) => {
    const share = traffic.shares.get(key) ?? 0;
    if (share <= NOTHING) return [];
    return [`${percent(share)} are routed to ${name}${scenario.nodes.has(key) ? ", which is down" : ""}`];
  });
  for (const [name, share] of traffic.elsewhere)
    parts.push(`${percent(share)} are routed to ${name}, which the document does not contain`);
  return [...parts, ...(traffic.nowhere > NOTHING ? [`${percent(traffic.nowhere)} reach nothing`] : [])].join(
    " and ",
  );
}
