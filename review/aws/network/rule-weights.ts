import type { Graph, Resource } from "../../terraform/resource-graph";
import { Template, type Text } from "../../terraform/value";

/** What a reference to a list that AWS manages counts as, by the end of its name (VPC guide, AWS-managed prefix lists). */
const WEIGHTS: ReadonlyMap<string, number> = new Map([
  ["route53-healthchecks", 25],
  ["ipv6.route53-healthchecks", 25],
  ["cloudfront.origin-facing", 55],
  ["groundstation", 5],
  ["vpc-lattice", 10],
  ["ipv6.vpc-lattice", 10],
  ["s3", 1],
  ["dynamodb", 1],
]);

/** A prefix list, and what a rule that refers to it counts as. */
export interface WeighedList {
  /** Name for people. */
  readonly name: string;
  readonly weight: number;
  /** Of the networks in it: AWS counts the two families apart. */
  readonly family: "IPv4" | "IPv6";
}

/** The name of a list, in which the region may not be known yet. */
function shownName(name: Text | undefined): string | undefined {
  if (!(name instanceof Template)) return typeof name === "string" ? name : undefined;
  return name.parts.map((part) => (typeof part === "string" ? part : "REGION")).join("");
}

const isIpv6 = (list: Resource, name: string): boolean =>
  (list.known("address_family") ?? (name.includes(".ipv6.") ? "IPv6" : "IPv4")) === "IPv6";

/** What a rule that refers to a prefix list counts as; undefined for a list that the document does not specify. */
export function weighedList(graph: Graph, list: Text): WeighedList | undefined {
  const resource =
    graph.named(list, "aws_ec2_managed_prefix_list") ?? graph.named(list, "data.aws_ec2_managed_prefix_list");
  if (resource === undefined) return undefined;
  const name = shownName(resource.text("name")) ?? resource.address;
  // A list of one's own counts with the entries that it may have.
  const weight =
    WEIGHTS.get(/^com\.amazonaws\.[^.]+\.(.+)$/.exec(name)?.[1] ?? "") ?? resource.number("max_entries");
  return weight === undefined || weight <= 0
    ? undefined
    : { name, weight, family: isIpv6(resource, name) ? "IPv6" : "IPv4" };
}
