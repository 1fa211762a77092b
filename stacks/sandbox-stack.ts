import { NetworkInterfaceSgAttachment } from "@cdktf/provider-aws/lib/network-interface-sg-attachment";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { Construct } from "constructs";
import { CertificateSource, LoadBalancingMethod, SemsCluster, type SemsNode } from "../lib";
import { SandboxAuthority } from "./sandbox-authority";
import { SandboxNetwork, type SandboxInterfaces } from "./sandbox-network";
import { SemsStack } from "./sems-stack";

/** Props of `SandboxStack`. */
export interface SandboxStackProps {
  /**
   * AWS region.
   * @default "us-east-1"
   */
  readonly region?: string;
  /**
   * Number of zones, 2 to 6. Taking one away replaces the load balancer.
   * @default 3
   */
  readonly zones?: number;
  /**
   * The nodes by number, in order of preference: node 1 is sems1 in the first zone.
   * @default [1, 2, 3]
   */
  readonly order?: readonly number[];
}

/**
 * A network, a hosted zone and a private CA around the cluster of `ClusterStack`: deployable to an empty account or
 * to an emulated AWS. Network interfaces represent the appliances, so nothing answers on them.
 */
export class SandboxStack extends SemsStack {
  public readonly cluster: SemsCluster;
  public readonly network: SandboxNetwork;

  public constructor(scope: Construct, id: string, props: SandboxStackProps = {}) {
    const region = props.region ?? "us-east-1";
    super(scope, id, { region, tags: { project: "sems-sandbox" } });
    this.network = new SandboxNetwork(this, "Network", { region, zones: props.zones ?? 3 });
    const zone = new Route53Zone(this, "Zone", { name: "sems-sandbox.test", forceDestroy: true });
    const authority = new SandboxAuthority(this, "Authority", { commonName: "SEMS sandbox root" });
    const source = CertificateSource.privateCa(authority.arn);
    const hostedZone = { id: zone.zoneId, name: zone.name };
    const appliances = (props.order ?? [1, 2, 3]).map((number) => this.addAppliance(number, zone.name));

    this.cluster = new SemsCluster(this, "Keys", {
      clientFqdn: `keys.${zone.name}`,
      vpcId: this.network.vpc.id,
      nodes: appliances.map(({ node }) => node),
      clientAccess: [
        {
          hostedZone,
          scheme: "internet-facing",
          method: LoadBalancingMethod.orderedList(),
          subnets: this.network.subnets,
          deletionProtection: false,
        },
      ],
      certificates: { client: source, replication: source },
      replication: { hostedZone, adminClients: ["10.42.0.0/16"] },
      notifications: { emails: ["sems-operators@example.com"] },
    });
    for (const { node, interfaces } of appliances) this.attachSecurityGroups(node, interfaces);
    this.addCluster(this.cluster);
  }

  private addAppliance(number: number, domain: string) {
    const name = `sems${number}`;
    const zone = this.network.subnets[number - 1];
    if (zone === undefined)
      throw new Error(`${name} has no zone: the sandbox has ${this.network.subnets.length}`);
    const interfaces = this.network.addInterfaces(name, zone.id, number);
    const node: SemsNode = {
      name,
      interface1: { fqdn: `${name}.${domain}`, address: interfaces.interface1.privateIp },
      interface2: { address: interfaces.interface2.privateIp, availabilityZone: zone.availabilityZone },
    };
    return { node, interfaces };
  }

  private attachSecurityGroups(node: SemsNode, { interface1, interface2 }: SandboxInterfaces): void {
    const scope = new Construct(this, node.name);
    new NetworkInterfaceSgAttachment(scope, "Interface1", {
      networkInterfaceId: interface1.id,
      securityGroupId: this.cluster.replication.securityGroup.id,
    });
    for (const access of this.cluster.clientAccess) {
      new NetworkInterfaceSgAttachment(scope, `Interface2-${access.node.id}`, {
        networkInterfaceId: interface2.id,
        securityGroupId: access.securityGroups.interface2.id,
      });
    }
  }
}
