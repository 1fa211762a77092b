import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { TerraformStack } from "cdktf";
import type { Cluster } from "./by-hand-network";

/** What is between the nodes: their names, and who may connect to Interface 1. */
export function addReplication(
  stack: TerraformStack,
  { vpcId, zone, fqdn, servers }: Cluster,
): SecurityGroup {
  const group = new SecurityGroup(stack, "interface1-security-group", {
    namePrefix: "sems-interface1-",
    description: "SEMS replication and administration",
    vpcId,
    tags: { Name: `${fqdn} Interface 1` },
    lifecycle: { createBeforeDestroy: true },
  });
  const port = { securityGroupId: group.id, ipProtocol: "tcp", fromPort: 444, toPort: 444 };
  const members = [
    { id: "members", peer: "the members", address: { referencedSecurityGroupId: group.id } },
    ...servers.map(({ name, interface1 }) => ({
      id: name,
      peer: name,
      address: { cidrIpv4: `${interface1.privateIp}/32` },
    })),
  ];
  for (const { id, peer, address } of members) {
    new VpcSecurityGroupIngressRule(stack, `replication-from-${id}`, {
      ...port,
      ...address,
      description: `Replication from ${peer}`,
    });
    new VpcSecurityGroupEgressRule(stack, `replication-to-${id}`, {
      ...port,
      ...address,
      description: `Replication to ${peer}`,
    });
  }
  for (const [name, adminPort] of Object.entries({ Console: 9000, Ssh: 22 })) {
    new VpcSecurityGroupIngressRule(stack, `administrators-${name}`, {
      securityGroupId: group.id,
      description: `${name} from administrators`,
      ipProtocol: "tcp",
      fromPort: adminPort,
      toPort: adminPort,
      cidrIpv4: "10.42.0.0/16",
    });
  }
  for (const { name, interface1 } of servers) {
    new Route53Record(stack, `record-${name}`, {
      zoneId: zone.zoneId,
      name: `${name}.${zone.name}`,
      type: "A",
      ttl: 60,
      records: [interface1.privateIp],
    });
  }
  return group;
}
