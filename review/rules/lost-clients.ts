import { groupBy } from "../collections";
import { setKey } from "../aws/route53/records";
import type { ClientService, ScenarioResult } from "../aws/services";
import { addressFor, condition, listed, NOTHING, percent } from "../wording";
import type { Subject, Violation } from "./rule";
import { RESTS_ON_UNRESOLVED, mostCertain, unresolvedOf, type Unresolved } from "./unresolved";

/** With the method weighted: clients that are not served although a node is healthy; once for all ports of a name. */
export const lostClients = ({ graph, routing, services }: Subject): Violation[] => {
  const losses = services
    .filter(({ intent }) => intent?.method === "weighted")
    .flatMap((service) => lossOf(service, unresolvedOf({ graph, routing }, service.tree)) ?? []);
  return [...groupBy(losses, ({ service, violation }) => keyFor(service, violation(""))).values()].flatMap(
    (same) => {
      const [first] = same;
      const ports = same.map(({ service }) => `${service.clientFqdn}:${service.port}`);
      return first === undefined ? [] : [first.violation(listed(ports))];
    },
  );
};

/** What is wrong with a service, once the names are known that it is wrong with. */
interface Loss {
  readonly service: ClientService;
  readonly violation: (names: string) => Violation;
}

const keyFor = ({ tree }: ClientService, violation: Violation): string =>
  JSON.stringify([setKey(tree.root), violation]);

function lossOf(service: ClientService, unresolved: readonly Unresolved[]): Loss | undefined {
  const { nodes, states, zoneStates } = service;
  const results = [...states, ...zoneStates];
  const wrong = results.filter(
    (result) => nodes.some(({ key }) => !result.scenario.nodes.has(key)) && lostIn(result) > NOTHING,
  );
  const { result: worst, isDoubtful } = mostCertain(wrong, unresolved);
  if (worst === undefined) return undefined;
  const others =
    wrong.length === 1 ? "" : ` The same goes for ${wrong.length - 1} more of ${results.length} states.`;
  const { address, remedy } = causeOf(service, worst);
  const violation = (names: string): Violation => ({
    address,
    ...(isDoubtful ? { level: "warning" } : {}),
    message:
      `${condition(worst)}, ${percent(lostIn(worst))} of the clients of ${names} reach no healthy node, although one is ` +
      `there.${others} ${remedy}${isDoubtful ? RESTS_ON_UNRESOLVED : ""}`,
  });
  return { service, violation };
}

/** What to change: where clients are lost with all nodes healthy, the weighted load balancer; else the records behind it. */
function causeOf(service: ClientService, { down }: ScenarioResult): { address: string; remedy: string } {
  const zonal = service.balancers.find(
    ({ listeners, groups }) =>
      listeners.some(({ forwards }) => forwards.length > 1) && groups.some(({ crossZone }) => !crossZone),
  );
  if (down.length === 0 && zonal !== undefined) {
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

const lostIn = ({ traffic, scenario }: ScenarioResult): number =>
  1 - traffic.served(scenario) - traffic.outside;
