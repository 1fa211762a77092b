import type { DnsRecord, HostedZone } from "../description";
import { normal } from "../route53/answer";
import { attribute, blocks, flag, number, text, texts, type LiveResource } from "./document";

/** Policies that look at the client, whom this machine has none of. */
const UNSUPPORTED = ["latency", "geolocation", "geoproximity", "cidr"].map(
  (kind) => `${kind}_routing_policy`,
);

/** The hosted zones of a document: those that it makes, and those that exist, by the records in them. */
export function hostedZones(resources: readonly LiveResource[]): HostedZone[] {
  const records = resources.filter(({ type }) => type === "aws_route53_record").flatMap(recordOf);
  const ids = [...new Set(records.map(({ zoneId }) => zoneId))];
  return ids.map((id) => {
    const own = records.filter(({ zoneId }) => zoneId === id).map(({ record }) => record);
    const made = resources.find(
      (resource) => resource.type === "aws_route53_zone" && attribute(resource, "zone_id") === id,
    );
    return {
      id,
      name: made === undefined ? commonDomain(own.map(({ name }) => name)) : attribute(made, "name"),
      records: own,
    };
  });
}

function recordOf({ address, values }: LiveResource): { zoneId: string; record: DnsRecord }[] {
  const type = text(values, "type");
  // Clients ask for addresses; validation records and the like have no part in it.
  if (type !== "A" && type !== "CNAME") return [];
  const policy = UNSUPPORTED.find((name) => blocks(values, name).length > 0);
  if (policy !== undefined || flag(values, "multivalue_answer_routing_policy") === true) {
    throw new Error(`${address} has a routing policy that the data plane does not have`);
  }
  const [alias] = blocks(values, "alias");
  const record: DnsRecord = {
    name: normal(text(values, "name") ?? ""),
    type,
    policy: policyOf(values),
    healthCheck: text(values, "health_check_id"),
    answer:
      alias === undefined
        ? { kind: "values", values: texts(values, "records"), ttl: number(values, "ttl") ?? 0 }
        : {
            kind: "alias",
            target: normal(text(alias, "name") ?? ""),
            evaluatesHealth: flag(alias, "evaluate_target_health") ?? false,
          },
  };
  return [{ zoneId: text(values, "zone_id") ?? "", record }];
}

function policyOf(values: LiveResource["values"]): DnsRecord["policy"] {
  const [failover] = blocks(values, "failover_routing_policy");
  if (failover !== undefined) {
    return { kind: "failover", role: text(failover, "type") === "SECONDARY" ? "SECONDARY" : "PRIMARY" };
  }
  const [weighted] = blocks(values, "weighted_routing_policy");
  return weighted === undefined
    ? { kind: "simple" }
    : { kind: "weighted", weight: number(weighted, "weight") ?? 0 };
}

/** The longest domain that all names are in, without the first label of a single name. */
function commonDomain(names: readonly string[]): string {
  const [first = "", ...others] = names.map((name) => name.split(".").reverse());
  const parts = typeof first === "string" ? [] : first;
  const shared = parts.findIndex((label, i) => others.some((other) => other[i] !== label));
  const length = shared === -1 ? parts.length - 1 : shared;
  return parts.slice(0, length).reverse().join(".");
}
