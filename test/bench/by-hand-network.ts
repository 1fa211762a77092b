import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface";
import type { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import type { TerraformStack } from "cdktf";

const REGION = "us-east-1";

/** A node of the cluster in its zone. */
export interface Server {
  readonly name: string;
  readonly zone: string;
  readonly subnetId: string;
  readonly interface1: NetworkInterface;
  readonly interface2: NetworkInterface;
}

/** The cluster that stands in the network. */
export interface Cluster {
  readonly vpcId: string;
  readonly zone: Route53Zone;
  readonly fqdn: string;
  readonly servers: readonly Server[];
}

/** The network, with a node in each of three zones. */
export function addNetwork(stack: TerraformStack): {
  readonly vpc: Vpc;
  readonly servers: readonly Server[];
} {
  const vpc = new Vpc(stack, "vpc", {
    cidrBlock: "10.42.0.0/16",
    enableDnsHostnames: true,
    tags: { Name: "sems-sandbox" },
  });
  const gateway = new InternetGateway(stack, "internet-gateway", { vpcId: vpc.id });
  const routes = new RouteTable(stack, "routes", {
    vpcId: vpc.id,
    route: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }],
  });
  const servers = ["a", "b", "c"].map((letter, i): Server => {
    const zone = `${REGION}${letter}`;
    const name = `sems${i + 1}`;
    const subnet = new Subnet(stack, `subnet-${letter}`, {
      vpcId: vpc.id,
      cidrBlock: `10.42.${i + 1}.0/24`,
      availabilityZone: zone,
      tags: { Name: `sems-sandbox ${zone}` },
    });
    // Referred to by its route: AWS refuses a public load balancer in a subnet without one.
    const { subnetId } = new RouteTableAssociation(stack, `route-${letter}`, {
      subnetId: subnet.id,
      routeTableId: routes.id,
    });
    const addInterface = (number: 1 | 2, host: number): NetworkInterface =>
      new NetworkInterface(stack, `${name}-interface${number}`, {
        subnetId,
        privateIps: [`10.42.${i + 1}.${host}`],
        tags: { Name: `${name} Interface${number}` },
      });
    return { name, zone, subnetId, interface1: addInterface(1, 20), interface2: addInterface(2, 10) };
  });
  return { vpc, servers };
}
