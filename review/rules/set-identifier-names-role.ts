import type { Resource } from "../terraform/resource-graph";
import type { ServiceNode } from "../aws/services";
import { oncePerName } from "../facts/client-trees";
import type { Rule, Violation } from "./rule";
import type { Subject } from "../facts/subject";

/** What a set identifier may contain, even where a node has such a name. */
const ROLES = /^(primary|secondary|tertiary|backup|first|second|third|active|passive|standby|main|master)$/;

/** Set identifiers name the role: where they name a node, changing roles in place fails. */
export const setIdentifierNamesRole: Rule = {
  id: "AWS-R53-2",
  level: "error",
  isLocal: true,
  source: "boto3 #1347",
  violations: (subject) => {
    const names = nodeNames(subject);
    return subject.trees.flatMap(({ records }) =>
      records.flatMap(({ entry: { resource, policy, role } }) =>
        policy === "failover" ? violationOf(resource, role ?? "", names) : [],
      ),
    );
  },
};

function violationOf(resource: Resource, role: string, names: ReadonlySet<string>): Violation[] {
  const identifier = resource.known("set_identifier") ?? "";
  const named = [...names].find((name) => contains(identifier.toLowerCase(), name));
  if (named === undefined) return [];
  return [
    {
      address: resource.address,
      message:
        `The set identifier ${identifier} names a node (${named}): when the nodes change roles, Route 53 refuses the ` +
        `second ${role} beside the first, and the change stops half way. Name the role: ${role.toLowerCase()}.`,
    },
  ];
}

/** Whether a text holds a name that is not part of a longer one: sems1, but not in sems12. */
function contains(text: string, name: string): boolean {
  const at = text.indexOf(name);
  if (at < 0) return false;
  const [before, after] = [text.charAt(at - 1), text.charAt(at + name.length)];
  return !/[a-z0-9]/.test(before) && !/[a-z0-9]/.test(after);
}

/** All that a document calls its nodes: tags, addresses, and the names of their instances and interfaces. */
function nodeNames(subject: Subject): ReadonlySet<string> {
  const nodes = oncePerName(subject).flatMap((service) => [
    ...service.nodes.flatMap((node) => [node.name, ...namesIn(subject, node)]),
    ...(service.intent?.nodes.map(({ name }) => name) ?? []),
  ]);
  return new Set(
    nodes
      .map((name) => name.toLowerCase())
      .filter((name) => name.length > 1 && !/^\d+$/.test(name) && !ROLES.test(name)),
  );
}

function namesIn({ graph }: Subject, { address, targets }: ServiceNode): string[] {
  const interfaces = targets.flatMap(({ holder }) => holder ?? []);
  const instances = graph.all("aws_instance").filter((instance) =>
    instance
      .blocks("network_interface")
      .map((block) => block.link("network_interface_id", "aws_network_interface"))
      .some((attached) => attached !== undefined && interfaces.includes(attached)),
  );
  const tags = [...interfaces, ...instances].map((resource) => resource.entries("tags").get("Name"));
  return [...tags, address, ...instances.map(nameOf)].filter((name) => typeof name === "string");
}

/** `sems1` of `module.a.aws_instance.sems1`; of many of one name, the key: `aws_instance.node["sems1"]`. */
function nameOf({ address }: Resource): string {
  const [, key] = /\["?([^"\]]*)"?\]$/.exec(address) ?? [];
  return key ?? address.slice(address.lastIndexOf(".") + 1);
}
