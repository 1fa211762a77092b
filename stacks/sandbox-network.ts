import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";

/** Props of `SandboxNetwork`. */
export interface SandboxNetworkProps {
  readonly region: string;
  /** Number of zones, 1 to 6, each with a public subnet. */
  readonly zones: number;
}

/** A subnet that the internet reaches. */
export interface PublicSubnet {
  /** Id; what refers to it waits for the route to the internet, without which AWS refuses an internet-facing load balancer. */
  readonly id: string;
  readonly availabilityZone: string;
}

/** The two network interfaces that represent an appliance. */
export interface SandboxInterfaces {
  readonly interface1: NetworkInterface;
  readonly interface2: NetworkInterface;
}

/** A VPC with a public subnet in each zone, and network interfaces in place of appliances. */
export class SandboxNetwork extends Construct {
  public readonly vpc: Vpc;
  /** One per zone. */
  public readonly subnets: readonly PublicSubnet[];

  public constructor(scope: Construct, id: string, props: SandboxNetworkProps) {
    super(scope, id);
    this.vpc = new Vpc(this, "Vpc", {
      cidrBlock: "10.42.0.0/16",
      enableDnsHostnames: true,
      tags: { Name: "sems-sandbox" },
    });
    const gateway = new InternetGateway(this, "InternetGateway", { vpcId: this.vpc.id });
    const routes = new RouteTable(this, "Public", {
      vpcId: this.vpc.id,
      route: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }],
    });
    this.subnets = ["a", "b", "c", "d", "e", "f"].slice(0, props.zones).map((letter, i) => {
      const availabilityZone = `${props.region}${letter}`;
      const zone = new Construct(this, availabilityZone);
      const subnet = new Subnet(zone, "Subnet", {
        vpcId: this.vpc.id,
        cidrBlock: `10.42.${i + 1}.0/24`,
        availabilityZone,
        tags: { Name: `sems-sandbox ${availabilityZone}` },
      });
      const reachable = new RouteTableAssociation(zone, "Public", {
        subnetId: subnet.id,
        routeTableId: routes.id,
      });
      return { id: reachable.subnetId, availabilityZone };
    });
  }

  /** Adds the interfaces of one appliance to a subnet; its number is part of their addresses. */
  public addInterfaces(id: string, subnetId: string, number: number): SandboxInterfaces {
    const scope = new Construct(this, id);
    const add = (name: string, host: number): NetworkInterface =>
      new NetworkInterface(scope, name, {
        subnetId,
        privateIps: [`10.42.${number}.${host}`],
        tags: { Name: `${id} ${name}` },
      });
    return { interface1: add("Interface1", 20), interface2: add("Interface2", 10) };
  }
}
