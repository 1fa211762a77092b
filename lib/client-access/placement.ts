import type { Construct } from "constructs";
import { constructId } from "../construct-id";
import type { SemsNode } from "../sems-node";
import { type DeepPartial, expressionOf, isResolved } from "../tokens";
import {
  addressOfSharedZone,
  addressOfSpareZone,
  twoNodesInZone,
  twoSubnetsInZone,
  zoneNotMatched,
  zoneWithoutSubnet,
} from "../validation/errors";
import { throwIfInvalid, type Problem } from "../validation/problem";
import { earlierDuplicates } from "../validation/values";
import { type AccessSubnet, fixedAddressOf } from "./access-subnet";

/** How addresses reach one node each. */
export type Topology = "zonal" | "per-node";

/** A subnet of the load balancer, with the construct id of its resources. */
export interface Zone {
  /** Construct id: the zone's name where it is known, else its place. */
  readonly id: string;
  /** The load balancer's subnet in the zone. */
  readonly subnet: AccessSubnet;
}

/** A node as a target, with its zone and the construct id of its resources. */
export interface NodeTarget {
  /**
   * Construct id: zonal, that of the node's zone, so that renaming or reordering nodes moves nothing;
   * per-node, the node's name, since nodes may share a zone.
   */
  readonly id: string;
  /** The node's name where it is known, else its place: what tags call it. */
  readonly label: string;
  /** The node itself, as the cluster has it. */
  readonly node: SemsNode;
  /** The node's zone. */
  readonly zone: Zone;
}

/**
 * Finds each node's zone; a zone that is a token is found by its expression.
 *
 * @throws InvalidPropsError where a zone has no subnet or, zonal, more than one node
 */
export function placeNodes(
  scope: Construct,
  nodes: readonly SemsNode[],
  zones: readonly Zone[],
  topology: Topology,
): NodeTarget[] {
  const byExpression = new Map<string, Zone>();
  const subnetProblems = zones.flatMap((zone, i) => {
    const expression = expressionOf(scope, zone.subnet.availabilityZone);
    const earlier = byExpression.get(expression);
    byExpression.set(expression, zone);
    return earlier === undefined ? [] : [twoSubnetsInZone(`subnets[${i}].availabilityZone`, expression)];
  });
  const taken = new Map<string, string>();
  const places = nodes.map((node, i) => {
    const expression = expressionOf(scope, node.interface2.availabilityZone);
    const path = `nodes[${i}].interface2.availabilityZone`;
    const [zone, earlier] = [byExpression.get(expression), taken.get(expression)];
    taken.set(expression, `nodes[${i}]`);
    if (zone === undefined) return { problems: [zoneNotMatched(path, expression)] };
    if (earlier !== undefined && topology === "zonal") {
      return { problems: [twoNodesInZone(path, expression, earlier)] };
    }
    const label = labelOf(node, i);
    const id = topology === "zonal" ? zone.id : siblingId(constructId([node.name], "Node", i));
    return { problems: [], target: { id, label, node, zone } };
  });
  const targets = places.flatMap(({ target }) => (target === undefined ? [] : [target]));
  throwIfInvalid(scope.node.path, [
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

/** What tags call a node. */
const labelOf = ({ name }: SemsNode, i: number): string => (isResolved(name) ? name : `Node${i + 1}`);

/** Ids of constructs that are siblings of those named after nodes. */
const SIBLINGS: readonly string[] = ["Resource", "Listener", "Interface2"];

/** The id of a construct that is named after a node: another one than its siblings'. No name has an underscore. */
const siblingId = (id: string): string => (SIBLINGS.includes(id) ? `${id}_` : id);

/** AWS-NLB-4: each zone in use has a subnet and, zonal, holds exactly one node. */
export function checkZones(
  path: string,
  nodes: DeepPartial<readonly SemsNode[]> | undefined,
  subnets: DeepPartial<readonly AccessSubnet[]> | undefined,
  topology: string | undefined,
): Problem[] {
  const zones = subnets?.map((subnet) => subnet?.availabilityZone);
  const allKnown = zones !== undefined && zones.length > 0 && zones.every(isResolved);
  const located = (nodes ?? []).map((node, i) => ({
    path: `nodes[${i}]`,
    value: node?.interface2?.availabilityZone,
  }));
  const isZonal = topology === undefined || topology === "zonal";
  const earlierNodes = earlierDuplicates(located);
  const ofNodes = located.flatMap(({ path, value: zone }, i) => {
    const [earlier, here] = [earlierNodes[i], `${path}.interface2.availabilityZone`];
    if (!isResolved(zone)) return [];
    return [
      ...(earlier === undefined || !isZonal ? [] : [twoNodesInZone(here, zone, earlier)]),
      ...(allKnown && !zones.includes(zone) ? [zoneWithoutSubnet(here, zone, zones)] : []),
    ];
  });
  if (topology !== "per-node" || nodes === undefined) return ofNodes;
  return [
    ...ofNodes,
    ...checkFixedAddresses(
      (subnets ?? []).map((subnet, i) => ({
        address: fixedAddressOf(`${path}[${i}]`, subnet ?? {}),
        zone: known(subnet?.availabilityZone),
      })),
      located.map(({ path, value }) => ({ name: path, zone: known(value) })),
    ),
  ];
}

/** A subnet's fixed address, and its zone. */
export interface AddressedZone {
  readonly address: { readonly path: string; readonly value: string } | undefined;
  /** What identifies the zone; undefined where that is unknown. */
  readonly zone: string | undefined;
}

/** Per-node: a fixed address belongs to one load balancer, so its zone must contain exactly one node. */
export function checkFixedAddresses(
  subnets: readonly AddressedZone[],
  nodes: readonly { readonly name: string; readonly zone: string | undefined }[],
): Problem[] {
  const allKnown = nodes.every(({ zone }) => zone !== undefined);
  return subnets.flatMap(({ address, zone }) => {
    if (address === undefined || zone === undefined) return [];
    const [first, second] = nodes.filter((node) => node.zone === zone);
    if (first === undefined) return allKnown ? [addressOfSpareZone(address.path, address.value)] : [];
    return second === undefined
      ? []
      : [addressOfSharedZone(address.path, address.value, first.name, second.name)];
  });
}

const known = (zone: string | undefined): string | undefined => (isResolved(zone) ? zone : undefined);
