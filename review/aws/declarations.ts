import type { Graph, Resource } from "../terraform/resource-graph";
import { isList, isValues, keyOf, type Text } from "../terraform/value";
import { nameKey } from "./route53/records";

/** A node as the tags of a load balancer declare it. */
export interface DeclaredNode {
  readonly name: string;
  /** Address of Interface 2. */
  readonly address: Text;
  /** Availability Zone. */
  readonly zone: Text | undefined;
  /** With the method weighted, its weight among the others'. */
  readonly weight?: number;
}

/** What the tags of a load balancer say is meant. */
export interface Intent {
  readonly clientFqdn: Text;
  readonly method: string;
  /** Name of the hosted zone that holds the client FQDN. */
  readonly hostedZone: Text | undefined;
  /** The nodes that it serves, in no order. */
  readonly nodes: readonly DeclaredNode[];
  /** Zones by the key of their subnet. */
  readonly subnetZones: ReadonlyMap<string, Text>;
}

/** The tag that declares the client FQDN, and with it that the others declare anything. */
const FQDN_TAG = "sems:client-fqdn";
/** The tag that declares how clients are distributed. */
export const METHOD_TAG = "sems:method";
const ZONE_NAME_TAG = "sems:hosted-zone";
const ADDRESS_TAG = "sems:interface2:";
const ZONE_TAG = "sems:zone:";
const WEIGHT_TAG = "sems:weight:";
const SUBNET_TAG = "sems:subnet:";

/** Reads the tags of a load balancer; undefined where they declare nothing. */
export function intentOf(loadBalancer: Resource): Intent | undefined {
  const tags = loadBalancer.entries("tags");
  const clientFqdn = tags.get(FQDN_TAG);
  if (clientFqdn === undefined) return undefined;
  const method = tags.get(METHOD_TAG);
  return {
    clientFqdn,
    method: typeof method === "string" ? method : "",
    hostedZone: tags.get(ZONE_NAME_TAG),
    nodes: [...tags].flatMap(([tag, address]) => {
      if (!tag.startsWith(ADDRESS_TAG)) return [];
      const name = tag.slice(ADDRESS_TAG.length);
      const weight = weightOf(tags.get(`${WEIGHT_TAG}${name}`));
      return [
        {
          name,
          address,
          zone: tags.get(`${ZONE_TAG}${name}`),
          ...(weight === undefined ? {} : { weight }),
        },
      ];
    }),
    subnetZones: new Map(
      [...tags].flatMap(([tag, subnet]) =>
        tag.startsWith(SUBNET_TAG) ? [[keyOf(subnet), tag.slice(SUBNET_TAG.length)] as const] : [],
      ),
    ),
  };
}

const weightOf = (tag: Text | undefined): number | undefined =>
  typeof tag === "string" && /^\d{1,9}$/.test(tag) ? Number(tag) : undefined;

/** Methods that have no order of the nodes, or leave it to a person. */
const WITHOUT_ORDER: readonly string[] = ["weighted", "manual"];

/** Whether clients are meant to reach the first healthy node of an order: so where nothing else is declared. */
export const impliesOrder = (intent: Intent | undefined): boolean =>
  !WITHOUT_ORDER.includes(intent?.method ?? "");

/** Whether the tags name a client FQDN. */
export const declares = (intent: Intent | undefined, name: string): intent is Intent =>
  intent !== undefined && nameKey(intent.clientFqdn) === name;

/** Whether tags that are not known may declare any node: so may those beside a client FQDN that is not known. */
export const mayDeclareAnyNode = (loadBalancer: Resource): boolean =>
  (loadBalancer.has("tags") && loadBalancer.isOpen("tags")) ||
  loadBalancer.openEntries("tags").includes(FQDN_TAG);

/** The names of the nodes in the order that an output of the stack declares for exactly these nodes. */
export function declaredOrder(graph: Graph, names: readonly string[]): string[] | undefined {
  const wanted = new Set(names);
  for (const [output, value] of graph.outputs) {
    const list = graph.follow(value);
    if (!output.endsWith("serving_order") || !isList(list)) continue;
    const order = list.flatMap((member) => {
      const node = graph.follow(member);
      const name = isValues(node) ? graph.follow(node.get("node")) : undefined;
      return typeof name === "string" ? [name] : [];
    });
    const isOfThese = order.length === wanted.size && order.every((name) => wanted.has(name));
    if (isOfThese && new Set(order).size === wanted.size) return order;
  }
  return undefined;
}
