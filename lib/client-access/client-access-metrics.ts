import { unknownEndpoint, unknownService } from "../validation/errors";
import { InvalidPropsError } from "../validation/problem";
import { healthCheckStatus, loadBalancerMetric, type Metric } from "../metric";
import type { ClientService } from "./client-service";
import type { IEndpoint } from "./endpoint";

/**
 * The CloudWatch metrics of a client access, for alarms and dashboards of your own:
 *
 *     new CloudwatchMetricAlarm(this, "Alarm", {
 *       ...access.metrics.newFlows("sems2"),
 *       alarmName: "clients on sems2",
 *       comparisonOperator: "GreaterThanThreshold",
 *       threshold: 0,
 *       evaluationPeriods: 1,
 *     });
 *
 * Nodes are named as in the props. The period is 60 seconds; override it where you need another one.
 */
export class ClientAccessMetrics {
  readonly #path: string;
  readonly #endpoints: readonly IEndpoint[];

  public constructor(constructPath: string, endpoints: readonly IEndpoint[]) {
    this.#path = constructPath;
    this.#endpoints = endpoints;
  }

  /**
   * How many nodes the load balancer sees healthy: 1 or 0, as the metric is one node's.
   *
   * @param service default the first service
   * @throws InvalidPropsError for a node or service that the client access does not have
   */
  public healthyNodes(node: string, service?: ClientService): Metric {
    return this.ofTargets("HealthyHostCount", node, service);
  }

  /**
   * How many nodes the load balancer sees unhealthy: 1 or 0, as the metric is one node's.
   *
   * @param service default the first service
   * @throws InvalidPropsError for a node or service that the client access does not have
   */
  public unhealthyNodes(node: string, service?: ClientService): Metric {
    return this.ofTargets("UnHealthyHostCount", node, service);
  }

  /**
   * New connections to a node's address in a minute.
   *
   * @throws InvalidPropsError for a node that the client access does not have
   */
  public newFlows(node: string): Metric {
    return loadBalancerMetric("NewFlowCount", this.endpointOf(node).metricDimensions);
  }

  /**
   * Open connections to a node's address.
   *
   * @throws InvalidPropsError for a node that the client access does not have
   */
  public activeFlows(node: string): Metric {
    return loadBalancerMetric("ActiveFlowCount", this.endpointOf(node).metricDimensions);
  }

  /**
   * Connections that the node has reset in a minute.
   *
   * @throws InvalidPropsError for a node that the client access does not have
   */
  public targetResets(node: string): Metric {
    return loadBalancerMetric("TCP_Target_Reset_Count", this.endpointOf(node).metricDimensions);
  }

  /**
   * Connections that were routed to the node although it is unhealthy, as its zone has failed open.
   *
   * @throws InvalidPropsError for a node that the client access does not have
   */
  public failOpenFlows(node: string): Metric {
    return loadBalancerMetric("UnhealthyRoutingFlowCount", this.endpointOf(node).metricDimensions);
  }

  /**
   * Whether Route 53 considers the node's address healthy: 1 or 0; undefined with topology per-node. The metric exists
   * only in us-east-1.
   *
   * @throws InvalidPropsError for a node that the client access does not have
   */
  public healthCheckStatus(node: string): Metric | undefined {
    const { healthCheck } = this.endpointOf(node);
    return healthCheck && healthCheckStatus(healthCheck.id);
  }

  private ofTargets(
    name: "HealthyHostCount" | "UnHealthyHostCount",
    node: string,
    service: ClientService | undefined,
  ): Metric {
    const { metricDimensions, targetGroups } = this.endpointOf(node);
    const [group] = targetGroups.filter(
      (targetGroup) => service === undefined || targetGroup.service.port === service.port,
    );
    if (group === undefined) {
      const names = targetGroups.map((targetGroup) => targetGroup.service.name);
      throw new InvalidPropsError(this.#path, [unknownService("service", service?.name ?? "", names)]);
    }
    return loadBalancerMetric(name, { ...metricDimensions, TargetGroup: group.resource.arnSuffix });
  }

  private endpointOf(node: string): IEndpoint {
    const found = this.#endpoints.find(({ nodeName }) => nodeName === node);
    if (found !== undefined) return found;
    const names = this.#endpoints.map(({ nodeName }) => nodeName);
    throw new InvalidPropsError(this.#path, [unknownEndpoint("node", node, names)]);
  }
}
