import type { Block, Graph, Resource } from "../../terraform/resource-graph";
import { keyOf, type Text } from "../../terraform/value";
import { holdsFor, holdsNetwork, networksOf, SecurityGroups } from "./security-groups";

/**
 * Name of the managed prefix list that AWS keeps of Route 53's health checkers. Static addresses are IPv4, and so is what
 * a checker finds by name (API, HealthCheckConfig): the list of IPv6 networks lets in nobody who asks.
 */
const CHECKERS_LIST = /^com\.amazonaws\.[a-z0-9-]+\.route53-healthchecks$/;

/** One of the networks that Route 53's checkers come from: a rule that lets it in was written for them. */
const CHECKERS_NETWORK = "15.177.0.0/18";

/** The security groups of a document, read once for all its load balancers and ports. */
const guards = new WeakMap<Graph, SecurityGroups>();

/** Whether Route 53's health checkers get through the security groups of a load balancer (AWS-R53-1). */
export function checkersReach(graph: Graph, loadBalancer: Resource, port: number): boolean {
  if (!loadBalancer.has("security_groups") || loadBalancer.texts("security_groups").length === 0) return true;
  const groups = loadBalancer.links("security_groups", "aws_security_group");
  // A group that the document does not hold may let them in.
  if (groups.length < loadBalancer.texts("security_groups").length) return true;
  const all = guards.get(graph) ?? new SecurityGroups(graph);
  guards.set(graph, all);
  return groups.some((group) => all.of(group, "ingress").some(({ block }) => letsIn(graph, block, port)));
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

// What is known after apply may hold them: AWS publishes their networks as a data source.
const holdsCheckers = (network: Text): boolean =>
  typeof network === "string" ? holdsNetwork(network, CHECKERS_NETWORK) : keyOf(network) !== "";
