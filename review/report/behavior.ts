import type { Service, State, ZoneState } from "../report-model";
import { isEveryClientServed, isFirstHealthy, isOnActive, onlyNode, type Outcome } from "../method";
import { count } from "./summary";

type Serving = Pick<Service, "declared" | "isSems" | "nodes" | "states" | "zones">;

/** What a service does in its scenarios, in one sentence that no row of its failover table contradicts. */
export interface Behavior {
  /** What is wrong with it; null where nothing is. */
  readonly fault: "VIOLATES THE DECLARED METHOD" | "CLIENTS NOT SERVED" | null;
  readonly sentence: string;
  /** The scenarios that the fault is about: sets of nodes that are down, and single zones. */
  readonly deviating: readonly (State | ZoneState)[];
}

/** Holds the scenarios of a service against its declared method; without one, against serving clients at all. */
export function behaviorOf(service: Serving): Behavior {
  const scenarios = [...service.states, ...service.zones].filter((state) => hasHealthyNode(service, state));
  const { holds, describe, isDeclared } = expectationOf(service, scenarios);
  const deviating = scenarios.filter((state) => !holds(state));
  if (scenarios.length === 0) {
    return { fault: null, sentence: `No ${nounOf(service)} of the document serves clients.`, deviating };
  }
  const fault = isDeclared ? "VIOLATES THE DECLARED METHOD" : "CLIENTS NOT SERVED";
  return {
    fault: deviating.length === 0 ? null : fault,
    sentence: describe(deviating.length, scenariosOf(service, scenarios.length)),
    deviating,
  };
}

/** The zone that is down in a scenario; undefined where it is a set of nodes. */
export const zoneOf = (state: State | ZoneState): string | undefined =>
  "zone" in state ? state.zone : undefined;

/** `node` where SEMS serves, else AWS's word. */
export const nounOf = ({ isSems }: Pick<Service, "isSems">): "node" | "target" =>
  isSems ? "node" : "target";

interface Expectation {
  readonly isDeclared: boolean;
  /** Whether a scenario in which a node is healthy is as expected. */
  readonly holds: (state: State) => boolean;
  /** The sentence about all of them, by the number of those that are not as expected. */
  readonly describe: (deviating: number, scenarios: string) => string;
}

function expectationOf(service: Serving, scenarios: readonly State[]): Expectation {
  switch (service.declared?.method) {
    case "fail-over":
    case "ordered-list":
      return { ...inOrder(service), isDeclared: true };
    case "weighted":
      return { ...served(service), isDeclared: true };
    case "manual":
      return onOneNode(service);
    default: {
      const order = inOrder(service);
      return { ...(scenarios.every(order.holds) ? order : served(service, scenarios)), isDeclared: false };
    }
  }
}

function inOrder(service: Serving): Omit<Expectation, "isDeclared"> {
  const noun = nounOf(service);
  const order = orderOf(service);
  return {
    holds: (state) => isFirstHealthy(order, outcomeOf(state)),
    describe: (deviating, scenarios) =>
      deviating === 0
        ? `In ${allOf(scenarios)}, all new clients reach the first healthy ${noun} in the order.`
        : `In ${deviating} of ${scenarios}, not all new clients reach the first healthy ${noun} in the order.`,
  };
}

function served(service: Serving, scenarios: readonly State[] = []): Omit<Expectation, "isDeclared"> {
  const spread = scenarios.filter(({ servedBy }) => servedBy.length > 1).length;
  const several = spread === 0 ? "" : `; in ${spread}, several ${nounOf(service)}s share the clients`;
  return {
    holds: ({ lost }) => isEveryClientServed(lost),
    describe: (deviating, all) =>
      deviating === 0
        ? `In ${allOf(all)}, every new client is served${several}.`
        : `In ${deviating} of ${all}, some new clients are not served.`,
  };
}

/** All clients stay on the node that serves while nothing is down: a person switches them to another. */
function onOneNode(service: Serving): Expectation {
  const allHealthy = service.states.find(({ down }) => down.length === 0);
  const active = allHealthy === undefined ? undefined : onlyNode(outcomeOf(allHealthy).shares);
  return {
    isDeclared: true,
    holds: (state) => active !== undefined && isOnActive(active, outcomeOf(state)),
    describe: (deviating, scenarios) =>
      deviating === 0
        ? `New clients reach only ${active ?? "one node"} until a person switches them to another node.`
        : `In ${deviating} of ${scenarios}, new clients do not stay on the node that a person chose.`,
  };
}

const outcomeOf = ({ down, servedBy }: State): Outcome => ({
  down: new Set(down),
  shares: new Map(servedBy.map(({ node, share }) => [node, share])),
});

const hasHealthyNode = ({ nodes }: Serving, { down }: State): boolean =>
  nodes.some(({ name }) => !down.includes(name));

const scenariosOf = (service: Serving, number: number): string =>
  `${count(number, "scenario")} with a healthy ${nounOf(service)}`;

/** Such as `all 5 scenarios`, and `the 1 scenario`. */
const allOf = (scenarios: string): string => `${scenarios.startsWith("1 ") ? "the" : "all"} ${scenarios}`;

/** The declared order where it names the same nodes, else that in which they serve. */
function orderOf({ declared, nodes }: Serving): readonly string[] {
  const names = nodes.map(({ name }) => name);
  const order = declared?.order ?? names;
  return order.length === names.length && names.every((name) => order.includes(name)) ? order : names;
}
