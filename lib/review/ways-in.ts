import { follow } from "./references";
import type { Resource, TerraformDocument } from "./terraform-document";

/** A node, and the address that leads clients to it. */
export interface ServingNode {
  readonly name: string;
  /** Address of Interface 2. */
  readonly interface2: string;
  readonly availabilityZone: string;
  /** What the client FQDN resolves to while this node serves. */
  readonly clientAddress: string;
}

/** One way in for clients. */
export interface WayIn {
  readonly clientFqdn: string;
  /** The method that the load balancer's tags declare. */
  readonly method: string;
  /** The nodes in the order in which the failover records lead to them. */
  readonly nodes: readonly ServingNode[];
}

const ZONE_TAG = "sems:zone:";

/** Finds the ways in of a stack: load balancers by their tags, and the order of their nodes by the failover records. */
export function findWaysIn(document: TerraformDocument): WayIn[] {
  return resourcesOf("aws_lb", document).flatMap(({ tags }) => {
    const fqdn = textAt(tags, "sems:client-fqdn");
    if (fqdn === undefined) return [];
    const nodes = answersTo(fqdn, document).flatMap(({ zone, address }) => {
      const name = nodeInZone(tags, zone);
      const interface2 = name === undefined ? undefined : textAt(tags, `sems:interface2:${name}`);
      if (name === undefined || interface2 === undefined) return [];
      return [
        { name, interface2: follow(interface2, document), availabilityZone: zone, clientAddress: address },
      ];
    });
    return [{ clientFqdn: follow(fqdn, document), method: textAt(tags, "sems:method") ?? "", nodes }];
  });
}

/** The name of the node that the tags place in a zone. */
function nodeInZone(tags: unknown, zone: string): string | undefined {
  const names = typeof tags === "object" && tags !== null ? Object.keys(tags) : [];
  return names.find((tag) => tag.startsWith(ZONE_TAG) && textAt(tags, tag) === zone)?.slice(ZONE_TAG.length);
}

/** An address that a name resolves to, and the zone that it belongs to. */
interface Answer {
  readonly zone: string;
  readonly address: string;
}

/** What a name resolves to, first choice first: aliases lead on to the next pair of records. */
function answersTo(name: string, document: TerraformDocument): Answer[] {
  const records = resourcesOf("aws_route53_record", document).filter((record) => record["name"] === name);
  return ["PRIMARY", "SECONDARY"].flatMap((role) =>
    records
      .filter((record) => textAt(record["failover_routing_policy"], "type") === role)
      .flatMap((record) => {
        const next = textAt(record["alias"], "name");
        if (next !== undefined) return next === name ? [] : answersTo(next, document);
        const addresses: readonly unknown[] = Array.isArray(record["records"]) ? record["records"] : [];
        const [address] = addresses;
        return typeof address === "string"
          ? [{ zone: zoneOf(record["health_check_id"], document), address: follow(address, document) }]
          : [];
      }),
  );
}

/** The zone that an endpoint's health check is named for. */
function zoneOf(healthCheckId: unknown, document: TerraformDocument): string {
  const [, name] = /^\$\{aws_route53_health_check\.([\w-]+)\.id\}$/.exec(String(healthCheckId)) ?? [];
  const check = name === undefined ? undefined : document.resource?.["aws_route53_health_check"]?.[name];
  return textAt(check?.["tags"], "Name")?.split(" ").at(-1) ?? "";
}

const resourcesOf = (type: string, document: TerraformDocument): readonly Resource[] =>
  Object.values(document.resource?.[type] ?? {});

function textAt(object: unknown, key: string): string | undefined {
  if (typeof object !== "object" || object === null) return undefined;
  const value = new Map<string, unknown>(Object.entries(object)).get(key);
  return typeof value === "string" ? value : undefined;
}
