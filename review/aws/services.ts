import { groupBy, type NonEmpty } from "../collections";
import type { Graph } from "../terraform/resource-graph";
import type { AssumptionId } from "./assumptions";
import { declaredOrder, declares, type Intent } from "./declarations";
import type { Listener, LoadBalancer } from "./elb/load-balancer";
import { EVERY_ZONE } from "./elb/load-balancer-zone";
import type { Target } from "./elb/target";
import type { RecordSet } from "./route53/records";
import type { RecordTree } from "./route53/record-targets";
import { Routing } from "./routing";
import { simulate } from "./simulation";
import { unknownAttributesBehind } from "./unknown-attributes";
import { compare, nodesOf, setsOf, type ServiceNode } from "./nodes";
import { clientTrees } from "./service-scope";
import { servingOrder, successionOf, type Successor } from "./succession";
import { ALL_HEALTHY, portOf, type FailureScenario, type TrafficDistribution } from "./scenario";
export type { ServiceNode } from "./nodes";

/** Where clients are routed to in a scenario. */
export interface ScenarioResult {
  readonly scenario: FailureScenario;
  readonly traffic: TrafficDistribution;
  /** Names of the nodes that are down, sorted. */
  readonly down: readonly string[];
  /** The zone that is down with them. */
  readonly zone?: string;
  /** The only service that has failed: the node's others answer. */
  readonly failed?: FailedService;
}

/** One service of one node. */
export interface FailedService {
  readonly node: ServiceNode;
  /** Port of the listener. */
  readonly port: number;
}

/** A name that clients use, at a port that a load balancer listens on. */
export interface ClientService {
  readonly tree: RecordTree;
  /** The resources that it was found among. */
  readonly routing: Routing;
  readonly clientFqdn: string;
  readonly port: number;
  /** Those that the records point to; with the method manual, also those that a person may route them to. */
  readonly balancers: readonly LoadBalancer[];
  readonly listeners: readonly (Listener & { readonly balancer: LoadBalancer })[];
  /** What the tags declare, of all load balancers together. */
  readonly intent: Intent | undefined;
  /** Names of the nodes in the order that an output declares. */
  readonly declaredOrder: readonly string[] | undefined;
  /** In the order in which they serve: the declared one, else as the records have it. */
  readonly nodes: readonly ServiceNode[];
  /** The nodes as the records let them take over from each other. */
  readonly succession: readonly Successor[];
  /** Every set of nodes that are down: first of all, none. */
  readonly states: Readonly<NonEmpty<ScenarioResult>>;
  /** Each zone that is down. */
  readonly zoneStates: readonly ScenarioResult[];
  /** Each service of each node that fails alone; empty where the name has one service, or too many to list. */
  readonly serviceStates: readonly ScenarioResult[];
}

/** What a graph's clients use. */
export const servicesIn = (graph: Graph): { routing: Routing; services: ClientService[] } => {
  const routing = new Routing(graph);
  return { routing, services: clientServices(routing) };
};

/** The names that clients use, at each port that the load balancers behind them listen on. */
export function clientServices(routing: Routing): ClientService[] {
  const targets = new Map(
    routing.loadBalancers.flatMap(({ groups }) =>
      groups.flatMap((group) => group.targets.map((target) => [target.node, target] as const)),
    ),
  );
  const trees = clientTrees(routing);
  const byName = groupBy(trees, ({ root }) => root.name);
  return trees.flatMap((tree) => {
    const namesakes = byName.get(tree.root.name)?.filter((other) => other !== tree) ?? [];
    return servicesOf(routing, tree, targets, balancersOf(routing, tree, namesakes));
  });
}

function servicesOf(
  routing: Routing,
  tree: RecordTree,
  targets: ReadonlyMap<string, Target>,
  balancers: readonly LoadBalancer[],
): ClientService[] {
  const { root } = tree;
  const listeners = balancers.flatMap((balancer) =>
    balancer.listeners.map((listener) => ({ ...listener, balancer })),
  );
  // A load balancer that a person may switch to adds no port that clients do not have now.
  const current = listeners.filter(({ balancer }) => tree.balancers.includes(balancer));
  const ports = [...new Set(current.map(({ port }) => port))].sort((a, b) => a - b);
  const intent = intentOfAll(balancers, root);
  // Where a person chooses, there is no order.
  const ordered = intent === undefined || intent.method === "manual" ? [] : intent.nodes;
  const declared = declaredOrder(
    routing.graph,
    ordered.map(({ name }) => name),
  );
  const isPartlyUnknown = unknownAttributesBehind(routing, tree).size > 0;
  const direct = directTargets(tree, targets);
  return ports.map((port) => {
    const own = listeners.filter((listener) => listener.port === port);
    const found = nodesOf(own, direct, intent?.nodes ?? []);
    const resultOf = (failed: readonly ServiceNode[], zone?: string): ScenarioResult => {
      const result = scenarioResult(routing, tree, port, failed, zone);
      const assumed: AssumptionId[] = [
        ...(isPartlyUnknown ? (["unknown-attribute"] as const) : []),
        ...(zone !== undefined && found.some(isZoneAssumed) ? (["zones-in-order"] as const) : []),
      ];
      return { ...result, traffic: result.traffic.assuming(...assumed) };
    };
    const succession = successionOf(found, (failed) => resultOf(failed).traffic);
    const nodes = servingOrder(found, declared ?? [], succession);
    const failures = failuresOf(nodes, ports, listeners);
    return {
      tree,
      routing,
      clientFqdn: root.shownName,
      port,
      balancers,
      listeners: own,
      intent,
      declaredOrder: declared,
      nodes,
      succession,
      states: [resultOf([]), ...setsOf(nodes).map((failed) => resultOf(failed))],
      zoneStates: zonesOf(balancers, nodes).map((zone) => resultOf(nodes.filter(isIn(zone)), zone)),
      serviceStates: failures.map(({ failed, targetPorts }): ScenarioResult => {
        const scenario = {
          ...ALL_HEALTHY,
          ports: new Set(targetPorts.map((targetPort) => portOf(failed.node.key, targetPort))),
        };
        const traffic = simulate(routing, root, port, scenario);
        return {
          scenario,
          traffic: isPartlyUnknown ? traffic.assuming("unknown-attribute") : traffic,
          down: [],
          failed,
        };
      }),
    };
  });
}

/**
 * What serves a name: where a person chooses, all load balancers whose tags declare the name to the same clients, except
 * those that serve it in another hosted zone.
 */
function balancersOf(
  { loadBalancers }: Routing,
  { balancers, root }: RecordTree,
  namesakes: readonly RecordTree[],
): readonly LoadBalancer[] {
  const chosen = balancers.find(({ intent }) => declares(intent, root.name) && intent.method === "manual");
  if (chosen === undefined) return balancers;
  const elsewhere = new Set(namesakes.flatMap((other) => other.balancers));
  const others = loadBalancers.filter(
    (balancer) =>
      // A name may have several accesses: one from inside, say, and one from the internet.
      declares(balancer.intent, root.name) &&
      balancer.intent.method === "manual" &&
      balancer.isInternal === chosen.isInternal &&
      !elsewhere.has(balancer),
  );
  return [...new Set([...balancers, ...others])];
}

/** One intent of the tags of several load balancers. */
function intentOfAll(balancers: readonly LoadBalancer[], root: RecordSet): Intent | undefined {
  const intents = balancers.flatMap(({ intent }) => (declares(intent, root.name) ? [intent] : []));
  const [first] = intents;
  if (first === undefined) return undefined;
  const nodes = new Map(intents.flatMap((intent) => intent.nodes.map((node) => [node.name, node] as const)));
  return { ...first, nodes: [...nodes.values()] };
}

/** More services of nodes than a person reads a table of. */
const LISTED_SERVICES = 60;

/** Each service of each node, with the ports of the node on which it answers. */
function failuresOf(
  nodes: readonly ServiceNode[],
  ports: readonly number[],
  listeners: readonly Listener[],
): { readonly failed: FailedService; readonly targetPorts: readonly number[] }[] {
  if (ports.length < 2 || nodes.length * ports.length > LISTED_SERVICES) return [];
  return ports.flatMap((port) => {
    const targets = listeners
      .filter((listener) => listener.port === port)
      .flatMap(({ forwards }) => forwards.flatMap(({ group }) => group?.targets ?? []));
    return nodes.flatMap((node) => {
      const own = targets.filter((target) => target.node === node.key);
      const targetPorts = [...new Set(own.flatMap((target) => target.port ?? []))];
      return targetPorts.length === 0 ? [] : [{ failed: { node, port }, targetPorts }];
    });
  });
}

/** Nodes that records point to without a load balancer. */
const directTargets = ({ records }: RecordTree, byNode: ReadonlyMap<string, Target>): Target[] =>
  records.flatMap(({ targets }) =>
    targets.flatMap((target) => (target.kind === "node" ? (byNode.get(target.node) ?? []) : [])),
  );

/** Whether the zone of a node is an assumption: which nodes fail with a zone is one, too. */
const isZoneAssumed = ({ targets }: ServiceNode): boolean =>
  targets.some((target) => target.isZoneAssumed === true);

/** Whether a node is in a zone; one that is registered in several zones is up while any of them is. */
const isIn =
  (zone: string) =>
  ({ targets }: ServiceNode): boolean =>
    targets.every((target) => target.zone === zone);

function scenarioResult(
  routing: Routing,
  { root }: RecordTree,
  port: number,
  failed: readonly ServiceNode[],
  zone?: string,
): ScenarioResult {
  const scenario = {
    nodes: new Set(failed.map(({ key }) => key)),
    zones: new Set(zone === undefined ? [] : [zone]),
  };
  const traffic = simulate(routing, root, port, scenario);
  const down = failed.map(({ name }) => name).sort(compare);
  return { scenario, traffic, down, ...(zone === undefined ? {} : { zone }) };
}

/** The zones that matter: those of the load balancers and of the nodes, as far as the document specifies. */
function zonesOf(balancers: readonly LoadBalancer[], nodes: readonly ServiceNode[]): string[] {
  const ofBalancers = balancers.flatMap(({ zones }) =>
    zones.filter(({ isSpecified }) => isSpecified).map(({ name }) => name),
  );
  const ofNodes = nodes.flatMap(({ zone }) => (zone === undefined || zone === EVERY_ZONE ? [] : [zone]));
  return [...new Set([...ofBalancers, ...ofNodes])].sort(compare);
}
