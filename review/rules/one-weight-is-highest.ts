import type { Forward } from "../aws/elb/load-balancer";
import type { ClientService } from "../aws/services";
import { oncePerName } from "../facts/client-trees";
import { lostClients } from "./lost-clients";
import type { Rule, Violation } from "./rule";
import { listed, percent } from "../wording";
import { NOTHING } from "../aws/scenario";

/**
 * One node's weight is strictly the highest, and every new client is served while any node is healthy; weights that are
 * not declared are no failover.
 */
export const oneWeightIsHighest: Rule = {
  id: "SEMS-LB-3",
  level: "error",
  source: "KB 156803, method 3",
  violations: (subject) => [
    ...subject.services.flatMap(listenerViolations),
    ...oncePerName(subject).flatMap(recordViolations),
    ...lostClients(subject),
  ],
};

/** What is weighed, for people. */
interface WeightedMember {
  readonly name: string;
  readonly weight: number;
}

const isDeclared = ({ intent }: ClientService): boolean => intent?.method === "weighted";

function listenerViolations(service: ClientService): Violation[] {
  return service.listeners.flatMap(({ resource, forwards }) => {
    if (forwards.length < 2) return [];
    const members = forwards.map((forward) => ({ name: nameOf(forward, service), weight: forward.weight }));
    const message = isDeclared(service) ? tie(members) : staticWeights(service, members);
    return message === undefined ? [] : [{ address: resource.address, message }];
  });
}

/** A target group by its nodes. */
function nameOf({ group }: Forward, { nodes }: ClientService): string {
  if (group === undefined) return "a target group that the document does not specify";
  const keys = new Set(group.targets.map(({ node }) => node));
  const names = nodes.filter(({ key }) => keys.has(key)).map(({ name }) => name);
  return names.length === 0 ? group.resource.address : listed(names);
}

/** Weights of which none is the highest; undefined where one is. */
function tie(members: readonly WeightedMember[]): string | undefined {
  const highest = Math.max(...members.map(({ weight }) => weight));
  const holders = members.filter(({ weight }) => weight === highest);
  if (holders.length === 1) return undefined;
  return (
    `No weight is the highest: ${listed(holders.map(({ name }) => name))} have ${highest} each, so none of them is ` +
    `the node that most clients stay with. Give one node 10 and each other 1.`
  );
}

/** What static weights do to clients while the heaviest is down. */
function staticWeights(service: ClientService, members: readonly WeightedMember[]): string {
  const singleFailures = service.states.filter(({ scenario }) => scenario.nodes.size === 1);
  const losses = singleFailures
    .map(({ down, traffic, scenario }) => ({ down, lost: traffic.lost(scenario) }))
    .filter(({ lost }) => lost > 0);
  const [worst] = losses.sort((a, b) => b.lost - a.lost);
  const loss =
    worst === undefined
      ? ""
      : `: with ${listed(worst.down)} down, ${percent(worst.lost)} of the clients reach nothing`;
  const weights = listed(members.map(({ name, weight }) => `${weight} to ${name}`));
  return (
    `Clients of ${service.clientFqdn} are divided by static weights, ${weights}, and that is no failover: an unhealthy ` +
    `target group keeps its share${loss}. Point the name by failover records at an address of each node; where ` +
    `weights are meant, declare the method with the tag sems:method = weighted.`
  );
}

/** Route 53 leaves unhealthy records out; so weights matter to clients as soon as two records with a weight above 0 have some. */
function recordViolations(service: ClientService): Violation[] {
  return service.tree.sets.flatMap(({ shownName, entries }) => {
    const weighted = entries.filter(({ policy }) => policy === "weighted");
    const weighty = weighted.filter(({ weight }) => weight > 0);
    const [first] = weighted;
    if (first === undefined) return [];
    const members = weighted.map(({ resource, weight }) => ({ name: resource.address, weight }));
    const message = isDeclared(service)
      ? tie(members)
      : weighty.length > 1
        ? weightsOfRecords(shownName, members, service)
        : undefined;
    return message === undefined ? [] : [{ address: first.resource.address, message }];
  });
}

function weightsOfRecords(
  name: string,
  members: readonly WeightedMember[],
  { nodes, states }: ClientService,
): string {
  // The first state is that in which all nodes are healthy.
  const shares = states.slice(0, 1).flatMap(({ traffic }) =>
    nodes.flatMap(({ key, name }) => {
      const share = traffic.shares.get(key) ?? 0;
      return share > NOTHING ? [`${percent(share)} to ${name}`] : [];
    }),
  );
  return (
    `Route 53 answers for ${name} by weight (${members.map(({ weight }) => weight).join(", ")}), and that is no ` +
    `failover: with all nodes healthy, it routes ${listed(shares)}, and whoever asks again may change nodes. Make the ` +
    `records a PRIMARY and a SECONDARY.`
  );
}
