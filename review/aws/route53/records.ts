import type { Graph, Resource } from "../../terraform/resource-graph";
import { keyOf, shown, type Text } from "../../terraform/value";
import { nameInZone } from "./domain-name";

/** How Route 53 chooses among the records of a name and type. */
export type Policy =
  "simple" | "failover" | "weighted" | "multivalue" | "latency" | "geolocation" | "geoproximity" | "cidr";

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
  /** Of a weighted record. */
  readonly weight: number;
  readonly alias: Alias | undefined;
  /** Its own health check, where the document has it. */
  readonly check: Resource | undefined;
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

/** The record sets of a document, in its order. */
export function recordSetsOf(graph: Graph): RecordSet[] {
  const sets = new Map<string, RecordSet & { readonly entries: RecordEntry[] }>();
  for (const resource of graph.all("aws_route53_record")) {
    // No name stands for the zone's own.
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
  return [...sets.values()];
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
    name: name?.replace(/\.$/, ""),
    isPrivate: zone !== undefined && (zone.blocks("vpc").length > 0 || zone.flag("private_zone") === true),
  };
}

/** The name that a CNAME record leads to. */
export const cnameOf = ({ type }: RecordSet, { resource }: RecordEntry): Text | undefined =>
  type === "CNAME" ? resource.texts("records")[0] : undefined;

/** Tells sets apart. */
export const setKey = ({ zone, name, type }: RecordSet): string => JSON.stringify([zone.key, name, type]);
