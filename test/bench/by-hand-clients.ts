import { Eip } from "@cdktf/provider-aws/lib/eip";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment";
import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { TerraformStack } from "cdktf";
import type { Cluster } from "./by-hand-network";

const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };

/** Load balancer, static addresses, health checks and failover records. */
export function addClients(stack: TerraformStack, cluster: Cluster) {
  const { vpcId, fqdn, servers } = cluster;
  const groups = addSecurityGroups(stack, cluster);
  const addresses = servers.map(({ zone, subnetId }) => {
    const eip = new Eip(stack, `address-${zone}`, { domain: "vpc", tags: { Name: `${fqdn} ${zone}` } });
    return { zone, subnetId, allocationId: eip.allocationId, publicIp: eip.publicIp };
  });
  const loadBalancer = new Lb(stack, "load-balancer", {
    namePrefix: "sems-",
    loadBalancerType: "network",
    internal: false,
    ipAddressType: "ipv4",
    enableCrossZoneLoadBalancing: false,
    enableDeletionProtection: false,
    securityGroups: [groups.loadBalancer.id],
    subnetMapping: addresses.map(({ subnetId, allocationId }) => ({ subnetId, allocationId })),
    tags: {
      Name: fqdn,
      "sems:client-fqdn": fqdn,
      "sems:hosted-zone": cluster.zone.name,
      "sems:method": "ordered-list",
      ...Object.fromEntries(
        servers.flatMap(({ name, zone, interface2 }) => [
          [`sems:interface2:${name}`, interface2.privateIp],
          [`sems:zone:${name}`, zone],
        ]),
      ),
      ...Object.fromEntries(addresses.map(({ zone, subnetId }) => [`sems:subnet:${zone}`, subnetId])),
    },
  });
  const targetGroup = new LbTargetGroup(stack, "target-group", {
    namePrefix: "sems-",
    vpcId,
    targetType: "ip",
    protocol: "TCP",
    port: 443,
    preserveClientIp: "false",
    loadBalancingCrossZoneEnabled: "false",
    stickiness: { enabled: true, type: "source_ip" },
    deregistrationDelay: "300",
    targetHealthState: [{ enableUnhealthyConnectionTermination: true }],
    healthCheck: {
      enabled: true,
      protocol: "TCP",
      port: "443",
      interval: 10,
      timeout: 5,
      healthyThreshold: 3,
      unhealthyThreshold: 2,
    },
    tags: { Name: `${fqdn} https` },
    lifecycle: { createBeforeDestroy: true },
  });
  for (const { name, interface2 } of servers) {
    new LbTargetGroupAttachment(stack, `target-${name}`, {
      targetGroupArn: targetGroup.arn,
      targetId: interface2.privateIp,
      port: 443,
    });
  }
  new LbListener(stack, "listener", {
    loadBalancerArn: loadBalancer.arn,
    protocol: "TCP",
    port: 443,
    defaultAction: [{ type: "forward", targetGroupArn: targetGroup.arn }],
    tags: { Name: `${fqdn} https` },
  });
  addRecords(stack, cluster, addresses);
  return { loadBalancer, addresses, interface2SecurityGroup: groups.interface2 };
}

function addSecurityGroups(stack: TerraformStack, { vpcId, fqdn, servers }: Cluster) {
  const loadBalancer = new SecurityGroup(stack, "load-balancer-security-group", {
    namePrefix: "sems-load-balancer-",
    description: "SEMS clients to the load balancer",
    vpcId,
    tags: { Name: `${fqdn} load balancer` },
    lifecycle: { createBeforeDestroy: true },
  });
  const interface2 = new SecurityGroup(stack, "interface2-security-group", {
    namePrefix: "sems-interface2-",
    description: "SEMS load balancer to Interface 2 of the nodes",
    vpcId,
    tags: { Name: `${fqdn} Interface 2` },
    lifecycle: { createBeforeDestroy: true },
  });
  new VpcSecurityGroupIngressRule(stack, "clients-to-load-balancer", {
    securityGroupId: loadBalancer.id,
    description: "https from clients",
    ...https,
    cidrIpv4: "0.0.0.0/0",
  });
  for (const server of servers) {
    new VpcSecurityGroupEgressRule(stack, `load-balancer-to-${server.name}`, {
      securityGroupId: loadBalancer.id,
      description: `https to Interface 2 of ${server.name}`,
      ...https,
      cidrIpv4: `${server.interface2.privateIp}/32`,
    });
  }
  new VpcSecurityGroupIngressRule(stack, "load-balancer-to-interface2", {
    securityGroupId: interface2.id,
    description: "https from the load balancer",
    ...https,
    referencedSecurityGroupId: loadBalancer.id,
  });
  return { loadBalancer, interface2 };
}

/** The nodes in order: nested pairs, from the last tier up, since an alias needs the name that it leads to. */
function addRecords(
  stack: TerraformStack,
  { zone: { zoneId }, fqdn }: Cluster,
  addresses: readonly { readonly zone: string; readonly publicIp: string }[],
): void {
  const answers = addresses.map(({ zone, publicIp }) => {
    const check = new Route53HealthCheck(stack, `health-check-${zone}`, {
      type: "TCP",
      ipAddress: publicIp,
      port: 443,
      requestInterval: 10,
      failureThreshold: 3,
      tags: { Name: `${fqdn} ${zone}` },
      lifecycle: { createBeforeDestroy: true },
    });
    return { records: [publicIp], ttl: 10, healthCheckId: check.id };
  });
  let below: Route53Record[] = [];
  for (let tier = answers.length - 1; tier >= 1; tier--) {
    const name = tier === 1 ? fqdn : `tier${tier}.${fqdn}`;
    const alias = { name: `tier${tier + 1}.${fqdn}`, zoneId, evaluateTargetHealth: true };
    const common = { zoneId, name, type: "A" };
    const lifecycle = { createBeforeDestroy: true };
    const primary = new Route53Record(stack, `tier${tier}-primary`, {
      ...common,
      lifecycle,
      setIdentifier: `tier${tier}-primary`,
      failoverRoutingPolicy: { type: "PRIMARY" },
      ...answers[tier - 1],
    });
    const secondary = new Route53Record(stack, `tier${tier}-secondary`, {
      ...common,
      setIdentifier: `tier${tier}-secondary`,
      failoverRoutingPolicy: { type: "SECONDARY" },
      ...(below.length === 0 ? answers[tier] : { alias }),
      // The first pair's is made after its primary, and goes before that may become a plain record.
      ...(tier === 1 ? { dependsOn: [...below, primary] } : { dependsOn: below, lifecycle }),
    });
    below = [primary, secondary];
  }
}
