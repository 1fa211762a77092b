import { DataAwsEc2ManagedPrefixList } from "@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { constructId } from "../construct-id";
import { emptyList, unknownList, type Problem } from "../errors";
import { isKnown, type Loose } from "../known";
import { tcp } from "../tcp";
import { checkCidr, checkUnique } from "../values";
import type { ClientService } from "./client-service";
import type { NodeTarget } from "./placement";

/** Props of `ClientAccessSecurityGroups`. */
export interface ClientAccessSecurityGroupsProps {
  readonly vpcId: string;
  readonly clientFqdn: string;
  readonly services: readonly ClientService[];
  /** Port that the load balancer probes besides those of the services. */
  readonly healthCheckPort: number | undefined;
  /** Networks that may connect, CIDR. */
  readonly allowedClients: readonly string[];
  readonly targets: readonly NodeTarget[];
  /** The port that Route 53's health checkers probe. */
  readonly checkedPort: number;
}

/** Everybody: what an internet-facing access allows by default. */
export const WORLD = "0.0.0.0/0";

/** Who may talk to the load balancer, and the load balancer to whom. */
export class ClientAccessSecurityGroups extends Construct {
  /** Of the load balancer: in from the clients, out to the nodes (AWS-NLB-1). */
  public readonly loadBalancer: SecurityGroup;
  /** For Interface 2 of every node in the VPC: in from the load balancer alone. */
  public readonly interface2: SecurityGroup;

  public constructor(scope: Construct, id: string, props: ClientAccessSecurityGroupsProps) {
    super(scope, id);
    this.loadBalancer = this.addGroup(
      "LoadBalancer",
      `Clients of ${props.clientFqdn} to the load balancer`,
      props,
    );
    this.interface2 = this.addGroup(
      "Interface2",
      `Load balancer of ${props.clientFqdn} to Interface 2`,
      props,
    );
    this.letClientsIn(props);
    this.letNodesBeReached(props);
  }

  private addGroup(id: string, description: string, props: ClientAccessSecurityGroupsProps): SecurityGroup {
    return new SecurityGroup(new Construct(this, id), "Resource", {
      namePrefix: id === "LoadBalancer" ? "sems-load-balancer-" : "sems-interface2-",
      description,
      vpcId: props.vpcId,
      tags: { Name: `${props.clientFqdn} ${id === "LoadBalancer" ? "load balancer" : "Interface 2"}` },
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private letClientsIn(props: ClientAccessSecurityGroupsProps): void {
    props.services.forEach((service, place) => {
      const scope = new Construct(this, `In-${constructId(service.name, "Service", place)}`);
      props.allowedClients.forEach((network, i) => {
        new VpcSecurityGroupIngressRule(scope, constructId(network, "Clients", i).replace("/", "-"), {
          securityGroupId: this.loadBalancer.id,
          description: `${service.name} from clients`,
          ...tcp(service.port),
          cidrIpv4: network,
        });
      });
    });
    // AWS-R53-1: where clients are restricted, the health checkers would be shut out.
    if (!props.allowedClients.includes(WORLD)) this.letHealthCheckersIn(props.checkedPort);
  }

  private letHealthCheckersIn(port: number): void {
    const scope = new Construct(this, "HealthCheckers");
    // The region's id is its name with providers 5 and 6 alike.
    const region = new DataAwsRegion(scope, "Region").id;
    const checkers = new DataAwsEc2ManagedPrefixList(scope, "PrefixList", {
      name: `com.amazonaws.${region}.route53-healthchecks`,
    });
    new VpcSecurityGroupIngressRule(scope, "Resource", {
      securityGroupId: this.loadBalancer.id,
      description: "Route 53 health checkers",
      ...tcp(port),
      prefixListId: checkers.id,
    });
  }

  private letNodesBeReached(props: ClientAccessSecurityGroupsProps): void {
    props.services.forEach(({ name, port }, i) => {
      this.letNodesBeReachedAt(port, name, `Out-${constructId(name, "Service", i)}`, props.targets);
    });
    const { healthCheckPort } = props;
    if (healthCheckPort !== undefined && !props.services.some(({ port }) => port === healthCheckPort)) {
      this.letNodesBeReachedAt(healthCheckPort, "health check", "OutHealthCheck", props.targets);
    }
  }

  private letNodesBeReachedAt(port: number, use: string, id: string, targets: readonly NodeTarget[]): void {
    const scope = new Construct(this, id);
    for (const target of targets) {
      new VpcSecurityGroupEgressRule(scope, target.id, {
        securityGroupId: this.loadBalancer.id,
        description: `${use} to Interface 2 of ${target.node.name}`,
        ...tcp(port),
        cidrIpv4: `${target.node.interface2.address}/32`,
      });
    }
    new VpcSecurityGroupIngressRule(scope, "Interface2", {
      securityGroupId: this.interface2.id,
      description: `${use} from the load balancer`,
      ...tcp(port),
      referencedSecurityGroupId: this.loadBalancer.id,
    });
  }
}

/** Checks the networks that may connect. */
export function checkAllowedClients(
  where: string,
  networks: Loose<readonly string[]> | undefined,
): Problem[] {
  if (networks === undefined) return [];
  if (!isKnown(networks)) return [unknownList(where)];
  if (networks.length === 0) return [emptyList(where, "at least one network, such as 10.0.0.0/8")];
  const places = networks.map((value, i) => ({ where: `${where}[${i}]`, value }));
  return [...places.flatMap(({ where: here, value }) => checkCidr(here, value)), ...checkUnique(places)];
}
