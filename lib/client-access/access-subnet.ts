import { emptyList, pointless } from "../errors";
import type { Problem } from "../problem";
import type { Loose } from "../known";
import { checkZoneName } from "../sems-node";
import { checkAwsId, checkIpv4, checkUnique } from "../values";

/** A subnet that the load balancer stands in: one per Availability Zone. */
export interface AccessSubnet {
  /** Subnet id. */
  readonly id: string;
  /** The subnet's Availability Zone, such as us-east-1a. */
  readonly availabilityZone: string;
  /**
   * Allocation id of an Elastic IP that exists; internet-facing only. A later change replaces the load balancer.
   * @default - an Elastic IP is made
   */
  readonly allocationId?: string;
  /**
   * The load balancer's fixed address in the subnet; internal only.
   * @default - none
   */
  readonly privateAddress?: string;
}

/** Checks a client access's subnets: at least one, each in a zone of its own. */
export function checkSubnets(
  where: string,
  subnets: Loose<readonly AccessSubnet[]> | undefined,
  scheme: string | undefined,
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
      ...(scheme === "internet-facing" && subnet?.privateAddress !== undefined
        ? [
            pointless(
              `${where}[${i}].privateAddress`,
              subnet.privateAddress,
              "an internet-facing address is an Elastic IP",
            ),
          ]
        : []),
    ]),
    ...checkUnique(places("id")),
    ...checkUnique(places("availabilityZone"), "AWS-NLB-4"),
    ...checkUnique(places("allocationId")),
  ];
}
