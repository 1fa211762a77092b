import type { Resource } from "../terraform/resource-graph";
import type { ServiceNode } from "../aws/services";
import { groupBy } from "../collections";
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
      records.flatMap(({ entry: { resource, role } }) =>
        role === undefined ? [] : violationOf(resource, role, names),
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
  const around = text.split(name);
  return around.slice(1).some((after, i) => {
    const before = around[i] ?? "";
    return !/[a-z0-9]$/.test(before) && !/^[a-z0-9]/.test(after);
  });
}

/** All that a document calls one of its nodes: names that it declares, addresses, Name tags, names of resources. */
function nodeNames(subject: Subject): ReadonlySet<string> {
  const services = oncePerName(subject);
  const declared = services.flatMap(({ intent }) =>
    (intent?.nodes ?? []).map(({ name }) => name.toLowerCase()),
  );
  const found = services.flatMap(({ nodes }) =>
    nodes.flatMap((node) =>
      namesOf(subject, node).map((name) => ({ name: name.toLowerCase(), node: node.key })),
    ),
  );
  // What several nodes are called names none of them: aws_instance.this, in a module for each.
  const own = [...groupBy(found, ({ name }) => name)]
    .filter(([, all]) => new Set(all.map(({ node }) => node)).size === 1)
    .map(([name]) => name);
  return new Set(
    [...declared, ...own].filter((name) => name.length > 1 && !/^\d+$/.test(name) && !ROLES.test(name)),
  );
}

function namesOf({ routing }: Subject, { name, address, targets }: ServiceNode): string[] {
  const holders = targets.flatMap(({ holder }) => holder ?? []);
  const machines = [...holders, ...holders.flatMap((holder) => routing.interfaces.instanceOf(holder) ?? [])];
  const tags = machines.map((machine) => machine.entries("tags").get("Name"));
  return [name, address, ...tags, ...machines.map(nameOf)].filter((one) => typeof one === "string");
}

/** `sems1` of `module.a.aws_instance.sems1`; of those that a map makes, the key: `aws_instance.node["sems1"]`. */
function nameOf({ address }: Resource): string {
  return /\["([^"]*)"\]$/.exec(address)?.[1] ?? address.slice(address.lastIndexOf(".") + 1);
}
