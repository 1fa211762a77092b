import { DataAwsEc2ManagedPrefixList } from "@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import type { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { emptyList } from "../validation/errors";
import type { Problem } from "../validation/problem";
import type { DeepPartial } from "../tokens";
import { addSecurityGroup, allowIngressFrom, tcp } from "../security-group";
import { checkCidr, checkMembers } from "../validation/values";
import type { ClientService } from "./client-service";
import type { NodeTarget, Topology } from "./placement";

/** Props of `ClientAccessSecurityGroups`. */
export interface ClientAccessSecurityGroupsProps {
  /** The VPC of the groups. */
  readonly vpcId: string;
  /** The name that clients use, for tags. */
  readonly clientFqdn: string;
  /** What clients may use. */
  readonly services: readonly ClientService[];
  /** Whether it is one load balancer or several. */
  readonly topology: Topology;
  /** Ports that the load balancer probes, of the services or others. */
  readonly healthCheckPorts: readonly number[];
  /** IPv4 networks that may connect, CIDR. */
  readonly allowedClients: readonly string[];
  /** The nodes that the load balancer connects to. */
  readonly targets: readonly NodeTarget[];
  /** The ports that Route 53's health checkers probe, if they do. */
  readonly checkedPorts: readonly number[];
}

/** The internet: what an internet-facing access allows by default. */
export const WORLD = "0.0.0.0/0";

/** RFC 1918: the networks that may connect to an internal access by default. */
export const PRIVATE_NETWORKS = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/** Security groups of the load balancers and of Interface 2. */
export class ClientAccessSecurityGroups extends Construct {
  /** Of every load balancer: in from the clients, out to the nodes (AWS-NLB-1). */
  public readonly loadBalancer: SecurityGroup;
  /** For Interface 2 of every node in the VPC: in from the load balancer only. */
  public readonly interface2: SecurityGroup;
  /** What comes in: to the load balancer, and from it to Interface 2. */
  public readonly ingressRules: readonly VpcSecurityGroupIngressRule[];
  /** What the load balancer may connect to. */
  public readonly egressRules: readonly VpcSecurityGroupEgressRule[];

  public constructor(scope: Construct, id: string, props: ClientAccessSecurityGroupsProps) {
    super(scope, id);
    const { vpcId, clientFqdn, services } = props;
    // A separate group for each topology, because the rules have other ids: EC2 refuses a rule that its group already has.
    const balanced = props.topology === "zonal" ? "LoadBalancer" : "LoadBalancers";
    this.loadBalancer = addSecurityGroup(new Construct(this, balanced), {
      use: "load-balancer",
      description: "SEMS clients to the load balancer",
      name: `${clientFqdn} load balancer`,
      vpcId,
    });
    this.interface2 = addSecurityGroup(new Construct(this, "Interface2"), {
      use: "interface2",
      description: "SEMS load balancer to Interface 2 of the nodes",
      name: `${clientFqdn} Interface 2`,
      vpcId,
    });
    const ofServices = services.map(({ port }) => port);
    const probed = [...new Set(props.healthCheckPorts)].filter((port) => !ofServices.includes(port));
    const toNodes = [...services, ...probed.map((port) => ({ name: "health check", port }))].map((use) =>
      this.allowToNodes(use, props.targets),
    );
    this.ingressRules = [
      ...services.flatMap(({ name, port }) =>
        allowIngressFrom(new Construct(this, `In-${port}`), {
          securityGroupId: this.loadBalancer.id,
          port,
          description: `${name} from clients`,
          networks: props.allowedClients,
          kind: "Clients",
        }),
      ),
      // AWS-R53-1: where clients are restricted, the health checkers would be shut out.
      ...(props.allowedClients.includes(WORLD) ? [] : this.letHealthCheckersIn(props.checkedPorts)),
      ...toNodes.map(({ ingress }) => ingress),
    ];
    this.egressRules = toNodes.flatMap(({ egress }) => egress);
  }

  private letHealthCheckersIn(ports: readonly number[]): VpcSecurityGroupIngressRule[] {
    if (ports.length === 0) return [];
    const scope = new Construct(this, "HealthCheckers");
    // The region's id is its name with providers 5 and 6 alike.
    const region = new DataAwsRegion(scope, "Region").id;
    const checkers = new DataAwsEc2ManagedPrefixList(scope, "PrefixList", {
      name: `com.amazonaws.${region}.route53-healthchecks`,
    });
    return ports.map(
      (port, i) =>
        new VpcSecurityGroupIngressRule(scope, i === 0 ? "Resource" : String(port), {
          securityGroupId: this.loadBalancer.id,
          description: "Route 53 health checkers",
          ...tcp(port),
          prefixListId: checkers.id,
        }),
    );
  }

  private allowToNodes(
    { name, port }: Pick<ClientService, "name" | "port">,
    targets: readonly NodeTarget[],
  ): {
    readonly ingress: VpcSecurityGroupIngressRule;
    readonly egress: readonly VpcSecurityGroupEgressRule[];
  } {
    const scope = new Construct(this, `Out-${port}`);
    const egress = targets.map(
      ({ id, node }) =>
        new VpcSecurityGroupEgressRule(scope, id, {
          securityGroupId: this.loadBalancer.id,
          description: `${name} to Interface 2 of ${node.name}`,
          ...tcp(port),
          cidrIpv4: `${node.interface2.address}/32`,
        }),
    );
    const ingress = new VpcSecurityGroupIngressRule(scope, "Interface2", {
      securityGroupId: this.interface2.id,
      description: `${name} from the load balancer`,
      ...tcp(port),
      referencedSecurityGroupId: this.loadBalancer.id,
    });
    return { ingress, egress };
  }
}

/** Checks the networks that may connect. */
export function checkAllowedClients(
  path: string,
  networks: DeepPartial<readonly string[]> | undefined,
): Problem[] {
  if (networks?.length === 0) return [emptyList(path, "at least one network, such as 10.0.0.0/8")];
  return checkMembers(path, networks, checkCidr);
}
