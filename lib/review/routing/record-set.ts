import type { Graph, Resource } from "../graph/graph";
import { keyOf, shown, type Text } from "../graph/value";
import { nameInZone } from "./domain-name";

/** How Route 53 chooses among the records of a name and type. */
export type Policy =
  "simple" | "failover" | "weighted" | "multivalue" | "latency" | "geolocation" | "geoproximity" | "cidr";

/** A record of a set. */
export interface RecordEntry {
  readonly resource: Resource;
  readonly policy: Policy;
  /** Of a failover record. */
  readonly role?: string;
  /** Of a weighted record. */
  readonly weight: number;
}

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

/** A hosted zone, as far as the document tells. */
export interface HostedZone {
  readonly key: string;
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

/** The record sets of a document. */
export class RecordSets {
  public readonly all: readonly RecordSet[];
  private readonly byName = new Map<string, RecordSet[]>();

  public constructor(graph: Graph) {
    const sets = new Map<string, RecordSet & { readonly entries: RecordEntry[] }>();
    for (const resource of graph.all("aws_route53_record")) {
      const written = resource.text("name");
      if (written === undefined) continue;
      const zone = zoneOf(resource);
      const name = nameInZone(written, zone.name);
      const type = resource.known("type") ?? "A";
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
    this.all = [...sets.values()];
    for (const set of this.all) {
      this.byName.set(keyIn(set.zone, set.name), [...this.named(set.zone, set.name), set]);
    }
  }

  /** The sets of a name in a zone, one per type. */
  public named(zone: HostedZone, name: string): readonly RecordSet[] {
    return this.byName.get(keyIn(zone, name)) ?? [];
  }
}

const keyIn = (zone: HostedZone, name: string): string => JSON.stringify([zone.key, name]);

function entryOf(resource: Resource): RecordEntry {
  const [block, policy] =
    POLICIES.map(([name, policy]) => [resource.blocks(name)[0], policy] as const).find(
      ([found]) => found !== undefined,
    ) ?? [];
  if (block === undefined || policy === undefined) {
    const isMultivalue = resource.flag("multivalue_answer_routing_policy") === true;
    return { resource, policy: isMultivalue ? "multivalue" : "simple", weight: 1 };
  }
  const role = policy === "failover" ? block.known("type")?.toUpperCase() : undefined;
  return {
    resource,
    policy,
    ...(role === undefined ? {} : { role }),
    weight: policy === "weighted" ? (block.number("weight") ?? 0) : 1,
  };
}

function zoneOf(record: Resource): HostedZone {
  const id: Text = record.text("zone_id") ?? "";
  const zone = record.link("zone_id", "aws_route53_zone") ?? record.link("zone_id", "data.aws_route53_zone");
  const name = zone?.known("name");
  return {
    key: zone === undefined ? keyOf(id) : zone.address,
    name: name?.replace(/\.$/, ""),
    isPrivate: zone !== undefined && (zone.blocks("vpc").length > 0 || zone.flag("private_zone") === true),
  };
}
