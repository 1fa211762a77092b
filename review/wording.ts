import type { ClientService, ScenarioResult, ServiceNode } from "./aws/services";

/** A part of the whole in per cent; never 0 % or 100 % for what is neither. */
export function percent(share: number): string {
  const rounded = Math.round(share * 100);
  if (rounded === 0 && share > 0) return "<1 %";
  if (rounded === 100 && share < 1 - Number.EPSILON * 8) return ">99 %";
  return `${rounded} %`;
}

/** The resource to point at for what a whole service does: the record that clients look up first. */
export const addressFor = ({ tree }: ClientService): string =>
  tree.root.entries.map(({ resource }) => resource.address).sort()[0] ?? tree.root.name;

/** What is down, to begin a sentence with. */
export function condition({ down, zone, failed }: ScenarioResult): string {
  if (failed !== undefined) return `With port ${failed.port} of ${failed.node.name} not answering`;
  if (zone !== undefined) return `With zone ${zone} down`;
  return down.length === 0 ? "With all nodes healthy" : `With ${down.join(", ")} down`;
}

/** Names for people: `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

/** Whether a node can serve: it is up, and none of its services has failed. */
export const isServing = ({ scenario, failed }: ScenarioResult, { key }: ServiceNode): boolean =>
  !scenario.nodes.has(key) && failed?.node.key !== key;
