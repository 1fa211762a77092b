import { append } from "../../collections";
import type { Graph, Resource } from "../../terraform/resource-graph";
import type { Text } from "../../terraform/value";
import { nameInZone, nameKey, namesAbove } from "./domain-name";
import { cnameOf, recordSetsOf, type HostedZone, type RecordEntry, type RecordSet } from "./records";

/** Record types that lead clients to an address, first choice first: most clients speak IPv4. */
export const LEADING_TYPES: readonly string[] = ["A", "AAAA", "CNAME"];

/** Finds the record sets of a document by their names. */
export class RecordSets {
  public readonly all: readonly RecordSet[];
  private readonly inZone = new Map<string, RecordSet[]>();
  private readonly anywhere = new Map<string, RecordSet[]>();
  private readonly ofRecord = new Map<Resource, RecordSet>();

  public constructor(private readonly graph: Graph) {
    this.all = recordSetsOf(graph);
    for (const set of this.all) {
      append(this.inZone, keyIn(set.zone, set.name), set);
      append(this.anywhere, set.name, set);
      for (const { resource } of set.entries) this.ofRecord.set(resource, set);
    }
  }

  /** The sets of a name in a zone, one per type. */
  public named(zone: HostedZone, name: string): readonly RecordSet[] {
    return this.inZone.get(keyIn(zone, name)) ?? [];
  }

  /** The set that an alias, or a CNAME, of a set leads to; undefined where that is no record of the document. */
  public next(set: RecordSet, entry: RecordEntry): RecordSet | undefined {
    const target = entry.alias === undefined ? cnameOf(set, entry) : entry.alias.target;
    if (target === undefined) return undefined;
    const record = this.graph.named(target, "aws_route53_record");
    const named = record === undefined ? undefined : this.ofRecord.get(record);
    if (entry.alias === undefined) {
      return named === undefined ? this.answering(target, set.zone) : preferred([named]);
    }
    // An alias leads to records of its own type in its own zone.
    const name = named?.name ?? nameInZone(target, set.zone.name);
    return this.named(set.zone, name).find(({ type }) => type === set.type);
  }

  /**
   * The set that answers who looks a name up: in a zone of the asker's kind, for a private zone hides a public one of the
   * same name from its VPC, and nobody else sees it.
   */
  public answering(name: Text, asker: Pick<HostedZone, "key" | "isPrivate">): RecordSet | undefined {
    const key = nameKey(name);
    const own = this.inView(key, ({ zone }) => zone.key === asker.key);
    if (own !== undefined) return own;
    const hidden = asker.isPrivate ? this.inView(key, ({ zone }) => zone.isPrivate) : undefined;
    return hidden ?? this.inView(key, ({ zone }) => !zone.isPrivate);
  }

  /** A wildcard answers for names that do not exist, below its own place and above any name that does. */
  private inView(name: string, isSeen: (set: RecordSet) => boolean): RecordSet | undefined {
    const seen = (key: string): RecordSet[] => this.anywhere.get(key)?.filter(isSeen) ?? [];
    const exact = seen(name);
    if (exact.length > 0) return preferred(exact);
    for (const above of namesAbove(name)) {
      const wild = seen(`*.${above}`);
      if (wild.length > 0) return preferred(wild);
      if (seen(above).length > 0) return undefined;
    }
    return undefined;
  }
}

/** Of several sets of a name, the one that clients use first. */
export const preferred = (sets: readonly RecordSet[]): RecordSet | undefined =>
  LEADING_TYPES.flatMap((type) => sets.find((set) => set.type === type) ?? [])[0];

const keyIn = (zone: HostedZone, name: string): string => JSON.stringify([zone.key, name]);
