import type { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { constructId } from "../construct-id";
import { adminNetworksTooLarge, adminOpenToPublic } from "../validation/errors";
import type { Problem } from "../validation/problem";
import { isResolved, type DeepPartial } from "../tokens";
import { ADMIN_PORTS, REPLICATION_PORT } from "../ports";
import { warnOfReplicationQuota } from "../quotas";
import type { SemsNode } from "../sems-node";
import { addSecurityGroup, allowIngressFrom, tcp } from "../security-group";
import { checkCidr, checkMembers } from "../validation/values";

/** Props of `ReplicationSecurityGroup`. */
export interface ReplicationSecurityGroupProps {
  /** The VPC of the group. */
  readonly vpcId: string;
  /** The name that clients use, for tags. */
  readonly clientFqdn: string;
  /** The members. */
  readonly nodes: readonly SemsNode[];
  /**
   * IPv4 networks that administer the nodes (9000 and 22), CIDR; never the internet (AWS-SEC-2).
   * @default - none
   */
  readonly adminClients?: readonly string[];
}

/** Interface 1: replication between the members only (SEMS-CLUSTER-2), administration from its networks. */
export class ReplicationSecurityGroup extends Construct {
  /** The security group, to be attached to Interface 1 of every node in the VPC. */
  public readonly resource: SecurityGroup;
  /** Replication and administration, in. */
  public readonly ingressRules: readonly VpcSecurityGroupIngressRule[];
  /** Replication, out. */
  public readonly egressRules: readonly VpcSecurityGroupEgressRule[];

  public constructor(scope: Construct, id: string, props: ReplicationSecurityGroupProps) {
    super(scope, id);
    this.resource = addSecurityGroup(this, {
      use: "interface1",
      description: "SEMS replication and administration",
      name: `${props.clientFqdn} Interface 1`,
      vpcId: props.vpcId,
    });
    const members = new Construct(this, "Members");
    const replication = [
      // Members in the VPC know each other by the group, those beyond it by their addresses.
      this.allowBothWays(new Construct(this, "Self"), "the members", {
        referencedSecurityGroupId: this.resource.id,
      }),
      ...props.nodes.map(({ name, interface1: { address } }, i) =>
        // By address, which identifies a rule in AWS: renaming a node moves nothing.
        this.allowBothWays(new Construct(members, constructId([address, name], "Node", i)), name, {
          cidrIpv4: `${address}/32`,
        }),
      ),
    ];
    this.ingressRules = [
      ...replication.map(({ ingress }) => ingress),
      ...this.letAdministratorsIn(props.adminClients ?? []),
    ];
    this.egressRules = replication.map(({ egress }) => egress);
    const networks = props.adminClients?.length ?? 0;
    warnOfReplicationQuota(this, props.nodes.length, networks, Object.keys(ADMIN_PORTS).length);
  }

  private allowBothWays(
    scope: Construct,
    peer: string,
    source: { readonly cidrIpv4: string } | { readonly referencedSecurityGroupId: string },
  ): { readonly ingress: VpcSecurityGroupIngressRule; readonly egress: VpcSecurityGroupEgressRule } {
    const common = { securityGroupId: this.resource.id, ...tcp(REPLICATION_PORT), ...source };
    return {
      ingress: new VpcSecurityGroupIngressRule(scope, "In", {
        ...common,
        description: `Replication from ${peer}`,
      }),
      egress: new VpcSecurityGroupEgressRule(scope, "Out", {
        ...common,
        description: `Replication to ${peer}`,
      }),
    };
  }

  private letAdministratorsIn(networks: readonly string[]): VpcSecurityGroupIngressRule[] {
    return Object.entries(ADMIN_PORTS).flatMap(([name, port]) =>
      allowIngressFrom(new Construct(this, name), {
        securityGroupId: this.resource.id,
        port,
        description: `${name} from administrators`,
        networks,
        kind: "Network",
      }),
    );
  }
}

/** A sixteenth of all IPv4 addresses, as many as sixteen networks of /8: the internet in parts is the internet. */
const ADMIN_ADDRESSES = 2 ** 28;

/** Checks the networks that administer the nodes: never the internet (AWS-SEC-2). */
export function checkAdminClients(
  path: string,
  networks: DeepPartial<readonly string[]> | undefined,
): Problem[] {
  const each = checkMembers(path, networks, (here, network) => [
    ...checkCidr(here, network),
    ...(isResolved(network) && Number(network.split("/")[1]) < 8 ? [adminOpenToPublic(here, network)] : []),
  ]);
  const sizes = (networks ?? []).map((network) =>
    isResolved(network) ? 2 ** (32 - Number(network.split("/")[1] ?? 32)) : 0,
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return each.length === 0 && total > ADMIN_ADDRESSES ? [adminNetworksTooLarge(path, total)] : each;
}
