import { DefaultTokenResolver, StringConcat, Tokenization } from "cdktf";
import type { Construct } from "constructs";
import { twoNodesInZone, twoSubnetsInZone, zoneNotMatched } from "../errors";
import { refuse } from "../problem";
import type { SemsNode } from "../sems-node";
import type { AccessSubnet } from "./access-subnet";

/** A subnet of the load balancer, with the id that its resources bear. */
export interface Zone {
  /** Construct id: the zone's name where it is known, else its place. */
  readonly id: string;
  readonly subnet: AccessSubnet;
}

/** A node as a target: who it is, and the id that its resources bear. */
export interface NodeTarget {
  /** Construct id: that of the zone in which the node stands, so that another name or order moves nothing. */
  readonly id: string;
  readonly node: SemsNode;
}

/**
 * Finds each node's zone; a zone that is a token is found by the expression that it stands for.
 *
 * @throws InvalidPropsError where a zone has no subnet or more than one node
 */
export function placeNodes(
  scope: Construct,
  nodes: readonly SemsNode[],
  zones: readonly Zone[],
): NodeTarget[] {
  const expressionOf = (value: string): string => {
    const resolver = new DefaultTokenResolver(new StringConcat());
    return String(Tokenization.resolve(value, { scope, resolver, preparing: false }));
  };
  const zoneIds = new Map<string, string>();
  const subnetProblems = zones.flatMap(({ id, subnet }, i) => {
    const expression = expressionOf(subnet.availabilityZone);
    const earlier = zoneIds.get(expression);
    if (earlier === undefined) zoneIds.set(expression, id);
    return earlier === undefined ? [] : [twoSubnetsInZone(`subnets[${i}].availabilityZone`, expression)];
  });
  const taken = new Map<string, string>();
  const places = nodes.map((node, i) => {
    const expression = expressionOf(node.interface2.availabilityZone);
    const where = `nodes[${i}].interface2.availabilityZone`;
    const [id, earlier] = [zoneIds.get(expression), taken.get(expression)];
    taken.set(expression, `nodes[${i}]`);
    if (id === undefined) return { problems: [zoneNotMatched(where, expression)] };
    if (earlier !== undefined) return { problems: [twoNodesInZone(where, expression, earlier)] };
    return { problems: [], target: { id, node } };
  });
  refuse(scope.node.path, [...subnetProblems, ...places.flatMap(({ problems }) => problems)]);
  return places.flatMap(({ target }) => (target === undefined ? [] : [target]));
}
