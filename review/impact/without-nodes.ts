import type { Effect } from "../report-model";
import type { ClientService } from "../aws/services";
import { NOTHING } from "../aws/scenario";

/** What clients of a service notice when some of its nodes serve no more: read off its failure scenarios of now. */
export function effectWithout({ states }: ClientService, nodes: ReadonlySet<string>): Effect {
  if (nodes.size === 0) return "none";
  const [healthy] = states;
  const without = states.find(
    ({ scenario }) =>
      scenario.nodes.size === nodes.size && [...nodes].every((key) => scenario.nodes.has(key)),
  );
  if (without === undefined) return "outage";
  if (without.traffic.served(without.scenario) < 1 - NOTHING) return "outage";
  const isServing = [...nodes].some((key) => (healthy.traffic.shares.get(key) ?? 0) > NOTHING);
  return isServing ? "clients-move" : "redundancy-lost";
}
