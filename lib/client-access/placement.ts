import { DefaultTokenResolver, StringConcat, Tokenization } from "cdktf";
import type { Construct } from "constructs";
import { constructId } from "../construct-id";
import { twoNodesInZone, twoSubnetsInZone, zoneNotMatched } from "../validation/errors";
import { refuse } from "../validation/problem";
import type { SemsNode } from "../sems-node";
import { fixedAddressOf, type AccessSubnet } from "./access-subnet";
import { checkFixedAddresses } from "./check-zones";

/** How addresses reach one node each. */
export type Topology = "zonal" | "per-node";

/** A subnet of the load balancer, with the id that its resources bear. */
export interface Zone {
  /** Construct id: the zone's name where it is known, else its place. */
  readonly id: string;
  readonly subnet: AccessSubnet;
}

/** A node as a target: who it is, where it stands, and the id that its resources bear. */
export interface NodeTarget {
  /**
   * Construct id: zonal, that of the zone in which the node stands, so that another name or order moves nothing;
   * per-node, the node's name, since nodes may share a zone.
   */
  readonly id: string;
  /** The node's name where it is known, else its place: what tags call it. */
  readonly label: string;
  readonly node: SemsNode;
  /** Where the node stands. */
  readonly zone: Zone;
}

/**
 * Finds each node's zone; a zone that is a token is found by the expression that it stands for.
 *
 * @throws InvalidPropsError where a zone has no subnet or, zonal, more than one node
 */
export function placeNodes(
  scope: Construct,
  nodes: readonly SemsNode[],
  zones: readonly Zone[],
  topology: Topology,
): NodeTarget[] {
  const expressionOf = (value: string): string => {
    const resolver = new DefaultTokenResolver(new StringConcat());
    return String(Tokenization.resolve(value, { scope, resolver, preparing: false }));
  };
  const byExpression = new Map<string, Zone>();
  const subnetProblems = zones.flatMap((zone, i) => {
    const expression = expressionOf(zone.subnet.availabilityZone);
    const earlier = byExpression.get(expression);
    if (earlier === undefined) byExpression.set(expression, zone);
    return earlier === undefined ? [] : [twoSubnetsInZone(`subnets[${i}].availabilityZone`, expression)];
  });
  const taken = new Map<string, string>();
  const places = nodes.map((node, i) => {
    const expression = expressionOf(node.interface2.availabilityZone);
    const where = `nodes[${i}].interface2.availabilityZone`;
    const [zone, earlier] = [byExpression.get(expression), taken.get(expression)];
    taken.set(expression, `nodes[${i}]`);
    if (zone === undefined) return { problems: [zoneNotMatched(where, expression)] };
    if (earlier !== undefined && topology === "zonal") {
      return { problems: [twoNodesInZone(where, expression, earlier)] };
    }
    const label = constructId([node.name], "Node", i);
    return { problems: [], target: { id: topology === "zonal" ? zone.id : label, label, node, zone } };
  });
  const targets = places.flatMap(({ target }) => (target === undefined ? [] : [target]));
  refuse(scope.node.path, [
    ...subnetProblems,
    ...places.flatMap(({ problems }) => problems),
    ...(topology === "per-node"
      ? checkFixedAddresses(
          zones.map(({ id, subnet }, i) => ({ address: fixedAddressOf(`subnets[${i}]`, subnet), zone: id })),
          targets.map(({ label, zone }) => ({ name: label, zone: zone.id })),
        )
      : []),
  ]);
  return targets;
}
