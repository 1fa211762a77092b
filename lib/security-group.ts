import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { Construct } from "constructs";
import { constructId } from "./construct-id";

/** What a security group is made of. */
export interface SecurityGroupOptions {
  /** What it is for, in its name: `load-balancer`. */
  readonly use: string;
  /** EC2 cannot change a description: it must not name what may change. */
  readonly description: string;
  /** Name tag. */
  readonly name: string;
  readonly vpcId: string;
}

/** Makes a security group without rules, created before the one that it replaces is destroyed. */
export function addSecurityGroup(scope: Construct, options: SecurityGroupOptions): SecurityGroup {
  return new SecurityGroup(scope, "Resource", {
    namePrefix: `sems-${options.use}-`,
    description: options.description,
    vpcId: options.vpcId,
    tags: { Name: options.name },
    lifecycle: { createBeforeDestroy: true },
  });
}

/** A port that networks may connect to. */
export interface OpenPort {
  readonly securityGroupId: string;
  readonly port: number;
  readonly description: string;
  /** IPv4 networks, CIDR. */
  readonly networks: readonly string[];
  /** Construct id prefix for a network that is a token. */
  readonly kind: string;
}

/** Allows networks to connect to a port: one rule each. */
export function allowIngressFrom(scope: Construct, open: OpenPort): VpcSecurityGroupIngressRule[] {
  return open.networks.map(
    (network, i) =>
      new VpcSecurityGroupIngressRule(scope, constructId([network], open.kind, i), {
        securityGroupId: open.securityGroupId,
        description: open.description,
        ...tcp(open.port),
        cidrIpv4: network,
      }),
  );
}

/** One TCP port, in a security group rule's words. */
export const tcp = (port: number) => ({ ipProtocol: "tcp", fromPort: port, toPort: port });
