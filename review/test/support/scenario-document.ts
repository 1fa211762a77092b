import { fromConfiguration } from "../../terraform/configuration";
import type { Graph } from "../../terraform/resource-graph";
import { Routing } from "../../aws/routing";
import { simulate } from "../../aws/simulation";
import { preferred } from "../../aws/route53/records";
import type { TrafficDistribution } from "../../aws/scenario";

type Arguments = Readonly<Record<string, unknown>>;

/** Interface 2 of node number n. */
export const addressOf = (n: number): string => `10.0.${n}.10`;

/** Zone number n: us-east-1a. */
export const zoneOf = (n: number): string => `us-east-1${"abcdef".charAt(n - 1)}`;

/** A reference to a resource's attribute. */
export const ref = (address: string, attribute: string): string => `\${${address}.${attribute}}`;

/** The name that clients use unless a test says otherwise. */
export const KEYS = "keys.example.com";

/** A Network Load Balancer of a test: a target group per port, and in each zone the targets that it names. */
export interface Balancer {
  /** Name of the resource. */
  readonly name?: string;
  /** The nodes in the zones, by their numbers: `[[1], [2]]` is node 1 in zone a and node 2 in zone b. */
  readonly zones: readonly (readonly number[])[];
  readonly ports?: readonly number[];
  /** Further arguments of the load balancer, and of each target group. */
  readonly args?: Arguments;
  readonly group?: Arguments;
}

/** What a record answers with: a zone's static address, another name, values as they are, or a load balancer. */
export type Answer =
  | { readonly zone: number; readonly of?: string }
  | { readonly name: string; readonly evaluates?: boolean }
  | { readonly values: readonly string[] };

/** Makes Terraform's JSON configuration a few lines at a time. */
export class ScenarioDocument {
  public readonly json: {
    readonly resource: Record<string, Record<string, Arguments>>;
    readonly data: Record<string, Record<string, Arguments>>;
    readonly output: Record<string, Arguments>;
  } = { resource: {}, data: {}, output: {} };

  private count = 0;
  /** Of the document as it is; undefined until a question is asked of it. */
  private routing: Routing | undefined;

  /** Adds a resource. */
  public add(type: string, name: string, args: Arguments): this {
    this.routing = undefined;
    (this.json.resource[type] ??= {})[name] = args;
    return this;
  }

  /** Adds a data source. */
  public addData(type: string, name: string, args: Arguments): this {
    this.routing = undefined;
    (this.json.data[type] ??= {})[name] = args;
    return this;
  }

  /** Adds a load balancer with an Elastic IP in each zone, its listeners, groups and targets. */
  public balancer({ name = "nlb", zones, ports = [443], args = {}, group = {} }: Balancer): this {
    const mappings = zones.map((_nodes, i) => {
      const zone = `${name}_${i + 1}`;
      this.add("aws_eip", zone, { domain: "vpc" });
      this.add("aws_subnet", zone, { availability_zone: zoneOf(i + 1) });
      return { subnet_id: ref(`aws_subnet.${zone}`, "id"), allocation_id: ref(`aws_eip.${zone}`, "id") };
    });
    this.add("aws_lb", name, { load_balancer_type: "network", subnet_mapping: mappings, ...args });
    for (const port of ports) {
      const groupName = `${name}_${port}`;
      this.group(groupName, group).listener(name, port, [{ group: groupName, weight: 1 }]);
      zones.forEach((nodes, i) => {
        for (const n of nodes) this.target(groupName, n, { availability_zone: zoneOf(i + 1) });
      });
    }
    return this;
  }

  /** Adds a target group of addresses. */
  public group(name: string, args: Arguments = {}): this {
    return this.add("aws_lb_target_group", name, { target_type: "ip", protocol: "TCP", port: 443, ...args });
  }

  /** Adds a listener; several groups make it weighted. */
  public listener(
    balancer: string,
    port: number,
    groups: readonly { readonly group: string; readonly weight: number }[],
  ): this {
    const arns = groups.map(({ group, weight }) => ({
      arn: ref(`aws_lb_target_group.${group}`, "arn"),
      weight,
    }));
    const action =
      arns.length === 1
        ? { type: "forward", target_group_arn: arns[0]?.arn }
        : { type: "forward", forward: [{ target_group: arns }] };
    return this.add("aws_lb_listener", `${balancer}_${port}`, {
      load_balancer_arn: ref(`aws_lb.${balancer}`, "arn"),
      port,
      protocol: "TCP",
      default_action: [action],
    });
  }

  /** Registers node number n. */
  public target(group: string, n: number, args: Arguments = {}): this {
    return this.add("aws_lb_target_group_attachment", `${group}_${n}_${this.next()}`, {
      target_group_arn: ref(`aws_lb_target_group.${group}`, "arn"),
      target_id: addressOf(n),
      ...args,
    });
  }

  /** Adds a health check and returns its reference; it probes zone number n over TCP by default. */
  public check(zone: number, args: Arguments = {}, balancer = "nlb"): string {
    const name = `check_${this.next()}`;
    this.add("aws_route53_health_check", name, {
      type: "TCP",
      ...("ip_address" in args || "fqdn" in args || "type" in args
        ? {}
        : { ip_address: ref(`aws_eip.${balancer}_${zone}`, "public_ip") }),
      port: 443,
      ...args,
    });
    return ref(`aws_route53_health_check.${name}`, "id");
  }

  /** Adds a check of zone number n's address that has arguments of its own. */
  public probe(zone: number, args: Arguments = {}): string {
    return this.check(zone, { ip_address: ref(`aws_eip.nlb_${zone}`, "public_ip"), ...args });
  }

  /** Adds a record. */
  public record(name: string, answer: Answer, args: Arguments = {}): this {
    return this.add("aws_route53_record", `record_${this.next()}`, {
      zone_id: "Z1",
      name,
      type: "A",
      ...answerArguments(answer),
      ...args,
    });
  }

  /** Adds a failover record. */
  public failover(name: string, role: "PRIMARY" | "SECONDARY", answer: Answer, args: Arguments = {}): this {
    return this.record(name, answer, {
      set_identifier: role,
      failover_routing_policy: { type: role },
      ...args,
    });
  }

  /** Adds a weighted record. */
  public weighted(name: string, weight: number, answer: Answer, args: Arguments = {}): this {
    const set_identifier = `weighted-${this.next()}`;
    return this.record(name, answer, { set_identifier, weighted_routing_policy: { weight }, ...args });
  }

  /** Adds a name whose nodes, each alone in its zone, serve in order: nested failover pairs, each address checked. */
  public ordered(nodes: readonly number[], name = KEYS): this {
    nodes.slice(0, -1).forEach((n, i) => {
      const tier = i === 0 ? name : `tier${i + 1}.${name}`;
      const isLast = i === nodes.length - 2;
      const [next] = nodes.slice(i + 1);
      this.failover(tier, "PRIMARY", { zone: n }, { health_check_id: this.check(n) });
      if (isLast && next !== undefined)
        this.failover(tier, "SECONDARY", { zone: next }, { health_check_id: this.check(next) });
      else this.failover(tier, "SECONDARY", { name: `tier${i + 2}.${name}`, evaluates: true });
    });
    return this;
  }

  public graph(): Graph {
    return fromConfiguration(this.json, "test");
  }

  /** Where clients end up. */
  public traffic(question: Question = {}): TrafficDistribution {
    const { name = KEYS, port = 443, type, down = [], zonesDown = [] } = question;
    this.routing ??= new Routing(this.graph());
    const { routing } = this;
    const sets = routing.recordSets.all.filter((set) => set.name === name && (type ?? set.type) === set.type);
    const set = preferred(sets);
    if (set === undefined) throw new Error(`No record has the name ${name}`);
    return simulate(routing, set, port, {
      nodes: new Set(down.map((node) => (typeof node === "number" ? addressOf(node) : node))),
      zones: new Set(zonesDown.map(zoneOf)),
    });
  }

  /** Where clients end up: shares by node number or key, and the part that reaches no node. */
  public reach(question: Question = {}): Record<string, number> {
    const { shares, outside, nowhere } = this.traffic(question);
    const named = [...shares].map(
      ([key, share]) => [/^10\.0\.(\d)\.10$/.exec(key)?.[1] ?? key, share] as const,
    );
    const all = [...named, ["elsewhere", outside] as const, ["nowhere", nowhere] as const].filter(
      ([, share]) => share > 0,
    );
    return Object.fromEntries(all.map(([key, share]) => [key, Number(share.toFixed(6))]));
  }

  private next(): number {
    this.count += 1;
    return this.count;
  }
}

/** A name, a port and what is down: nodes by number or key, zones by number. */
export interface Question {
  readonly name?: string;
  readonly port?: number;
  readonly type?: string;
  readonly down?: readonly (number | string)[];
  readonly zonesDown?: readonly number[];
}

function answerArguments(answer: Answer): Arguments {
  if ("values" in answer) return { records: answer.values, ttl: 10 };
  if ("zone" in answer) {
    return { records: [ref(`aws_eip.${answer.of ?? "nlb"}_${answer.zone}`, "public_ip")], ttl: 10 };
  }
  const { name, evaluates = false } = answer;
  return { alias: { name, zone_id: "Z1", evaluate_target_health: evaluates } };
}

/** The own name of a load balancer. */
export const nameOf = (balancer = "nlb"): string => ref(`aws_lb.${balancer}`, "dns_name");
