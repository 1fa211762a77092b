import type { Direction } from "../aws/network/security-groups";
import type { Graph, Resource } from "../terraform/resource-graph";
import { isList, isValues, Template, Unknown, type Value } from "../terraform/value";

/**
 * Whether an output passes a resource on, by its id or by a reference: documents that are not reviewed may then add to it,
 * rules to a security group say.
 */
function isExported(graph: Graph, resource: Resource): boolean {
  const ids = ["id", "arn"].flatMap((name) => resource.known(name) ?? []);
  const names = (value: Value): boolean => {
    if (value instanceof Template) return value.parts.some(names);
    if (value instanceof Unknown) return value.address === resource.address;
    if (isList(value)) return value.some(names);
    if (isValues(value)) return [...value.values()].some(names);
    return typeof value === "string" && ids.includes(value);
  };
  return [...graph.outputs.values()].some((output) => names(output) || names(graph.follow(output)));
}

/**
 * Whether a document has all rules of a security group or a network ACL. Those that are written in it are all that it has;
 * others may be in another document, where this one has none or passes the group on.
 */
export const hasAllRules = (
  graph: Graph,
  resource: Resource,
  direction: Direction,
  rules: readonly unknown[],
): boolean => resource.blocks(direction).length > 0 || (rules.length > 0 && !isExported(graph, resource));
