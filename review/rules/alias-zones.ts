import type { Graph, Resource } from "../terraform/resource-graph";
import { Unknown } from "../terraform/value";
import type { RecordTarget, RecordTree } from "../aws/route53/record-targets";
import type { RecordSet } from "../aws/route53/records";
import type { Violation } from "./rule";

/** Aliases whose `zone_id` is another zone than their target's: Route 53 refuses them (Route 53 API, AliasTarget). */
export const aliasZones = (graph: Graph, { records }: RecordTree): Violation[] =>
  records.flatMap(({ set, entry: { resource }, targets: [target] }) => {
    if (target === undefined) return [];
    const wanted = wantedInstead(graph, resource, set, target);
    if (wanted === undefined) return [];
    return [
      {
        address: resource.address,
        message:
          `The zone_id of the alias is that of another zone than its target's: Route 53 refuses the record, and no client ` +
          `finds a node this way. Set it to ${wanted}.`,
      },
    ];
  });

/** What the `zone_id` of an alias should be; undefined where it may be right. */
function wantedInstead(
  graph: Graph,
  record: Resource,
  set: RecordSet,
  target: RecordTarget,
): string | undefined {
  const [alias] = record.blocks("alias");
  const id = alias?.text("zone_id");
  if (id === undefined) return undefined;
  // An expression that names nothing may be the right one: nothing is inferred here.
  const named = (...types: string[]): Resource | undefined =>
    types.map((type) => graph.named(id, type)).find((found) => found !== undefined);
  const hostedZone = named("aws_route53_zone", "data.aws_route53_zone");
  const balancer = named("aws_lb", "data.aws_lb");
  if (target.kind === "set") {
    const wanted = `the zone_id of the record itself (${set.zone.id})`;
    if (balancer !== undefined) return wanted;
    if (hostedZone !== undefined) return hostedZone.address === set.zone.key ? undefined : wanted;
    return typeof id === "string" && isId(set.zone.id) && id !== set.zone.id ? wanted : undefined;
  }
  if (target.kind !== "balancer") return undefined;
  const { resource } = target.balancer;
  const wanted = `the zone_id of ${resource.address}`;
  if (hostedZone !== undefined || id === set.zone.id) return wanted;
  // The data source of classic load balancers' zones, which are those of Application Load Balancers too.
  if (id instanceof Unknown)
    return id.expression.includes("data.aws_elb_hosted_zone_id.") ? wanted : undefined;
  const own = resource.known("zone_id");
  return own !== undefined && own !== id ? wanted : undefined;
}

/** An expression or an address never starts so. */
const isId = (zone: string): boolean => zone.startsWith("Z");
