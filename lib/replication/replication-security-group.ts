import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { constructId } from "../construct-id";
import { adminOpenToWorld, refuse, unknownList, type Problem } from "../errors";
import { isKnown, type Loose } from "../known";
import type { SemsNode } from "../sems-node";
import { tcp } from "../tcp";
import { checkCidr, checkUnique } from "../values";

/** KB 154069: the members replicate over this port, in both directions. */
export const REPLICATION_PORT = 444;

/** Ports of the administration console and of SSH. */
const ADMIN_PORTS = { Console: 9000, Ssh: 22 };

/** Props of `ReplicationSecurityGroup`. */
export interface ReplicationSecurityGroupProps {
  readonly vpcId: string;
  readonly clientFqdn: string;
  readonly nodes: readonly SemsNode[];
  readonly adminClients?: readonly string[];
}

/**
 * Interface 1: replication among the members and nobody else (SEMS-CLUSTER-2), administration from its networks.
 *
 * @throws InvalidPropsError where administration would be open to the world
 */
export class ReplicationSecurityGroup extends Construct {
  /** The security group, to be attached to Interface 1 of every node in the VPC. */
  public readonly resource: SecurityGroup;

  public constructor(scope: Construct, id: string, props: ReplicationSecurityGroupProps) {
    super(scope, id);
    refuse(this.node.path, checkAdminClients("adminClients", props.adminClients));
    this.resource = new SecurityGroup(this, "Resource", {
      namePrefix: "sems-interface1-",
      description: `Replication and administration of the nodes of ${props.clientFqdn}`,
      vpcId: props.vpcId,
      tags: { Name: `${props.clientFqdn} Interface 1` },
      lifecycle: { createBeforeDestroy: true },
    });
    this.letMembersReplicate(props.nodes);
    this.letAdministratorsIn(props.adminClients ?? []);
  }

  private letMembersReplicate(nodes: readonly SemsNode[]): void {
    // Members in the VPC know each other by the group, those beyond it by their addresses.
    this.allowBothWays(new Construct(this, "Self"), "the members", {
      referencedSecurityGroupId: this.resource.id,
    });
    const members = new Construct(this, "Members");
    nodes.forEach((node, i) => {
      this.allowBothWays(new Construct(members, constructId(node.name, "Node", i)), node.name, {
        cidrIpv4: `${node.interface1.address}/32`,
      });
    });
  }

  private allowBothWays(
    scope: Construct,
    peer: string,
    source: { readonly cidrIpv4: string } | { readonly referencedSecurityGroupId: string },
  ): void {
    const common = { securityGroupId: this.resource.id, ...tcp(REPLICATION_PORT), ...source };
    new VpcSecurityGroupIngressRule(scope, "In", { ...common, description: `Replication from ${peer}` });
    new VpcSecurityGroupEgressRule(scope, "Out", { ...common, description: `Replication to ${peer}` });
  }

  private letAdministratorsIn(networks: readonly string[]): void {
    for (const [name, port] of Object.entries(ADMIN_PORTS)) {
      const scope = new Construct(this, name);
      networks.forEach((network, i) => {
        new VpcSecurityGroupIngressRule(scope, constructId(network, "Network", i).replace("/", "-"), {
          securityGroupId: this.resource.id,
          description: `${name} from administrators`,
          ...tcp(port),
          cidrIpv4: network,
        });
      });
    }
  }
}

/** Checks the networks that administer the nodes: never the world (AWS-SEC-2). */
export function checkAdminClients(where: string, networks: Loose<readonly string[]> | undefined): Problem[] {
  if (networks === undefined) return [];
  if (!isKnown(networks)) return [unknownList(where)];
  const places = networks.map((value, i) => ({ where: `${where}[${i}]`, value }));
  return [
    ...places.flatMap(({ where: here, value }) => [
      ...checkCidr(here, value),
      ...(isKnown(value) && Number(value.split("/")[1]) < 8 ? [adminOpenToWorld(here, value)] : []),
    ]),
    ...checkUnique(places),
  ];
}
