import { CloudwatchCompositeAlarm } from "@cdktf/provider-aws/lib/cloudwatch-composite-alarm";
import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import type { ClientAccess } from "../client-access/client-access";
import type { IEndpoint } from "../client-access/endpoint";
import { constructId } from "../construct-id";
import { warnOfCompositeAlarm } from "../quotas";
import { isResolved } from "../tokens";
import { healthCheckStatus, loadBalancerMetric } from "../metric";
import { ALARMS, type AlarmName, type MonitoringOptions } from "./monitoring-options";

/** Props of `AccessAlarms`. */
export interface AccessAlarmsProps extends Omit<MonitoringOptions, "dashboard"> {
  /** The client access to watch. */
  readonly access: ClientAccess;
  /** SNS topic that is notified of each alarm, and of its end. */
  readonly topicArn: string;
}

/** Where a person finds what to do: sections of docs/operations.md. */
export const RUNBOOKS = {
  node: "When a node fails",
  alarms: "What an alarm means",
} as const;

const runbook = (section: keyof typeof RUNBOOKS): string =>
  `Runbook: docs/operations.md of the SEMS constructs, "${RUNBOOKS[section]}".`;

/** An alarm by its name, and the node that it is about. */
interface NodeAlarm {
  readonly endpoint: IEndpoint;
  readonly alarmName: string;
  /** The name as it was given, with the token of the load balancer's. */
  readonly written: string;
}

/**
 * Alarms on a client access. They only read: no resource of the client access changes with them. An alarm that exists as
 * endpoint health is read by a composite alarm in place of a second one on its metric.
 */
export class AccessAlarms extends Construct {
  /** On metrics: no healthy target, failed open, Route 53's checks. */
  public readonly metricAlarms: readonly CloudwatchMetricAlarm[];
  /** On other alarms: no healthy target where it is endpoint health already, failover, no healthy node. */
  public readonly compositeAlarms: readonly CloudwatchCompositeAlarm[];
  readonly #props: AccessAlarmsProps;
  readonly #metricAlarms: CloudwatchMetricAlarm[] = [];
  readonly #compositeAlarms: CloudwatchCompositeAlarm[] = [];

  public constructor(scope: Construct, id: string, props: AccessAlarmsProps) {
    super(scope, id);
    this.#props = props;
    this.metricAlarms = this.#metricAlarms;
    this.compositeAlarms = this.#compositeAlarms;
    const needsNodes = this.isOn("noHealthyTarget") || this.isOn("failover") || this.isOn("noHealthyNode");
    const nodes = new Construct(this, "Nodes");
    const ofNodes = needsNodes
      ? props.access.endpoints.flatMap((endpoint) =>
          this.addNodeAlarms(new Construct(nodes, endpoint.id), endpoint),
        )
      : [];
    this.addClusterAlarms(ofNodes);
    if (this.isOn("failOpen")) this.addFailOpenAlarms();
    if (props.healthChecks !== undefined) this.addHealthCheckAlarms(props.healthChecks);
  }

  private isOn(alarm: AlarmName): boolean {
    return this.#props[alarm] ?? ALARMS[alarm];
  }

  /** Each service of a node without a healthy target. */
  private addNodeAlarms(scope: Construct, endpoint: IEndpoint): NodeAlarm[] {
    const { clientFqdn } = this.#props.access;
    const notifies = this.isOn("noHealthyTarget");
    return endpoint.targetGroups.map(({ service: { name, port }, resource }, i) => {
      const id = constructId([isResolved(port) ? String(port) : undefined], "Service", i);
      const what = {
        name: `${port} ${endpoint.id} no healthy target`,
        text:
          `${endpoint.nodeName} has no healthy target for ${name} (port ${port}) of ${clientFqdn}. If it is the ` +
          `first node in the order, clients fail over. Check the node and its service. ${runbook("node")}`,
      };
      const existing = endpoint.alarms.find(({ targetGroup }) => targetGroup === resource);
      if (existing !== undefined) {
        const { alarmName, alarmNameInput = alarmName } = existing.alarm;
        if (notifies) this.addComposite(scope, id, what, `ALARM("${alarmName}")`);
        return { endpoint, alarmName, written: alarmNameInput };
      }
      const dimensions = { ...endpoint.metricDimensions, TargetGroup: resource.arnSuffix };
      const { alarmName, alarmNameInput = alarmName } = this.addMetric(
        scope,
        id,
        what,
        {
          ...loadBalancerMetric("HealthyHostCount", dimensions),
          comparisonOperator: "LessThanThreshold",
          threshold: 1,
          // The metric is reported as long as targets are registered: a zone that no longer reports is down.
          treatMissingData: "breaching",
        },
        notifies,
      );
      return { endpoint, alarmName, written: alarmNameInput };
    });
  }

  /** Another node than the first serves; none is healthy. */
  private addClusterAlarms(alarms: readonly NodeAlarm[]): void {
    const { clientFqdn, endpoints, method, servingOrder } = this.#props.access;
    const isDown = (endpoint: IEndpoint): string =>
      `(${alarms
        .filter((alarm) => alarm.endpoint === endpoint)
        .map(({ alarmName }) => `ALARM("${alarmName}")`)
        .join(" OR ")})`;
    // Sorted: another order of the nodes changes only the alarm on failover.
    const sorted = [...endpoints].sort((one, other) => one.id.localeCompare(other.id, "en"));
    const noneIsHealthy = sorted.map(isDown).join(" AND ");
    if (this.isOn("noHealthyNode")) {
      const text =
        `No node of ${clientFqdn} is healthy: the name resolves to the first node of the order, and clients get no ` +
        `policy. Bring one node back. ${runbook("node")}`;
      this.addComposite(this, "NoHealthyNode", { name: "no healthy node", text }, noneIsHealthy);
      warnOfCompositeAlarm(this, { name: "no healthy node", alarmRule: noneIsHealthy, children: alarms });
    }
    // With manual, a person switches.
    if (!this.isOn("failover") || method.type === "manual") return;
    const [first] = servingOrder;
    // Weighted, the ordered list serves while any node is down.
    const watched =
      method.type === "weighted" ? sorted : sorted.filter(({ nodeName }) => nodeName === first?.name);
    const text =
      `Clients of ${clientFqdn} have failed over: another node than ${first?.name ?? "the first"} serves them. Decide ` +
      `whether they return automatically or by hand, before the node is healthy again. ${runbook("node")}`;
    const alarmRule = `(${watched.map(isDown).join(" OR ")}) AND NOT (${noneIsHealthy})`;
    this.addComposite(this, "Failover", { name: "failover in effect", text }, alarmRule);
    warnOfCompositeAlarm(this, { name: "failover in effect", alarmRule, children: alarms });
  }

  /** A load balancer routes clients to unhealthy nodes. */
  private addFailOpenAlarms(): void {
    const { clientFqdn, endpoints, weighted } = this.#props.access;
    const scope = new Construct(this, "FailOpen");
    const add = (id: string, where: string, dimensions: Readonly<Record<string, string>>) =>
      this.addMetric(
        scope,
        id,
        {
          name: `${id} failed open`,
          text:
            `The load balancer of ${clientFqdn} routes connections to an unhealthy node in ${where}: no target there is ` +
            `healthy (fail open). Those clients have kept an old answer. ${runbook("alarms")}`,
        },
        {
          ...loadBalancerMetric("UnhealthyRoutingFlowCount", dimensions),
          comparisonOperator: "GreaterThanThreshold",
          threshold: 0,
          // The metric is reported only when it is not zero.
          treatMissingData: "notBreaching",
        },
        true,
      );
    for (const { id, availabilityZone, metricDimensions } of endpoints)
      add(id, availabilityZone, metricDimensions);
    if (weighted !== undefined)
      add("Weighted", "any zone", { LoadBalancer: weighted.loadBalancer.arnSuffix });
  }

  /** Route 53's view of each endpoint; its metrics exist only in us-east-1. */
  private addHealthCheckAlarms({ provider, topicArn }: NonNullable<MonitoringOptions["healthChecks"]>): void {
    const { clientFqdn, endpoints } = this.#props.access;
    const scope = new Construct(this, "HealthChecks");
    for (const { id, nodeName, healthCheck } of endpoints) {
      if (healthCheck === undefined) continue;
      this.#metricAlarms.push(
        new CloudwatchMetricAlarm(scope, id, {
          ...healthCheckStatus(healthCheck.id),
          alarmName: `SEMS ${clientFqdn} ${id} health check ${healthCheck.id}`,
          alarmDescription: `Route 53 considers ${nodeName} unhealthy for ${clientFqdn}. ${runbook("node")}`,
          comparisonOperator: "LessThanThreshold",
          threshold: 1,
          evaluationPeriods: 1,
          // Route 53 reports every minute: silence is a fault of its own.
          treatMissingData: "breaching",
          alarmActions: [topicArn],
          okActions: [topicArn],
          provider,
        }),
      );
    }
  }

  private addMetric(
    scope: Construct,
    id: string,
    what: AlarmText,
    config: Omit<CloudwatchMetricAlarmConfig, "alarmName" | "evaluationPeriods">,
    notifies: boolean,
  ): CloudwatchMetricAlarm {
    const alarm = new CloudwatchMetricAlarm(scope, id, {
      ...config,
      alarmName: this.nameOf(what),
      alarmDescription: what.text,
      evaluationPeriods: 1,
      ...(notifies ? this.actions() : {}),
    });
    this.#metricAlarms.push(alarm);
    return alarm;
  }

  private addComposite(scope: Construct, id: string, what: AlarmText, alarmRule: string): void {
    this.#compositeAlarms.push(
      new CloudwatchCompositeAlarm(scope, id, {
        // Metric and composite alarms share their names: an alarm of the one kind must not replace one of the other.
        alarmName: `${this.nameOf(what)} (composite)`,
        alarmDescription: what.text,
        alarmRule,
        ...this.actions(),
      }),
    );
  }

  /**
   * With the name of a load balancer, which no other has: an alarm of the same name would be overwritten. It is that of the
   * same load balancer in any order of the nodes.
   */
  private nameOf({ name }: AlarmText): string {
    const { clientFqdn, loadBalancers } = this.#props.access;
    const [first] = [...loadBalancers].sort((one, other) =>
      one.node.path.localeCompare(other.node.path, "en"),
    );
    return `SEMS ${clientFqdn} ${name} ${first?.name ?? ""}`;
  }

  private actions() {
    const { topicArn } = this.#props;
    return { alarmActions: [topicArn], okActions: [topicArn] };
  }
}

/** What an alarm is called, and what it says to a person. */
interface AlarmText {
  readonly name: string;
  readonly text: string;
}
