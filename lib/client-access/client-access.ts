import type { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Lb } from "@cdktf/provider-aws/lib/lb";
import type { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import type { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import type { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { canonicalName } from "../canonical-name";
import { constructId } from "../construct-id";
import type { HostedZone } from "../hosted-zone";
import { TTL_SECONDS } from "../limits";
import { expressionOf, isResolved } from "../tokens";
import { servedTwice } from "../validation/errors";
import { formatProblem, type Problem, validateProps } from "../validation/problem";
import { useProvider } from "../provider";
import { warnOfQuotas } from "../quotas";
import { checkNodes, servingOrder, type SemsNode } from "../sems-node";
import { warnOfStackQuotas } from "../stack-quotas";
import { checkClientAccess, checkServedCluster } from "./validate-client-access";
import { ClientAccessMetrics } from "./client-access-metrics";
import type { ClientAccessProps } from "./client-access-props";
import { addClientRecords } from "./dns-records";
import { ClientService } from "./client-service";
import type { IEndpoint, IEndpoints } from "./endpoint";
import { endpointHealth, type EndpointHealth } from "./endpoint-health";
import { warnOfSlowFailover, accessTime, type FailoverTime } from "./failover-time";
import { LoadBalancingMethod } from "./load-balancing-method";
import type { NodeTargetGroup } from "./node-target-group";
import { PerNodeEndpoints } from "./per-node-endpoints";
import {
  ImportedClientAccess,
  type ClientAccessAttributes,
  type IClientAccess,
} from "./imported-client-access";
import { placeNodes } from "./placement";
import { ClientAccessSecurityGroups, PRIVATE_NETWORKS, WORLD } from "./security-groups";
import type { EndpointContext, StaticAddress } from "./network-load-balancer";
import { changeBatch } from "./takeover";
import { mergeHealthChecks, targetHealthCheck } from "./target-health-check";
import { WeightedLoadBalancer } from "./weighted-load-balancer";
import { ZonalEndpoints } from "./zonal-endpoints";

/**
 * Everything between a client and Interface 2: load balancers, addresses, health checks and the records that direct
 * clients to the nodes.
 *
 * Warns at synthesis where failover may take more than two minutes.
 *
 * @throws InvalidPropsError with everything that is wrong with the props
 */
export class ClientAccess extends Construct implements IClientAccess {
  public readonly clientFqdn: string;
  /** Where clients come from: the internet, or networks that reach the VPC. */
  public readonly scheme: ClientAccessProps["scheme"];
  /** The hosted zone that holds the client FQDN. */
  public readonly hostedZone: HostedZone;
  /** What clients may use. */
  public readonly services: readonly ClientService[];
  /** How clients are directed to the nodes. */
  public readonly method: LoadBalancingMethod;
  /** The nodes in the order in which they serve; with the method manual, the one that serves. */
  public readonly servingOrder: readonly SemsNode[];
  /** An address for each node: in the order in which they serve, those in maintenance last. */
  public readonly endpoints: readonly IEndpoint[];
  /** The load balancers: of all nodes or of one each, then the weighted one. */
  public readonly loadBalancers: readonly Lb[];
  /** One target group per service, for each load balancer in turn. */
  public readonly targetGroups: readonly NodeTargetGroup[];
  /** One listener per service, for each load balancer in turn. */
  public readonly listeners: readonly LbListener[];
  /** The load balancers' fixed addresses: zonal, one in each zone; per-node, those that were asked for. */
  public readonly staticAddresses: readonly StaticAddress[];
  /** Route 53's checks, in the order in which the nodes serve; none with topology per-node. */
  public readonly healthChecks: readonly Route53HealthCheck[];
  /** The alarms that those follow, if any, in the same order. */
  public readonly alarms: readonly CloudwatchMetricAlarm[];
  /** All nodes at once; undefined unless the method is weighted. */
  public readonly weighted: WeightedLoadBalancer | undefined;
  /** Of the load balancers and of Interface 2. */
  public readonly securityGroups: ClientAccessSecurityGroups;
  public readonly loadBalancerSecurityGroupId: string;
  public readonly interface2SecurityGroupId: string;
  /** The records that direct clients to the nodes, the client FQDN's first. */
  public readonly records: readonly Route53Record[];
  /**
   * JSON for `aws route53 change-resource-record-sets --change-batch`, which replaces the existing record of the client
   * FQDN by the cluster's in one step; undefined unless `takeover.record` is given.
   */
  public readonly changeBatch: string | undefined;
  /**
   * How long clients may be without a node that accepts no connections any more; undefined with the method manual, where
   * they wait for a person.
   */
  public readonly failoverTime: FailoverTime | undefined;
  /** CloudWatch metrics by node, for alarms and dashboards of your own. */
  public readonly metrics: ClientAccessMetrics;

  public constructor(scope: Construct, id: string, props: ClientAccessProps) {
    super(scope, id);
    validateProps(this.node.path, props, () => [
      ...checkServedCluster(props),
      ...checkNodes("nodes", props.nodes),
      ...checkClientAccess("", props, props),
    ]);

    const { vpcId, scheme, topology = "zonal" } = props;
    const clientFqdn = canonicalName(props.clientFqdn);
    const hostedZone = { ...props.hostedZone, name: canonicalName(props.hostedZone.name) };
    this.clientFqdn = clientFqdn;
    this.scheme = scheme;
    this.hostedZone = hostedZone;
    const services = props.services ?? [ClientService.HTTPS];
    this.services = services;
    const probed = services.map((service) => ({
      service,
      healthCheck: targetHealthCheck(
        mergeHealthChecks(props.healthCheck, service.healthCheck),
        props.failbackDelaySeconds,
      ),
    }));
    const healthChecks = probed.map(({ healthCheck }) => healthCheck);
    const ttlSeconds = props.ttlSeconds ?? TTL_SECONDS.default;
    // What per-node has no use for: its aliases evaluate the load balancers' own health checks.
    const health =
      topology === "zonal"
        ? endpointHealth(props.endpointHealth, {
            scheme,
            services,
            healthCheck: props.healthCheck,
            failbackDelaySeconds: props.failbackDelaySeconds,
          })
        : undefined;
    const zones = props.subnets.map((subnet, i) => ({
      id: constructId([subnet.availabilityZone], "Zone", i),
      subnet,
    }));

    this.method = props.method ?? LoadBalancingMethod.defaultFor(props.nodes.length);
    const serving = servingOrder(props.nodes);
    const placed = placeNodes(this, props.nodes, zones, topology);
    const targets = serving.flatMap((node) => placed.filter((target) => target.node === node));

    const healthCheckPorts = healthChecks.flatMap(({ port }) => (port === undefined ? [] : [port]));
    const allowedClients = props.allowedClients ?? (scheme === "internal" ? PRIVATE_NETWORKS : [WORLD]);
    const checkedPorts = health?.by === "route53-checkers" ? health.probes.map(({ port }) => port) : [];
    this.securityGroups = new ClientAccessSecurityGroups(this, "SecurityGroups", {
      vpcId,
      clientFqdn,
      topology,
      services,
      healthCheckPorts,
      allowedClients,
      targets,
      checkedPorts,
    });
    this.loadBalancerSecurityGroupId = this.securityGroups.loadBalancer.id;
    this.interface2SecurityGroupId = this.securityGroups.interface2.id;
    const served: EndpointContext = {
      clientFqdn,
      hostedZone,
      vpcId,
      internal: scheme === "internal",
      zones,
      targets,
      services: probed,
      method: this.method,
      preserveClientIp: props.preserveClientIp ?? false,
      tcpIdleTimeoutSeconds: props.tcpIdleTimeoutSeconds,
      deletionProtection: props.deletionProtection ?? true,
      securityGroupId: this.securityGroups.loadBalancer.id,
    };
    const made = this.addEndpoints(served, health, ttlSeconds);
    const { primary, backup } = this.method;
    this.weighted =
      primary === undefined || backup === undefined
        ? undefined
        : new WeightedLoadBalancer(this, "Weighted", { ...served, primary, backup });
    this.endpoints = made.endpoints;
    this.metrics = new ClientAccessMetrics(this.node.path, made.endpoints);
    this.loadBalancers = [...made.loadBalancers, ...(this.weighted ? [this.weighted.loadBalancer] : [])];
    this.targetGroups = [...made.targetGroups, ...(this.weighted?.targetGroups ?? [])];
    this.listeners = [...made.listeners, ...(this.weighted?.listeners ?? [])];
    this.staticAddresses = made.staticAddresses;
    this.healthChecks = made.healthChecks;
    this.alarms = made.alarms;
    warnOfQuotas(this, {
      services: services.length,
      networks: allowedClients.length,
      nodes: targets.length,
      checkedPorts: allowedClients.includes(WORLD) ? 0 : checkedPorts.length,
      nodePorts: new Set([...services.map(({ port }) => port), ...healthCheckPorts]).size,
    });
    warnOfStackQuotas(this);

    const { method, endpoints, weighted } = this;
    this.servingOrder =
      method.type === "manual" ? serving.filter(({ name }) => name === method.activeNode) : serving;
    const { takeover } = props;
    const client = { fqdn: clientFqdn, hostedZone, method, endpoints, weighted, takeover };
    const { records, handedOver } = addClientRecords(this, client);
    this.records = records;
    this.changeBatch =
      takeover?.record === undefined ? undefined : changeBatch(clientFqdn, takeover.record, handedOver);
    this.failoverTime = accessTime({ method, scheme, health, healthChecks, ttlSeconds });
    if (this.failoverTime !== undefined) warnOfSlowFailover(this, this.failoverTime);
    useProvider(this, props.provider);
    // Two stacks of one app would each plan the same records, and collide in Route 53.
    this.node.addValidation({ validate: () => this.checkServedOnce().map(formatProblem) });
  }

  /** Refers to a client access that another stack makes. */
  public static fromClientAccessAttributes(
    scope: Construct,
    id: string,
    attributes: ClientAccessAttributes,
  ): IClientAccess {
    return new ImportedClientAccess(scope, id, attributes);
  }

  private checkServedOnce(): Problem[] {
    const all = this.node.root.node
      .findAll()
      .filter((other): other is ClientAccess => other instanceof ClientAccess);
    const earlier = all.slice(0, all.indexOf(this)).find((other) => this.servesSameName(other));
    return earlier === undefined ? [] : [servedTwice(this.node.path, this.clientFqdn, earlier.node.path)];
  }

  private servesSameName(other: ClientAccess): boolean {
    const isSameStack = TerraformStack.of(this) === TerraformStack.of(other);
    // A token of another stack is compared with nothing: it may be another value.
    const isSame = (value: string, otherValue: string): boolean =>
      isResolved(value) && isResolved(otherValue)
        ? canonicalName(value) === canonicalName(otherValue)
        : isSameStack && expressionOf(this, value) === expressionOf(other, otherValue);
    return isSame(this.clientFqdn, other.clientFqdn) && isSame(this.hostedZone.id, other.hostedZone.id);
  }

  /** The endpoints of the topology: zonal where endpoint health is set. */
  private addEndpoints(
    served: EndpointContext,
    health: EndpointHealth | undefined,
    ttlSeconds: number,
  ): IEndpoints {
    return health === undefined
      ? new PerNodeEndpoints(this, "Default", served)
      : new ZonalEndpoints(this, "Default", { ...served, endpointHealth: health, ttlSeconds });
  }
}
