import { Testing, type TerraformStack } from "cdktf";
import { LoadBalancerModel, type Geography, type LoadBalancing, type Share } from "./load-balancer";
import { find, only, type Resources } from "./references";

export type { Geography, Share } from "./load-balancer";

/** What the Route 53 guide's rules read of the synthesized JSON. */
interface Synthesized extends LoadBalancing {
  readonly aws_route53_record: Resources<{
    readonly name: string;
    readonly failover_routing_policy?: { readonly type: string };
    readonly health_check_id?: string;
    readonly records?: readonly string[];
    readonly alias?: { readonly name: string; readonly evaluate_target_health: boolean };
  }>;
  readonly aws_route53_health_check?: Resources<{
    readonly type: string;
    readonly ip_address?: string;
    readonly port?: number;
    readonly child_healthchecks?: readonly string[];
    readonly child_health_threshold?: number;
    readonly cloudwatch_alarm_name?: string;
  }>;
  readonly aws_cloudwatch_metric_alarm?: Resources<{
    readonly metric_name: string;
    readonly statistic: string;
    readonly comparison_operator: string;
    readonly threshold: number;
    readonly dimensions: Readonly<Record<string, string>>;
  }>;
}

type RecordSet = Synthesized["aws_route53_record"][string];

/**
 * Where clients of a name end up: the Route 53 guide's rules, read anew, over synthesized JSON. It shares no code with
 * the constructs.
 */
export class Route53Model {
  private readonly resource: Synthesized;
  private readonly balancers: LoadBalancerModel;

  public constructor(stack: TerraformStack, geography: Geography) {
    const document: { readonly resource: Synthesized } = JSON.parse(Testing.synth(stack));
    this.resource = document.resource;
    this.balancers = new LoadBalancerModel(this.resource, geography);
  }

  /**
   * The nodes, by address, that new clients of a name reach on a port, and their shares of them.
   *
   * @param down addresses of nodes that are down, and `ADDRESS:PORT` of services that are
   */
  public sharesOf(name: string, port: number, down: ReadonlySet<string>): Share[] {
    const { alias, records = [] } = this.answer(name, down);
    if (alias === undefined) return this.balancers.behindAddress(only("address", records), port, down);
    return this.balancers.has(alias.name)
      ? this.balancers.behindName(alias.name, port, down)
      : this.sharesOf(alias.name, port, down);
  }

  /** The nodes, by address, that get any clients. */
  public nodesReached(name: string, port: number, down: ReadonlySet<string>): string[] {
    return this.sharesOf(name, port, down).map(({ node }) => node);
  }

  /** Route 53 guide: a plain record, whatever its health; or the primary unless it alone is unhealthy. */
  private answer(name: string, down: ReadonlySet<string>): RecordSet {
    const [first, ...others] = this.recordsOf(name);
    if (first !== undefined && first.failover_routing_policy === undefined) {
      return only(`plain record of ${name}`, [first, ...others]);
    }
    const [primary, secondary] = [this.record(name, "PRIMARY"), this.record(name, "SECONDARY")];
    return !this.isHealthy(primary, down) && this.isHealthy(secondary, down) ? secondary : primary;
  }

  private record(name: string, role: string): RecordSet {
    const ofRole = this.recordsOf(name).filter((record) => record.failover_routing_policy?.type === role);
    return only(`${role} record of ${name}`, ofRole);
  }

  private recordsOf(name: string): RecordSet[] {
    return Object.values(this.resource.aws_route53_record).filter((record) => record.name === name);
  }

  /** Route 53 guide: a record without a check is healthy; an alias is as healthy as its target. */
  private isHealthy({ alias, health_check_id }: RecordSet, down: ReadonlySet<string>): boolean {
    if (alias !== undefined) {
      if (!alias.evaluate_target_health) return true;
      return this.balancers.has(alias.name)
        ? this.balancers.isHealthy(alias.name, down)
        : this.recordsOf(alias.name).some((record) => this.isHealthy(record, down));
    }
    return health_check_id === undefined || this.checkIsHealthy(health_check_id, down);
  }

  private checkIsHealthy(id: string, down: ReadonlySet<string>): boolean {
    const check = find(this.resource.aws_route53_health_check, id);
    switch (check.type) {
      case "CALCULATED": {
        const healthy = (check.child_healthchecks ?? []).filter((child) => this.checkIsHealthy(child, down));
        return healthy.length >= (check.child_health_threshold ?? 0);
      }
      case "CLOUDWATCH_METRIC":
        return !this.alarms(check.cloudwatch_alarm_name ?? "", down);
      default: {
        const { ip_address = "", port = 0 } = check;
        return this.balancers.behindAddress(ip_address, port, down).some(({ answers }) => answers);
      }
    }
  }

  /** CloudWatch guide, for the one kind of alarm there is: on the count of a zone's healthy targets. */
  private alarms(name: string, down: ReadonlySet<string>): boolean {
    const alarm = find(this.resource.aws_cloudwatch_metric_alarm, name);
    const { AvailabilityZone: zone, LoadBalancer: balancer, TargetGroup: group } = alarm.dimensions;
    const kind = [alarm.metric_name, alarm.statistic, alarm.comparison_operator];
    if (kind.join() !== "HealthyHostCount,Maximum,LessThanThreshold" || !zone || !balancer || !group) {
      throw new Error(`${name} is another kind of alarm: ${JSON.stringify(alarm)}`);
    }
    return this.balancers.healthyTargets(balancer, group, zone, down) < alarm.threshold;
  }
}
