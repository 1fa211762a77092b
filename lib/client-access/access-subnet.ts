import { emptyList, missingPrivateAddress, pointless } from "../validation/errors";
import type { Problem } from "../validation/problem";
import type { Loose } from "../known";
import { checkZoneName } from "../sems-node";
import { checkAwsId, checkIpv4, checkUnique } from "../validation/values";

/** A subnet that the load balancer stands in: one per Availability Zone. */
export interface AccessSubnet {
  /** Subnet id. */
  readonly id: string;
  /** The subnet's Availability Zone, such as us-east-1a. */
  readonly availabilityZone: string;
  /**
   * Allocation id of an Elastic IP that exists; internet-facing only. With topology per-node, one node must stand in the
   * zone. A later change replaces the load balancer.
   * @default - zonal, an Elastic IP is made; per-node, AWS chooses an address
   */
  readonly allocationId?: string;
  /**
   * The load balancer's fixed address in the subnet; internal only. With topology per-node, one node must stand in the
   * zone. A later change replaces the load balancer.
   * @default - zonal, none: it must be given; per-node, AWS chooses an address
   */
  readonly privateAddress?: string;
}

/** Checks a client access's subnets: at least one, each in a zone of its own, with an address that its scheme has. */
export function checkSubnets(
  where: string,
  subnets: Loose<readonly AccessSubnet[]> | undefined,
  scheme: string | undefined,
  topology: string | undefined,
): Problem[] {
  if (subnets === undefined) return [];
  if (subnets.length === 0)
    return [emptyList(where, "one subnet per Availability Zone that a node stands in")];
  const places = (key: keyof AccessSubnet) =>
    subnets.map((subnet, i) => ({ where: `${where}[${i}].${key}`, value: subnet?.[key] }));
  return [
    ...subnets.flatMap((subnet, i) => [
      ...checkAwsId(`${where}[${i}].id`, subnet?.id, "subnet-"),
      ...checkZoneName(`${where}[${i}].availabilityZone`, subnet?.availabilityZone),
      ...checkAwsId(`${where}[${i}].allocationId`, subnet?.allocationId, "eipalloc-"),
      ...checkIpv4(`${where}[${i}].privateAddress`, subnet?.privateAddress),
      ...checkAddressOfScheme(`${where}[${i}]`, subnet, scheme, topology),
    ]),
    ...checkUnique(places("id")),
    ...checkUnique(places("availabilityZone"), "AWS-NLB-4"),
    ...checkUnique(places("allocationId")),
    ...checkUnique(places("privateAddress")),
  ];
}

/** An internet-facing load balancer has Elastic IPs, an internal one private addresses. */
function checkAddressOfScheme(
  where: string,
  subnet: Loose<AccessSubnet> | undefined,
  scheme: string | undefined,
  topology: string | undefined,
): Problem[] {
  const { allocationId, privateAddress } = subnet ?? {};
  if (scheme === "internet-facing" && privateAddress !== undefined) {
    const because = "an internet-facing address is an Elastic IP";
    return [pointless(`${where}.privateAddress`, privateAddress, because)];
  }
  if (scheme !== "internal") return [];
  const isZonal = topology === undefined || topology === "zonal";
  return [
    ...(allocationId === undefined
      ? []
      : [pointless(`${where}.allocationId`, allocationId, "an internal address is no Elastic IP")]),
    ...(isZonal && subnet !== undefined && privateAddress === undefined
      ? [missingPrivateAddress(`${where}.privateAddress`)]
      : []),
  ];
}

/** The fixed address that a subnet brings along, of one kind or the other, and the place where it stands. */
export function fixedAddressOf(
  where: string,
  { allocationId, privateAddress }: Loose<AccessSubnet>,
): { readonly where: string; readonly value: string } | undefined {
  if (allocationId !== undefined) return { where: `${where}.allocationId`, value: allocationId };
  return privateAddress === undefined
    ? undefined
    : { where: `${where}.privateAddress`, value: privateAddress };
}
