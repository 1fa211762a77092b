import type { TerraformProvider } from "cdktf";
import { alarmWithoutNotifications } from "../validation/errors";
import { under, type Problem } from "../validation/problem";
import type { DeepPartial } from "../tokens";

/** The alarms that can be switched, with their defaults. */
export const ALARMS = {
  noHealthyTarget: true,
  failover: true,
  noHealthyNode: true,
  failOpen: true,
} as const;

/** Name of an alarm in the props. */
export type AlarmName = keyof typeof ALARMS;

/** What is watched once there are `notifications`, and the dashboard. */
export interface MonitoringOptions {
  /**
   * An alarm for each node and service that has no healthy target.
   * @default true
   */
  readonly noHealthyTarget?: boolean;
  /**
   * An alarm while another node than the first one serves; not with the method manual.
   * @default true
   */
  readonly failover?: boolean;
  /**
   * An alarm while no node is healthy.
   * @default true
   */
  readonly noHealthyNode?: boolean;
  /**
   * An alarm for each zone in which a load balancer routes clients to an unhealthy node.
   * @default true
   */
  readonly failOpen?: boolean;
  /**
   * A CloudWatch dashboard of the cluster; it needs no notifications.
   * @default false
   */
  readonly dashboard?: boolean;
  /**
   * Alarms on Route 53's own metric of each health check, which exists only in us-east-1.
   * @default - none
   */
  readonly healthChecks?: HealthCheckAlarmOptions;
}

/** Where alarms on Route 53's metrics are: in us-east-1, like the metrics. */
export interface HealthCheckAlarmOptions {
  /** An AWS provider of us-east-1. */
  readonly provider: TerraformProvider;
  /** An SNS topic in us-east-1: an alarm notifies a topic of its own region. */
  readonly topicArn: string;
}

/** Checks the monitoring: an alarm that is asked for needs someone to notify. */
export function checkMonitoring(
  path: string,
  options: DeepPartial<Omit<MonitoringOptions, "healthChecks">> | undefined,
  hasNotifications: boolean,
): Problem[] {
  if (options === undefined || hasNotifications) return [];
  const names: readonly AlarmName[] = ["noHealthyTarget", "failover", "noHealthyNode", "failOpen"];
  return names.flatMap((name) =>
    options[name] === true ? [alarmWithoutNotifications(under(path, name))] : [],
  );
}
