import { impliesOrder } from "../aws/declarations";
import { declaredNodes } from "./declared-nodes";
import { declaredWeights } from "./declared-weights";
import { declaredNames } from "./declared-names";
import { oncePerName } from "../facts/client-trees";
import type { ClientService } from "../aws/services";
import type { Rule, Violation } from "./rule";
import { addressFor, condition, listed } from "../wording";
import { NOTHING, type TrafficDistribution } from "../aws/scenario";
import { isOnActive, onlyNode } from "../method";

/** What tags and outputs declare is what happens to clients. */
export const doesWhatIsDeclared: Rule = {
  id: "SEMS-INTENT-1",
  level: "error",
  source: "tags and outputs of the stack",
  violations: (subject) => [
    ...declaredNames(subject),
    ...oncePerName(subject).flatMap((service) => [...weighted(service), ...manual(service)]),
    ...declaredNodes(subject),
    ...declaredWeights(subject),
    ...subject.services.flatMap(order),
  ],
};

/** Declared weights that nothing has. */
function weighted(service: ClientService): Violation[] {
  const { intent, tree, clientFqdn } = service;
  if (intent?.method !== "weighted") return [];
  const isWeighted =
    tree.records.some(({ entry }) => entry.policy === "weighted") ||
    tree.balancers.some(({ listeners }) => listeners.some(({ forwards }) => forwards.length > 1));
  if (isWeighted) return [];
  return [
    {
      address: addressFor(service),
      message:
        `The tags declare the method weighted for ${clientFqdn}, and nothing on the path of its clients has a weight. ` +
        `Weigh the target groups of the listeners, or declare the method that the records have.`,
    },
  ];
}

/** A manual method where clients change nodes by themselves. */
function manual(service: ClientService): Violation[] {
  const { intent, nodes, states, clientFqdn } = service;
  if (intent?.method !== "manual") return [];
  const [allHealthy] = states;
  const active = onlyNode(reachedIn(allHealthy.traffic));
  const moved = states.find(
    ({ scenario, traffic }) =>
      active === undefined || !isOnActive(active, { down: scenario.nodes, shares: reachedIn(traffic) }),
  );
  if (nodes.length === 0 || moved === undefined) return [];
  const others = [...reachedIn(moved.traffic)]
    .filter(([reached]) => reached !== active)
    .map(([reached]) => nodes.find(({ key }) => key === reached)?.name ?? reached);
  return [
    {
      address: addressFor(service),
      message:
        `The tags declare the method manual for ${clientFqdn}, but its clients do not stay on one node: ` +
        `${condition(moved).replace("With", "with")}, ` +
        `${others.length === 0 ? "some of them reach nothing" : `they are routed to ${listed(others)}`}. ` +
        `Point the name at one node, or declare the method that the records have.`,
    },
  ];
}

/** Where new clients end up, nodes by their keys and what is outside the document by its name. */
const reachedIn = ({ shares, elsewhere }: TrafficDistribution): ReadonlyMap<string, number> =>
  new Map([...shares, ...elsewhere]);

/** An order that the records have, other than the declared one. */
function order(service: ClientService): Violation[] {
  const { intent, declaredOrder: declared, nodes, succession, clientFqdn } = service;
  if (declared === undefined || !impliesOrder(intent)) return [];
  // Where clients are not routed to one node after the other, there is no order: SEMS-LB-2 reports what happens.
  const isOrdered =
    succession.length === nodes.length && succession.every(({ share }) => share > 1 - NOTHING);
  if (!isOrdered) return [];
  const names = succession.map(({ node }) => node.name).filter((name) => declared.includes(name));
  const expected = declared.filter((name) => names.includes(name));
  if (names.join() === expected.join()) return [];
  return [
    {
      address: addressFor(service),
      message:
        `The outputs declare that ${expected.join(", ")} serve ${clientFqdn} in this order, and the records put ` +
        `them in the order ${names.join(", ")}. Swap the targets of the records, health checks included.`,
    },
  ];
}
