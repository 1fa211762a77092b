import { find, nameIn, only, type Resources } from "./references";

/** What AWS knows and the template does not: in which zone things are. */
export interface Geography {
  /** Zone of each subnet, by id. */
  readonly subnets: ReadonlyMap<string, string>;
  /** Zone of each node, by the address of Interface 2. */
  readonly nodes: ReadonlyMap<string, string>;
}

/** A node, by address, that gets a share of the new clients, and whether it serves them. */
export interface Share {
  readonly node: string;
  readonly share: number;
  readonly answers: boolean;
}

/** What the Network Load Balancer guide's rules read of the synthesized JSON. */
export interface LoadBalancing {
  readonly aws_lb: Resources<{
    readonly enable_cross_zone_load_balancing: boolean;
    readonly subnets?: readonly string[];
    readonly subnet_mapping?: readonly {
      readonly subnet_id: string;
      readonly allocation_id?: string;
      readonly private_ipv4_address?: string;
    }[];
  }>;
  readonly aws_lb_listener: Resources<{
    readonly load_balancer_arn: string;
    readonly port: number;
    readonly default_action: readonly {
      readonly target_group_arn?: string;
      readonly forward?: {
        readonly target_group: readonly { readonly arn: string; readonly weight: number }[];
      };
    }[];
  }>;
  readonly aws_lb_target_group: Resources<{
    readonly load_balancing_cross_zone_enabled: string;
    readonly health_check: { readonly port: string };
  }>;
  readonly aws_lb_target_group_attachment: Resources<{
    readonly target_group_arn: string;
    readonly target_id: string;
    readonly port: number;
  }>;
}

type Down = ReadonlySet<string>;

const answers = (node: string, port: number | string, down: Down): boolean =>
  !down.has(node) && !down.has(`${node}:${port}`);

/** Where Network Load Balancers route clients: their guide's rules, over synthesized JSON. */
export class LoadBalancerModel {
  public constructor(
    private readonly resource: LoadBalancing,
    private readonly geography: Geography,
  ) {}

  /** Whether a name is a load balancer's own. */
  public has(dnsName: string): boolean {
    return nameIn(dnsName) !== undefined && dnsName.startsWith("${aws_lb.");
  }

  /** Behind a fixed address: the targets of its zone, or of all zones with cross-zone balancing. */
  public behindAddress(address: string, port: number, down: Down): Share[] {
    const owners = Object.entries(this.resource.aws_lb).flatMap(([name, { subnet_mapping = [] }]) =>
      subnet_mapping
        .filter(
          ({ allocation_id, private_ipv4_address }) =>
            private_ipv4_address === address ||
            (allocation_id !== undefined && nameIn(allocation_id) === nameIn(address)),
        )
        .map(({ subnet_id }) => ({ name, zone: this.geography.subnets.get(subnet_id) })),
    );
    const { name, zone } = only(`load balancer at ${address}`, owners);
    return this.shares(name, port, zone, down);
  }

  /** Behind the name, which answers with all zones: their targets, weighted or in equal parts. */
  public behindName(dnsName: string, port: number, down: Down): Share[] {
    return this.shares(nameIn(dnsName) ?? "", port, undefined, down);
  }

  /** Route 53 API: healthy while each target group that has targets has a healthy one. */
  public isHealthy(dnsName: string, down: Down): boolean {
    const groups = this.listenersOf(nameIn(dnsName) ?? "").flatMap((listener) => this.groupsOf(listener));
    return groups.every(({ arn }) => {
      const targets = this.targetsOf(arn);
      return targets.length > 0 && targets.some((target) => this.isHealthyTarget(arn, target, down));
    });
  }

  /** The metric HealthyHostCount of a zone. */
  public healthyTargets(balancer: string, group: string, zone: string, down: Down): number {
    const { enable_cross_zone_load_balancing: crossZone } = find(this.resource.aws_lb, balancer);
    if (crossZone) throw new Error("with cross-zone balancing a zone's count is of all zones");
    return this.targetsOf(group)
      .filter((target) => this.geography.nodes.get(target) === zone)
      .filter((target) => this.isHealthyTarget(group, target, down)).length;
  }

  private shares(balancer: string, port: number, zone: string | undefined, down: Down): Share[] {
    const ofPort = this.listenersOf(balancer).filter((listener) => listener.port === port);
    const groups = this.groupsOf(only(`listener on ${port}`, ofPort));
    const total = groups.reduce((sum, { weight }) => sum + weight, 0);
    return groups
      .filter(({ weight }) => weight > 0)
      .flatMap(({ arn, weight }) => {
        const group = find(this.resource.aws_lb_target_group, arn);
        const crossZone = group.load_balancing_cross_zone_enabled === "true";
        const targets = this.targetsOf(arn).filter(
          (target) => crossZone || zone === undefined || this.geography.nodes.get(target) === zone,
        );
        const healthy = targets.filter((target) => this.isHealthyTarget(arn, target, down));
        // NLB guide: it fails open where none is healthy.
        const used = healthy.length > 0 ? healthy : targets;
        return used.map((node) => ({
          node,
          share: weight / total / used.length,
          answers: answers(node, port, down),
        }));
      });
  }

  private listenersOf(balancer: string) {
    return Object.values(this.resource.aws_lb_listener).filter(
      ({ load_balancer_arn }) => nameIn(load_balancer_arn) === balancer,
    );
  }

  private groupsOf({ default_action }: LoadBalancing["aws_lb_listener"][string]) {
    const { target_group_arn: arn, forward } = only("default action", default_action);
    return forward?.target_group ?? (arn === undefined ? [] : [{ arn, weight: 1 }]);
  }

  private targetsOf(group: string): string[] {
    return Object.values(this.resource.aws_lb_target_group_attachment)
      .filter(({ target_group_arn }) => nameIn(target_group_arn) === nameIn(group))
      .map(({ target_id }) => target_id);
  }

  private isHealthyTarget(group: string, target: string, down: Down): boolean {
    return answers(target, find(this.resource.aws_lb_target_group, group).health_check.port, down);
  }
}
