import {
  addressOfSharedZone,
  addressOfSpareZone,
  twoNodesInZone,
  zoneWithoutSubnet,
} from "../validation/errors";
import { isKnown, type Loose } from "../known";
import type { Problem } from "../validation/problem";
import type { SemsNode } from "../sems-node";
import { earlierPlaces } from "../validation/values";
import { fixedAddressOf, type AccessSubnet } from "./access-subnet";

/** AWS-NLB-4: each zone in use has a subnet and, zonal, holds exactly one node. */
export function checkZones(
  where: string,
  nodes: Loose<readonly SemsNode[]> | undefined,
  subnets: Loose<readonly AccessSubnet[]> | undefined,
  topology: string | undefined,
): Problem[] {
  const zones = subnets?.map((subnet) => subnet?.availabilityZone);
  const allKnown = zones !== undefined && zones.length > 0 && zones.every(isKnown);
  const stands = (nodes ?? []).map((node, i) => ({
    where: `nodes[${i}]`,
    value: node?.interface2?.availabilityZone,
  }));
  const isZonal = topology === undefined || topology === "zonal";
  const earlierNodes = earlierPlaces(stands);
  const ofNodes = stands.flatMap(({ where, value: zone }, i) => {
    const [earlier, here] = [earlierNodes[i], `${where}.interface2.availabilityZone`];
    if (!isKnown(zone)) return [];
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
        address: fixedAddressOf(`${where}[${i}]`, subnet ?? {}),
        zone: known(subnet?.availabilityZone),
      })),
      stands.map(({ where, value }) => ({ name: where, zone: known(value) })),
    ),
  ];
}

/** A subnet's fixed address, and its zone. */
export interface AddressedZone {
  readonly address: { readonly where: string; readonly value: string } | undefined;
  /** What the zone is told by; undefined where it cannot be told. */
  readonly zone: string | undefined;
}

/** Per-node: a fixed address is one load balancer's, so that exactly one node must stand in its zone. */
export function checkFixedAddresses(
  subnets: readonly AddressedZone[],
  nodes: readonly { readonly name: string; readonly zone: string | undefined }[],
): Problem[] {
  const allTold = nodes.every(({ zone }) => zone !== undefined);
  return subnets.flatMap(({ address, zone }) => {
    if (address === undefined || zone === undefined) return [];
    const [first, second] = nodes.filter((node) => node.zone === zone);
    if (first === undefined) return allTold ? [addressOfSpareZone(address.where, address.value)] : [];
    return second === undefined
      ? []
      : [addressOfSharedZone(address.where, address.value, first.name, second.name)];
  });
}

const known = (zone: string | undefined): string | undefined => (isKnown(zone) ? zone : undefined);
