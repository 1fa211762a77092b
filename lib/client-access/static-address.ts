import { DataAwsEip } from "@cdktf/provider-aws/lib/data-aws-eip";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import type { Construct } from "constructs";
import type { AccessSubnet } from "./access-subnet";

/** A load balancer's fixed address in one Availability Zone. */
export interface StaticAddress {
  /** The Availability Zone that the address belongs to. */
  readonly availabilityZone: string;
  /** The IPv4 address. */
  readonly address: string;
  /** Allocation id of the Elastic IP; undefined where the address is a private one. */
  readonly allocationId: string | undefined;
  /** The Elastic IP; undefined where it was brought along, or where the address is a private one. */
  readonly elasticIp: Eip | undefined;
}

/** The fixed address that a subnet brings along, private or an Elastic IP that is looked up; undefined where it has none. */
export function findStaticAddress(scope: Construct, subnet: AccessSubnet): StaticAddress | undefined {
  const { availabilityZone, allocationId, privateAddress } = subnet;
  if (privateAddress !== undefined) {
    return { availabilityZone, address: privateAddress, allocationId: undefined, elasticIp: undefined };
  }
  if (allocationId === undefined) return undefined;
  const { publicIp } = new DataAwsEip(scope, "Address", { id: allocationId });
  return { availabilityZone, address: publicIp, allocationId, elasticIp: undefined };
}

/** Makes an Elastic IP for a subnet. */
export function makeStaticAddress(
  scope: Construct,
  { availabilityZone }: AccessSubnet,
  clientFqdn: string,
): StaticAddress {
  const elasticIp = new Eip(scope, "Address", {
    domain: "vpc",
    tags: { Name: `${clientFqdn} ${availabilityZone}` },
  });
  return { availabilityZone, address: elasticIp.publicIp, allocationId: elasticIp.allocationId, elasticIp };
}
