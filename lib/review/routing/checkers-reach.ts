import ipaddr from "ipaddr.js";
import type { Block, Graph, Resource } from "../graph/graph";
import { keyOf, type Text } from "../graph/value";

/** Name of the managed prefix list that AWS keeps of Route 53's health checkers. */
const CHECKERS_LIST = /^com\.amazonaws\.[a-z0-9-]+\.(ipv6\.)?route53-healthchecks$/;

/** One of the networks that Route 53's checkers come from: a rule that lets it in was written for them. */
const CHECKERS_NETWORK = "15.177.0.0/18";

/** Whether Route 53's health checkers get through the security groups of a load balancer (AWS-R53-1). */
export function checkersReach(graph: Graph, loadBalancer: Resource, port: number): boolean {
  if (!loadBalancer.has("security_groups") || loadBalancer.texts("security_groups").length === 0) return true;
  const groups = loadBalancer.links("security_groups", "aws_security_group");
  // A group that the document does not hold may let them in.
  if (groups.length < loadBalancer.texts("security_groups").length) return true;
  return groups.some((group) => ingressOf(graph, group).some((rule) => letsIn(graph, rule, port)));
}

/** The rules of a security group, wherever they are written. */
export function ingressOf(graph: Graph, group: Resource): Block[] {
  const isOf = (rule: Resource): boolean => rule.link("security_group_id", "aws_security_group") === group;
  return [
    ...group.blocks("ingress"),
    ...graph.all("aws_vpc_security_group_ingress_rule").filter(isOf),
    ...graph.all("aws_security_group_rule").filter((rule) => rule.known("type") === "ingress" && isOf(rule)),
  ];
}

/** The networks that a rule lets in, and whether it holds for a port. */
export function networksOf(rule: Block): Text[] {
  return [
    ...["cidr_ipv4", "cidr_ipv6"].flatMap((name) => rule.text(name) ?? []),
    ...["cidr_blocks", "ipv6_cidr_blocks"].flatMap((name) => (rule.has(name) ? rule.texts(name) : [])),
  ];
}

/** Whether a rule holds for a TCP port. */
export function holdsFor(rule: Block, port: number): boolean {
  const protocol = (rule.text("ip_protocol") ?? rule.text("protocol") ?? "-1") as unknown;
  if (protocol === "-1" || protocol === "all") return true;
  if (protocol !== "tcp" && protocol !== "6") return false;
  const [from, to] = [rule.number("from_port"), rule.number("to_port")];
  return from === undefined || to === undefined || (from <= port && port <= to);
}

function letsIn(graph: Graph, rule: Block, port: number): boolean {
  if (!holdsFor(rule, port)) return false;
  const lists = [
    rule.text("prefix_list_id"),
    ...(rule.has("prefix_list_ids") ? rule.texts("prefix_list_ids") : []),
  ];
  return (
    networksOf(rule).some(holdsCheckers) ||
    lists.some((list) => list !== undefined && isCheckersList(graph, list))
  );
}

function isCheckersList(graph: Graph, list: Text): boolean {
  const resource =
    graph.named(list, "data.aws_ec2_managed_prefix_list") ?? graph.named(list, "aws_ec2_managed_prefix_list");
  const name = resource?.known("name");
  // A list that the document does not hold may be theirs.
  return name === undefined || CHECKERS_LIST.test(name);
}

function holdsCheckers(network: Text): boolean {
  // What is known after apply may hold them: AWS publishes their networks as a data source.
  if (typeof network !== "string") return keyOf(network) !== "";
  if (!ipaddr.isValidCIDR(network)) return false;
  const [outer, outerBits] = ipaddr.parseCIDR(network);
  const [inner, innerBits] = ipaddr.parseCIDR(CHECKERS_NETWORK);
  return outer.kind() === inner.kind() && outerBits <= innerBits && inner.match(outer, outerBits);
}
