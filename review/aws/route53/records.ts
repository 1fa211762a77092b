import type { Graph, Resource } from "../../terraform/resource-graph";
import { keyOf, shown, type Text, Unknown } from "../../terraform/value";
import { append } from "../../collections";
/** How Route 53 chooses among the records of a name and type. */
export type Policy =
  | "simple"
  | "failover"
  | "weighted"
  | "multivalue"
  | "latency"
  | "geolocation"
  | "geoproximity"
  | "cidr";

/** What a record is an alias for. */
export interface Alias {
  readonly target: Text | undefined;
  /** Whether the record is as healthy as its target. */
  readonly evaluatesHealth: boolean;
}

/** A record of a set. */
export interface RecordEntry {
  readonly resource: Resource;
  readonly policy: Policy;
  /** Of a failover record. */
  readonly role?: string;
  /** Whether the role is an assumption, because the document does not specify it. */
  readonly isRoleAssumed?: true;
  /** Of a weighted record. */
  readonly weight: number;
  readonly alias: Alias | undefined;
  /** Its own health check, where the document has it. */
  readonly check: Resource | undefined;
}

/** Of an alias to a load balancer, which has no TTL of its own; a state holds 0 (Route 53 guide). */
export const ALIAS_TTL_SECONDS = 60;

/** How long clients cache a record's answer, seconds; undefined where the document does not specify it. */
export const ttlOf = ({ alias, resource }: RecordEntry): number | undefined =>
  alias === undefined ? resource.number("ttl") : ALIAS_TTL_SECONDS;

/** All records of one name and type in one hosted zone. */
export interface RecordSet {
  readonly zone: HostedZone;
  /** Key of the name. */
  readonly name: string;
  /** The name for people. */
  readonly shownName: string;
  readonly type: string;
  readonly entries: readonly RecordEntry[];
}

/** A hosted zone, as far as the document specifies. */
export interface HostedZone {
  readonly key: string;
  /** Its id, or what the document has in its place: a resource's address, an expression. */
  readonly id: string;
  readonly name: string | undefined;
  readonly isPrivate: boolean;
}

const POLICIES: readonly (readonly [string, Policy])[] = [
  ["failover_routing_policy", "failover"],
  ["weighted_routing_policy", "weighted"],
  ["latency_routing_policy", "latency"],
  ["geolocation_routing_policy", "geolocation"],
  ["geoproximity_routing_policy", "geoproximity"],
  ["cidr_routing_policy", "cidr"],
];

/** The record sets of a document, in its order. */
export function recordSetsOf(graph: Graph): RecordSet[] {
  const sets = new Map<string, RecordSet & { readonly entries: RecordEntry[] }>();
  for (const resource of graph.all("aws_route53_record")) {
    // Without a name, a record has the zone's own.
    const written = resource.text("name") ?? "";
    const zone = zoneOf(resource);
    const name = nameInZone(written, zone.name);
    const type = resource.known("type")?.toUpperCase() ?? "A";
    const key = JSON.stringify([zone.key, name, type]);
    const set = sets.get(key) ?? {
      zone,
      name,
      shownName: typeof written === "string" ? name : shown(written),
      type,
      entries: [],
    };
    set.entries.push(entryOf(resource));
    sets.set(key, set);
  }
  return [...sets.values()].map((set) => ({ ...set, entries: withRoles(set.entries) }));
}

/** Failover records whose role is unknown have the role that their set identifier names, else one that is free. */
function withRoles(entries: readonly RecordEntry[]): readonly RecordEntry[] {
  const taken = new Set(entries.flatMap(({ role }) => role ?? []));
  return entries.map((entry) => {
    if (entry.policy !== "failover" || entry.role !== undefined) return entry;
    const identifier = entry.resource.known("set_identifier")?.toUpperCase();
    const free = ["PRIMARY", "SECONDARY"].filter((role) => !taken.has(role));
    const role = free.find((candidate) => candidate === identifier) ?? free[0] ?? "SECONDARY";
    taken.add(role);
    return { ...entry, role, isRoleAssumed: true };
  });
}

function entryOf(resource: Resource): RecordEntry {
  const [alias] = resource.blocks("alias");
  const common = {
    resource,
    alias: alias && {
      target: alias.text("name"),
      evaluatesHealth: alias.flag("evaluate_target_health") ?? false,
    },
    check: resource.link("health_check_id", "aws_route53_health_check"),
  };
  for (const [name, policy] of POLICIES) {
    const [block] = resource.blocks(name);
    if (block === undefined) continue;
    const role = policy === "failover" ? block.known("type")?.toUpperCase() : undefined;
    const weight = policy === "weighted" ? Math.max(0, block.number("weight") ?? 0) : 1;
    return { ...common, policy, weight, ...(role === undefined ? {} : { role }) };
  }
  const isMultivalue = resource.flag("multivalue_answer_routing_policy") === true;
  return { ...common, policy: isMultivalue ? "multivalue" : "simple", weight: 1 };
}

function zoneOf(record: Resource): HostedZone {
  const id: Text = record.text("zone_id") ?? "";
  const zone = record.link("zone_id", "aws_route53_zone") ?? record.link("zone_id", "data.aws_route53_zone");
  const name = zone?.known("name");
  return {
    key: zone === undefined ? keyOf(id) : zone.address,
    id: zone === undefined ? keyOf(id) : (zone.known("zone_id") ?? zone.known("id") ?? zone.address),
    name: name?.replace(/\.$/, ""),
    isPrivate: zone !== undefined && (zone.blocks("vpc").length > 0 || zone.flag("private_zone") === true),
  };
}

/** The name in a CNAME record. */
export const cnameOf = ({ type }: RecordSet, { resource }: RecordEntry): Text | undefined =>
  type === "CNAME" ? resource.texts("records")[0] : undefined;

/** Tells sets apart. */
export const setKey = ({ zone, name, type }: RecordSet): string => JSON.stringify([zone.key, name, type]);

/** A domain name as Route 53 compares it: lower case, without the last dot, with escapes read. */
export function nameKey(name: Text): string {
  if (name instanceof Unknown) return keyOf(name);
  return name
    .replace(/\\([0-3][0-7]{2})/g, (_escape, digits: string) => String.fromCharCode(parseInt(digits, 8)))
    .replace(/\.$/, "")
    .toLowerCase();
}

/** The key of a record's name, which the provider completes with that of its zone. */
export function nameInZone(name: Text, zoneName: Text | undefined): string {
  const own = nameKey(name);
  if (name instanceof Unknown || zoneName === undefined || zoneName instanceof Unknown) return own;
  const zone = nameKey(zoneName);
  if (own === "" || own === "@") return zone;
  return own === zone || own.endsWith(`.${zone}`) ? own : `${own}.${zone}`;
}

/** The names above one, nearest first: `b.c` and `c` of `a.b.c`. */
export function namesAbove(name: string): string[] {
  const labels = name.split(".");
  // DNS allows no more labels, whatever a document writes.
  return labels.slice(1, MOST_LABELS).map((_label, i) => labels.slice(i + 1).join("."));
}

const MOST_LABELS = 128;

/** Record types that route clients to an address, first choice first: most clients speak IPv4. */
export const TARGET_TYPES: readonly string[] = ["A", "AAAA", "CNAME"];

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

  /** The set that an alias, or a CNAME, of a set refers to; undefined where that is no record of the document. */
  public next(set: RecordSet, entry: RecordEntry): RecordSet | undefined {
    const target = entry.alias === undefined ? cnameOf(set, entry) : entry.alias.target;
    if (target === undefined) return undefined;
    const record = this.graph.named(target, "aws_route53_record");
    const named = record === undefined ? undefined : this.ofRecord.get(record);
    if (entry.alias === undefined) {
      return named === undefined ? this.answering(target, set.zone) : preferred([named]);
    }
    // An alias refers to records of its own type in its own zone.
    const name = named?.name ?? nameInZone(target, set.zone.name);
    return this.named(set.zone, name).find(({ type }) => type === set.type);
  }

  /**
   * The set that answers who looks a name up: in a zone of the asker's kind, for a private zone hides a public one of the
   * same name from its VPC, and no other client sees it.
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
  TARGET_TYPES.flatMap((type) => sets.find((set) => set.type === type) ?? [])[0];

const keyIn = (zone: HostedZone, name: string): string => JSON.stringify([zone.key, name]);
