import { keyOf, type Text } from "../../terraform/value";
import type { AddressOwners } from "../network/address-owners";
import type { LoadBalancer } from "../elb/load-balancer";
import { cnameOf, setKey, type RecordEntry, type RecordSet, type RecordSets } from "./records";

/** A record, and its targets. */
export interface ResolvedRecord {
  readonly set: RecordSet;
  readonly entry: RecordEntry;
  readonly targets: readonly RecordTarget[];
}

/** What one value of a record, or its alias, resolves to. */
export type RecordTarget =
  | { readonly kind: "set"; readonly set: RecordSet }
  | {
      readonly kind: "balancer";
      readonly balancer: LoadBalancer;
      readonly zone?: string;
      readonly value: Text;
    }
  | { readonly kind: "node"; readonly node: string; readonly value: Text }
  | { readonly kind: "elsewhere"; readonly value: Text };

/** Finds out what records point to, once for each. */
export class RecordTargets {
  private readonly bySet = new Map<RecordSet, readonly ResolvedRecord[]>();

  public constructor(
    private readonly recordSets: RecordSets,
    private readonly addresses: AddressOwners,
  ) {}

  /** The records of a set in their order, with their targets, healthy or not. */
  public of(set: RecordSet): readonly ResolvedRecord[] {
    const known = this.bySet.get(set);
    if (known !== undefined) return known;
    const records = set.entries.map((entry) => ({ set, entry, targets: this.targetsOf(set, entry) }));
    this.bySet.set(set, records);
    return records;
  }

  /** What a name or an address resolves to. */
  public fromName(name: Text): RecordTarget | undefined {
    const holder = this.addresses.balancerNamed(name);
    if (holder === undefined) return undefined;
    const zone = holder.zone === undefined ? {} : { zone: holder.zone.name };
    return { kind: "balancer", balancer: holder.balancer, value: name, ...zone };
  }

  /** What an address belongs to. */
  public fromAddress(value: Text): RecordTarget {
    const holder = this.addresses.holderOf(value);
    if (holder === undefined) return { kind: "elsewhere", value };
    return holder.kind === "node"
      ? { kind: "node", node: holder.node, value }
      : { kind: "balancer", balancer: holder.balancer, zone: holder.zone.name, value };
  }

  private targetsOf(set: RecordSet, entry: RecordEntry): RecordTarget[] {
    const name = entry.alias === undefined ? cnameOf(set, entry) : entry.alias.target;
    if (name === undefined) {
      const values = entry.alias === undefined ? entry.resource.texts("records") : [];
      return values.map((value) => this.fromAddress(value));
    }
    const balancer = this.fromName(name);
    if (balancer !== undefined) return [balancer];
    const next = this.recordSets.next(set, entry);
    return [next === undefined ? { kind: "elsewhere", value: name } : { kind: "set", set: next }];
  }
}

/** Tells targets apart. */
export const targetKey = (target: RecordTarget): string =>
  target.kind === "set" ? setKey(target.set) : keyOf(target.value);

/** All that a name may resolve to, in any scenario. */
export interface RecordTree {
  readonly root: RecordSet;
  /** The root first, each set once. */
  readonly sets: readonly RecordSet[];
  readonly records: readonly ResolvedRecord[];
  readonly balancers: readonly LoadBalancer[];
}

/** Follows all records of a set, healthy or not. */
export function recordTree(
  { recordTargets }: { readonly recordTargets: RecordTargets },
  root: RecordSet,
): RecordTree {
  const sets = new Set([root]);
  const records: ResolvedRecord[] = [];
  const balancers = new Set<LoadBalancer>();
  for (const set of sets) {
    for (const record of recordTargets.of(set)) {
      records.push(record);
      for (const target of record.targets) {
        if (target.kind === "set") sets.add(target.set);
        if (target.kind === "balancer") balancers.add(target.balancer);
      }
    }
  }
  return { root, sets: [...sets], records, balancers: [...balancers] };
}
