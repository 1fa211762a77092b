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
  /** Allocation id of the Elastic IP. */
  readonly allocationId: string;
  /** The Elastic IP; undefined where it was brought along. */
  readonly elasticIp: Eip | undefined;
}

/** The Elastic IP of a subnet: looked up where it was brought along, else made. */
export function addStaticAddress(scope: Construct, subnet: AccessSubnet, clientFqdn: string): StaticAddress {
  const { availabilityZone, allocationId } = subnet;
  if (allocationId !== undefined) {
    const { publicIp } = new DataAwsEip(scope, "Address", { id: allocationId });
    return { availabilityZone, address: publicIp, allocationId, elasticIp: undefined };
  }
  const elasticIp = new Eip(scope, "Address", {
    domain: "vpc",
    tags: { Name: `${clientFqdn} ${availabilityZone}` },
  });
  return { availabilityZone, address: elasticIp.publicIp, allocationId: elasticIp.allocationId, elasticIp };
}
