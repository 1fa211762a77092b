import type { ClientService, ScenarioResult } from "../aws/services";
import { addressFor, condition, isServing, percent } from "../wording";
import { isEveryClientServed } from "../method";
import { acrossPorts } from "./across-ports";
import { watchedFailures } from "../facts/watched-services";
import { RESTS_ON_UNRESOLVED, type Violation } from "./rule";
import type { Subject } from "../facts/subject";
import { mostCertain, unresolvedOf, type Unresolved } from "./unresolved";

/** With the method weighted: clients that are not served although a node is healthy. */
export const lostClients = ({ graph, routing, services }: Subject): Violation[] =>
  acrossPorts(
    services.filter(({ intent }) => intent?.method === "weighted"),
    (service, words) => violations(service, words, unresolvedOf({ graph, routing }, service.tree)),
  );

function violations(service: ClientService, words: string, unresolved: readonly Unresolved[]): Violation[] {
  const { nodes, states, zoneStates } = service;
  const results = [...states, ...zoneStates, ...watchedFailures(service)];
  const wrong = results.filter(
    (result) => nodes.some((node) => isServing(result, node)) && !isEveryClientServed(lostIn(result)),
  );
  const { result: worst, isDoubtful } = mostCertain(wrong, unresolved);
  if (worst === undefined) return [];
  const others =
    wrong.length === 1 ? "" : ` The same goes for ${wrong.length - 1} more of ${results.length} states.`;
  const { address, remedy } = causeOf(service, worst);
  return [
    {
      address,
      ...(isDoubtful ? { level: "warning" } : {}),
      message:
        `${condition(worst)}, ${percent(lostIn(worst))} of the clients of ${words} reach no healthy node, although one ` +
        `is there.${others} ${remedy}${isDoubtful ? RESTS_ON_UNRESOLVED : ""}`,
    },
  ];
}

/** What to change: where clients are lost with all nodes healthy, the weighted load balancer; else the records behind it. */
function causeOf(service: ClientService, worst: ScenarioResult): { address: string; remedy: string } {
  const zonal = service.balancers.find(
    ({ listeners, groups }) =>
      listeners.some(({ forwards }) => forwards.length > 1) && groups.some(({ crossZone }) => !crossZone),
  );
  if (worst === service.states[0] && zonal !== undefined) {
    return {
      address: zonal.resource.address,
      remedy:
        "Each zone of the weighted load balancer uses only the targets of its own zone: turn cross-zone load balancing on, " +
        "by load_balancing_cross_zone_enabled of its target groups or enable_cross_zone_load_balancing.",
    };
  }
  return {
    address: addressFor(service),
    remedy:
      "A target group without a healthy target keeps its share: point the name to the weighted load balancer by a PRIMARY " +
      "alias that evaluates target health, and to the nodes in order by a SECONDARY record.",
  };
}

const lostIn = ({ traffic, scenario }: ScenarioResult): number => traffic.lost(scenario);
