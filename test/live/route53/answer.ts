import type { DnsRecord, HostedZone } from "../description";

/** Of an alias to a load balancer; it cannot be set (Route 53 guide, choosing between alias and non-alias records). */
const ALIAS_TTL = 60;

/** Nested aliases deeper than this are a circle. */
const DEPTH = 32;

/** What Route 53 asks the rest of AWS. */
export interface HealthSources {
  /** Whether a health check is healthy. */
  check(id: string): boolean;
  /** The load balancer of a DNS name: the addresses that its name resolves to, and whether an alias to it is healthy. */
  loadBalancer(
    dnsName: string,
  ): { readonly addresses: readonly string[]; readonly healthy: boolean } | undefined;
}

/** What a query is answered with. */
export interface Answer {
  readonly type: "A" | "CNAME";
  readonly values: readonly string[];
  readonly ttl: number;
}

/** A name as records are compared: in lower case, without the final dot. */
export const normal = (name: string): string => name.toLowerCase().replace(/\.$/, "");

/** Answers for one hosted zone, by its records and by what is healthy at that moment. */
export class Answers {
  public constructor(
    private readonly zone: HostedZone,
    private readonly health: HealthSources,
  ) {}

  /** Whether the zone has records of a name. */
  public knows(name: string): boolean {
    return this.zone.records.some((record) => record.name === normal(name));
  }

  /** The answer for addresses of a name; undefined where it has no such records. */
  public addresses(name: string, depth = 0): Answer | undefined {
    if (depth > DEPTH) return undefined;
    const record = this.choose(this.set(name), depth);
    if (record === undefined) return undefined;
    const { answer, type } = record;
    if (answer.kind === "values") return { type, values: answer.values, ttl: answer.ttl };
    const balancer = this.health.loadBalancer(answer.target);
    if (balancer !== undefined) return { type: "A", values: balancer.addresses, ttl: ALIAS_TTL };
    // An alias to another record answers with that record's TTL.
    return this.addresses(answer.target, depth + 1);
  }

  private set(name: string): DnsRecord[] {
    return this.zone.records.filter((record) => record.name === normal(name));
  }

  /** "How Route 53 chooses records when health checking is configured". */
  private choose(set: readonly DnsRecord[], depth: number): DnsRecord | undefined {
    const healthy = set.filter((record) => this.isHealthy(record, depth));
    const [first] = set;
    switch (first?.policy.kind) {
      case undefined:
      case "simple":
        return first;
      case "failover": {
        const has = (records: readonly DnsRecord[], role: string): DnsRecord | undefined =>
          records.find(({ policy }) => policy.kind === "failover" && policy.role === role);
        return has(healthy, "PRIMARY") ?? has(healthy, "SECONDARY") ?? has(set, "PRIMARY");
      }
      case "weighted": {
        // Weight 0 is considered when all records above 0 are unhealthy; with none healthy, all are considered.
        const weighted = (records: readonly DnsRecord[]) => records.filter((record) => weightOf(record) > 0);
        const candidates = [weighted(healthy), healthy, weighted(set), set].find((some) => some.length > 0);
        return byWeight(candidates ?? []);
      }
    }
  }

  private isHealthy({ healthCheck, answer }: DnsRecord, depth: number): boolean {
    const checked = healthCheck === undefined || this.health.check(healthCheck);
    if (answer.kind === "values" || !answer.evaluatesHealth) return checked;
    // With a health check and the evaluation of the target's health, both must be good.
    return checked && this.isTargetHealthy(answer.target, depth + 1);
  }

  private isTargetHealthy(target: string, depth: number): boolean {
    const balancer = this.health.loadBalancer(target);
    if (balancer !== undefined) return balancer.healthy;
    const set = this.set(target);
    // A branch is healthy while any of its records is: Route 53 backs out of a branch without one.
    return depth <= DEPTH && set.some((record) => this.isHealthy(record, depth));
  }
}

const weightOf = ({ policy }: DnsRecord): number => (policy.kind === "weighted" ? policy.weight : 0);

function byWeight(records: readonly DnsRecord[]): DnsRecord | undefined {
  const total = records.reduce((sum, record) => sum + weightOf(record), 0);
  let rest = Math.random() * total;
  return records.find((record) => (rest -= weightOf(record)) < 0) ?? records[0];
}
