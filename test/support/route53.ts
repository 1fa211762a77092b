import { Testing, type TerraformStack } from "cdktf";

/** What AWS knows and the template does not: in which zone things stand. */
export interface Geography {
  /** Zone of each subnet, by id. */
  readonly subnets: ReadonlyMap<string, string>;
  /** Zone of each node, by the address of Interface 2. */
  readonly nodes: ReadonlyMap<string, string>;
}

type Resources<T> = Readonly<Record<string, T>>;

/** What the guides' rules read of the synthesized JSON. */
interface Synthesized {
  readonly aws_route53_record: Resources<{
    readonly name: string;
    readonly failover_routing_policy: { readonly type: string };
    readonly health_check_id?: string;
    readonly records?: readonly string[];
    readonly alias?: { readonly name: string; readonly evaluate_target_health: boolean };
  }>;
  readonly aws_route53_health_check: Resources<{ readonly ip_address: string; readonly port: number }>;
  readonly aws_lb: Resources<{
    readonly subnet_mapping: readonly { readonly allocation_id: string; readonly subnet_id: string }[];
  }>;
  readonly aws_lb_listener: Resources<{
    readonly port: number;
    readonly default_action: readonly { readonly target_group_arn: string }[];
  }>;
  readonly aws_lb_target_group: Resources<{ readonly load_balancing_cross_zone_enabled: string }>;
  readonly aws_lb_target_group_attachment: Resources<{
    readonly target_group_arn: string;
    readonly target_id: string;
  }>;
}

type RecordSet = Synthesized["aws_route53_record"][string];

/**
 * Where clients of a name end up: the Route 53 and NLB guides' rules, read anew, over synthesized JSON. It shares no
 * code with the constructs.
 */
export class Route53Model {
  private readonly resource: Synthesized;

  public constructor(
    stack: TerraformStack,
    private readonly geography: Geography,
  ) {
    const document: { readonly resource: Synthesized } = JSON.parse(Testing.synth(stack));
    this.resource = document.resource;
  }

  /** The nodes, by address, that clients of a name may reach on a port while some nodes are dead. */
  public nodesReached(name: string, port: number, dead: ReadonlySet<string>): string[] {
    const { alias, records = [] } = this.answer(name, dead);
    if (alias !== undefined) return this.nodesReached(alias.name, port, dead);
    return records.flatMap((address) => this.nodesBehind(address, port, dead));
  }

  /** Route 53 guide: the primary unless it is unhealthy and the secondary healthy. */
  private answer(name: string, dead: ReadonlySet<string>): RecordSet {
    const [primary, secondary] = [this.record(name, "PRIMARY"), this.record(name, "SECONDARY")];
    return !this.isHealthy(primary, dead) && this.isHealthy(secondary, dead) ? secondary : primary;
  }

  private record(name: string, role: string): RecordSet {
    const ofRole = this.recordsOf(name).filter((record) => record.failover_routing_policy.type === role);
    return only(`${role} record of ${name}`, ofRole);
  }

  private recordsOf(name: string): RecordSet[] {
    return Object.values(this.resource.aws_route53_record).filter((record) => record.name === name);
  }

  /** Route 53 guide: a record without a check is healthy; an alias is as healthy as any record that it leads to. */
  private isHealthy({ alias, health_check_id }: RecordSet, dead: ReadonlySet<string>): boolean {
    if (alias !== undefined) {
      return (
        !alias.evaluate_target_health ||
        this.recordsOf(alias.name).some((record) => this.isHealthy(record, dead))
      );
    }
    if (health_check_id === undefined) return true;
    const check = find(this.resource.aws_route53_health_check, health_check_id);
    return this.nodesBehind(check.ip_address, check.port, dead).some((node) => !dead.has(node));
  }

  /** NLB guide: the healthy targets of the address's zone, or all of them where none is healthy. */
  private nodesBehind(address: string, port: number, dead: ReadonlySet<string>): string[] {
    const listeners = Object.values(this.resource.aws_lb_listener).filter(
      (listener) => listener.port === port,
    );
    const action = only("default action", only(`listener on ${port}`, listeners).default_action);
    const group = find(this.resource.aws_lb_target_group, action.target_group_arn);
    const zone = this.zoneOf(address);
    const targets = Object.values(this.resource.aws_lb_target_group_attachment)
      .filter(({ target_group_arn }) => target_group_arn === action.target_group_arn)
      .map(({ target_id }) => target_id)
      .filter(
        (id) => group.load_balancing_cross_zone_enabled === "true" || this.geography.nodes.get(id) === zone,
      );
    const healthy = targets.filter((target) => !dead.has(target));
    return healthy.length > 0 ? healthy : targets;
  }

  private zoneOf(address: string): string | undefined {
    const mappings = Object.values(this.resource.aws_lb).flatMap(({ subnet_mapping }) => subnet_mapping);
    const ofAddress = mappings.filter(({ allocation_id }) => nameIn(allocation_id) === nameIn(address));
    return this.geography.subnets.get(only(`subnet with ${address}`, ofAddress).subnet_id);
  }
}

/** The name in a reference: X of `${aws_eip.X.public_ip}`. */
const nameIn = (reference: string): string | undefined => /^\$\{\w+\.([\w-]+)\.\w+\}$/.exec(reference)?.[1];

function find<T>(resources: Resources<T>, reference: string): T {
  const found = resources[nameIn(reference) ?? ""];
  if (found === undefined) throw new Error(`Nothing has the address ${reference}`);
  return found;
}

function only<T>(what: string, found: readonly T[]): T {
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} of ${what}, not one`);
  return first;
}
