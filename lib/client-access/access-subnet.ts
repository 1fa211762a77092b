import { checkZoneName } from "../sems-node";
import { type DeepPartial, isResolved } from "../tokens";
import { emptyList, invalidValue, missingPrivateAddress, notApplicable } from "../validation/errors";
import type { Problem } from "../validation/problem";
import { checkAwsId, checkIpv4, checkUnique, isIpv4, isPrivateAddress } from "../validation/values";

/** A subnet of the load balancer: one per Availability Zone. */
export interface AccessSubnet {
  /** Subnet id. */
  readonly id: string;
  /** The subnet's Availability Zone, such as us-east-1a. */
  readonly availabilityZone: string;
  /**
   * Allocation id of an Elastic IP that exists; internet-facing only. With topology per-node, the zone must contain one
   * node. A later change replaces the load balancer.
   * @default - zonal, an Elastic IP is made; per-node, AWS chooses an address
   */
  readonly allocationId?: string;
  /**
   * The load balancer's fixed address in the subnet; internal only. With topology per-node, the zone must contain one
   * node. A later change replaces the load balancer.
   * @default - zonal, none: it must be given; per-node, AWS chooses an address
   */
  readonly privateAddress?: string;
}

/** Checks a client access's subnets: at least one, each in a zone of its own, with an address that its scheme has. */
export function checkSubnets(
  path: string,
  subnets: DeepPartial<readonly AccessSubnet[]> | undefined,
  scheme: string | undefined,
  topology: string | undefined,
): Problem[] {
  if (subnets === undefined) return [];
  if (subnets.length === 0) return [emptyList(path, "one subnet per Availability Zone that contains a node")];
  const places = (key: keyof AccessSubnet) =>
    subnets.map((subnet, i) => ({ path: `${path}[${i}].${key}`, value: subnet?.[key] }));
  return [
    ...subnets.flatMap((subnet, i) => [
      ...checkAwsId(`${path}[${i}].id`, subnet?.id, "subnet-"),
      ...checkZoneName(`${path}[${i}].availabilityZone`, subnet?.availabilityZone),
      ...checkAwsId(`${path}[${i}].allocationId`, subnet?.allocationId, "eipalloc-"),
      ...checkPrivateAddress(`${path}[${i}].privateAddress`, subnet?.privateAddress),
      ...checkAddressOfScheme(`${path}[${i}]`, subnet, scheme, topology),
    ]),
    ...checkUnique(places("id")),
    ...checkUnique(places("availabilityZone"), "AWS-NLB-4"),
    ...checkUnique(places("allocationId")),
    ...checkUnique(places("privateAddress")),
  ];
}

/** The address of an internal load balancer is one of its VPC's: a private one. */
function checkPrivateAddress(path: string, address: string | undefined): Problem[] {
  if (!isResolved(address) || !isIpv4(address)) return checkIpv4(path, address);
  return isPrivateAddress(address)
    ? []
    : [
        invalidValue(
          path,
          address,
          "a private address: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10",
        ),
      ];
}

/** An internet-facing load balancer has Elastic IPs, an internal one private addresses. */
function checkAddressOfScheme(
  path: string,
  subnet: DeepPartial<AccessSubnet> | undefined,
  scheme: string | undefined,
  topology: string | undefined,
): Problem[] {
  const { allocationId, privateAddress } = subnet ?? {};
  if (scheme === "internet-facing" && privateAddress !== undefined) {
    const because = "an internet-facing load balancer has Elastic IPs";
    return [notApplicable(`${path}.privateAddress`, privateAddress, because)];
  }
  if (scheme !== "internal") return [];
  const isZonal = topology === undefined || topology === "zonal";
  return [
    ...(allocationId === undefined
      ? []
      : [
          notApplicable(`${path}.allocationId`, allocationId, "an internal load balancer has no Elastic IPs"),
        ]),
    ...(isZonal && subnet !== undefined && privateAddress === undefined
      ? [missingPrivateAddress(`${path}.privateAddress`)]
      : []),
  ];
}

/** The fixed address given for a subnet, of either kind, and its path. */
export function fixedAddressOf(
  path: string,
  { allocationId, privateAddress }: DeepPartial<AccessSubnet>,
): { readonly path: string; readonly value: string } | undefined {
  if (allocationId !== undefined) return { path: `${path}.allocationId`, value: allocationId };
  return privateAddress === undefined ? undefined : { path: `${path}.privateAddress`, value: privateAddress };
}
