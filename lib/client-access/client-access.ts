import type { Lb } from "@cdktf/provider-aws/lib/lb";
import type { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import type { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import type { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { constructId } from "../construct-id";
import { refuse } from "../problem";
import { useProvider } from "../provider";
import { checkNodes, servingOrder, type SemsNode } from "../sems-node";
import type { AccessSubnet } from "./access-subnet";
import { checkClientAccess, checkServedCluster } from "./check-client-access";
import { ClientService } from "./client-service";
import type { IEndpoint, IEndpoints } from "./endpoint";
import { endpointHealth, type EndpointHealthProps } from "./endpoint-health";
import { FailoverRecords } from "./failover-records";
import { failoverTime, type FailoverTime } from "./failover-time";
import type { HostedZone } from "../hosted-zone";
import { LoadBalancingMethod } from "./load-balancing-method";
import type { NodeTargetGroup } from "./node-target-group";
import { placeNodes, type Zone } from "./placement";
import { ClientAccessSecurityGroups, WORLD } from "./security-groups";
import { targetHealthCheck, type TargetHealthCheckProps } from "./target-health-check";
import type { StaticAddress } from "./static-address";
import { ZonalEndpoints } from "./zonal-endpoints";

/** One way for clients to reach a cluster. */
export interface ClientAccessOptions {
  /**
   * Short name, unique in the cluster: letters, digits and hyphens. It is part of resource addresses, so that another
   * name means another load balancer.
   * @default "clients"
   */
  readonly name?: string;
  /** The hosted zone that holds the client FQDN. */
  readonly hostedZone: HostedZone;
  /** Whether clients come from the internet. */
  readonly scheme: "internet-facing";
  /**
   * How addresses reach one node each: one load balancer with one node per zone.
   * @default "zonal"
   */
  readonly topology?: "zonal";
  /**
   * How clients are directed to the nodes.
   * @default - fail-over with two nodes, ordered list with more
   */
  readonly method?: LoadBalancingMethod;
  /**
   * The load balancer's subnets, one per Availability Zone. They may cover more zones than have nodes. Add to the
   * list freely; taking a subnet away replaces the load balancer.
   */
  readonly subnets: readonly AccessSubnet[];
  /**
   * What clients may use.
   * @default - HTTPS
   */
  readonly services?: readonly ClientService[];
  /**
   * IPv4 networks that may connect, CIDR. Route 53's health checkers are let in besides, by a prefix list that counts
   * with its size against the rules of a security group (60 unless raised), as each network does for each service.
   * @default - the world
   */
  readonly allowedClients?: readonly string[];
  /**
   * How the load balancer finds out whether a node lives.
   * @default - TCP to each service's port every 10 seconds
   */
  readonly healthCheck?: TargetHealthCheckProps;
  /**
   * How Route 53 finds out whether an address reaches its node.
   * @default - as the load balancer does, on the first service's port unless the health check names a service's
   */
  readonly endpointHealth?: EndpointHealthProps;
  /**
   * Time to live of the records, 1 to 60 seconds (SEMS-DNS-2).
   * @default 10
   */
  readonly ttlSeconds?: number;
  /**
   * How long a node must answer before clients go back to it, seconds: healthyThreshold times intervalSeconds of
   * the health check, of which it sets the first.
   * @default 30
   */
  readonly failbackDelaySeconds?: number;
  /**
   * Whether nodes see the clients' addresses. Mail services need it (SEMS-LB-8); nodes must then be in the VPC and
   * answer through Interface 2.
   * @default false
   */
  readonly preserveClientIp?: boolean;
  /**
   * Whether AWS refuses to delete the load balancer.
   * @default true
   */
  readonly deletionProtection?: boolean;
}

/** Props of `ClientAccess`. */
export interface ClientAccessProps extends ClientAccessOptions {
  /** The name that clients are bound to (SEMS-LB-7). */
  readonly clientFqdn: string;
  /** The VPC of the load balancer. */
  readonly vpcId: string;
  /** Two to six nodes, in order of preference. */
  readonly nodes: readonly SemsNode[];
  /**
   * Provider of every resource, an alias perhaps.
   * @default - the stack's AWS provider
   */
  readonly provider?: TerraformProvider;
}

/**
 * Everything between a client and Interface 2: load balancer, static addresses, health checks and the records that
 * put the nodes in order.
 *
 * @throws InvalidPropsError with everything that is wrong with the props
 */
export class ClientAccess extends Construct {
  /** How clients are directed to the nodes. */
  public readonly method: LoadBalancingMethod;
  /** The nodes in the order in which they serve. */
  public readonly order: readonly SemsNode[];
  /** An address for each node, in the order in which they serve. */
  public readonly endpoints: readonly IEndpoint[];
  /** The load balancers: one. */
  public readonly loadBalancers: readonly Lb[];
  /** One target group per service, in the order of the services. */
  public readonly targetGroups: readonly NodeTargetGroup[];
  /** One listener per service, in the order of the services. */
  public readonly listeners: readonly LbListener[];
  /** The load balancer's static address in each zone. */
  public readonly staticAddresses: readonly StaticAddress[];
  /** Route 53's checks, in the order in which the nodes serve. */
  public readonly healthChecks: readonly Route53HealthCheck[];
  /** Of the load balancer and of Interface 2. */
  public readonly securityGroups: ClientAccessSecurityGroups;
  /** The failover records, the client FQDN's first. */
  public readonly records: readonly Route53Record[];
  /** How long clients may be without a node that accepts no connections any more. */
  public readonly failover: FailoverTime;

  public constructor(scope: Construct, id: string, props: ClientAccessProps) {
    super(scope, id);
    refuse(this.node.path, [
      ...checkServedCluster(props),
      ...checkNodes("nodes", props.nodes),
      ...checkClientAccess("", props, props),
    ]);

    const { clientFqdn, vpcId } = props;
    const services = props.services ?? [ClientService.HTTPS];
    const healthCheck = targetHealthCheck(props.healthCheck, props.failbackDelaySeconds);
    const ttlSeconds = props.ttlSeconds ?? 10;
    const preserveClientIp = props.preserveClientIp ?? false;
    const health = endpointHealth(props.endpointHealth, props.healthCheck, services);
    const zones = props.subnets.map((subnet, i) => ({
      id: constructId([subnet.availabilityZone], "Zone", i),
      subnet,
    }));

    this.method = props.method ?? LoadBalancingMethod.defaultFor(props.nodes.length);
    this.order = servingOrder(props.nodes);
    const placed = placeNodes(this, props.nodes, zones);
    const targets = this.order.flatMap((node) => placed.filter((target) => target.node === node));

    this.securityGroups = new ClientAccessSecurityGroups(this, "SecurityGroups", {
      vpcId,
      clientFqdn,
      services,
      healthCheckPort: healthCheck.port,
      allowedClients: props.allowedClients ?? [WORLD],
      targets,
      checkedPort: health.port,
    });
    const made: IEndpoints = new ZonalEndpoints(this, "Default", {
      clientFqdn,
      vpcId,
      zones,
      targets,
      services,
      healthCheck,
      endpointHealth: health,
      ttlSeconds,
      preserveClientIp,
      deletionProtection: props.deletionProtection ?? true,
      securityGroupId: this.securityGroups.loadBalancer.id,
      intent: intentTags(clientFqdn, this.method, props.nodes, zones),
    });
    this.endpoints = made.endpoints;
    this.loadBalancers = made.loadBalancers;
    this.targetGroups = made.targetGroups;
    this.listeners = made.listeners;
    this.staticAddresses = made.staticAddresses;
    this.healthChecks = made.healthChecks;
    this.records = new FailoverRecords(this, "Records", {
      fqdn: clientFqdn,
      hostedZone: props.hostedZone,
      endpoints: this.endpoints,
    }).records;
    this.failover = failoverTime(health, ttlSeconds);
    useProvider(this, props.provider);
  }
}

/** Tags that say what is meant, so that plan, state and console show it. */
function intentTags(
  clientFqdn: string,
  method: LoadBalancingMethod,
  nodes: readonly SemsNode[],
  zones: readonly Zone[],
): Record<string, string> {
  // By name, not in order: another order must touch the records alone, which are the order.
  const ofNodes = nodes.flatMap(({ name, interface2 }, i) => {
    const id = constructId([name], "Node", i);
    return [
      [`sems:interface2:${id}`, interface2.address],
      [`sems:zone:${id}`, interface2.availabilityZone],
    ] as const;
  });
  const ofZones = zones.map(({ id, subnet }) => [`sems:subnet:${id}`, subnet.id] as const);
  return {
    "sems:client-fqdn": clientFqdn,
    "sems:method": method.type,
    ...Object.fromEntries([...ofNodes, ...ofZones]),
  };
}
