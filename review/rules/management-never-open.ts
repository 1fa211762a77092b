import { groupBy } from "../collections";
import type { Resource } from "../terraform/resource-graph";
import type { Text } from "../terraform/value";
import type { SecurityGroupRoles } from "../facts/security-group-roles";
import { holdsFor, isFor, networksOf, type SecurityRule } from "../aws/network/security-groups";
import { publicCidrs } from "../aws/network/cidr";
import { MANAGEMENT_PORTS, SEMS_ONLY_PORTS } from "../ports";
import type { Rule, Violation } from "./rule";
import type { Subject } from "../facts/subject";
import { listed } from "../wording";

/** Replication, the administration console and SSH are never open to the internet. */
export const managementNeverOpen: Rule = {
  id: "AWS-SEC-2",
  level: "error",
  isLocal: true,
  source: "KB 154069",
  violations: (subject) => {
    // The ports are those of SEMS: what else a server opens is for others to judge.
    if (subject.isSems === false) return [];
    const { securityGroupRoles: roles } = subject;
    return roles.groups.all.flatMap((group) => violationsOf(subject, roles, group));
  },
};

/** A port that some rules together open to the internet. */
interface Opening {
  readonly port: number;
  readonly rules: readonly [SecurityRule, ...SecurityRule[]];
  readonly networks: readonly string[];
}

function violationsOf(subject: Subject, roles: SecurityGroupRoles, group: Resource): Violation[] {
  // In a document without a cluster, only a group that is made for one is of interest.
  if (subject.services.length === 0 && !roles.isForReplication(group)) return [];
  const rules = roles.groups.of(group, "ingress");
  const judged = [...MANAGEMENT_PORTS.keys()]
    .flatMap((port) => openingsOf(rules, port))
    .flatMap((opening) => {
      const level = levelOf(subject, roles, group, opening);
      return level === undefined ? [] : [{ opening, level }];
    });
  // Rules that open several ports are for none of them in particular: all ports that they open have one level.
  const same = groupBy(judged, ({ opening }) => JSON.stringify(opening.rules.map(({ address }) => address)));
  return [...same.values()].map((found) => {
    const [{ opening, level }] = found;
    const message = wording(
      group,
      found.map((one) => one.opening),
    );
    return { address: opening.rules[0].address, message, level };
  });
}

/** What a group's rules open of a port: each rule alone that opens it, and those that do so together. */
function openingsOf(rules: readonly SecurityRule[], port: number): Opening[] {
  const own = rules.filter(({ block }) => holdsFor(block, port));
  const alone = own.flatMap((rule): Opening[] => {
    const networks = publicCidrs(networksOf(rule.block));
    return networks.length === 0 ? [] : [{ port, rules: [rule], networks }];
  });
  const rest = own.filter((rule) => !alone.some(({ rules }) => rules[0] === rule));
  const networks = publicCidrs(rest.flatMap(({ block }) => networksOf(block)));
  const open = new Set<Text>(networks);
  const [first, ...others] = rest.filter(({ block }) =>
    networksOf(block).some((network) => open.has(network)),
  );
  return first === undefined ? alone : [...alone, { port, rules: [first, ...others], networks }];
}

function levelOf(
  { routing }: Subject,
  roles: SecurityGroupRoles,
  group: Resource,
  { port, rules }: Opening,
): "error" | "warning" | undefined {
  const isWritten = rules.some(({ block }) => isFor(block, port));
  switch (roles.roleOf(group)) {
    case "interface":
      return "error";
    case "load-balancer": {
      const attached = roles.groups.attachedTo(group);
      const own = routing.loadBalancers.filter(({ resource }) => attached.includes(resource));
      if (own.some(({ listeners }) => listeners.some((listener) => listener.port === port))) return "error";
      // Where nothing listens, a rule for all ports opens nothing.
      return isWritten ? "warning" : undefined;
    }
    case "elsewhere":
      return "warning";
    case "unknown":
      // The nodes may be beyond the document: a rule for a port of theirs is for them.
      return isWritten && SEMS_ONLY_PORTS.includes(port) ? "error" : "warning";
  }
}

function wording(group: Resource, openings: readonly Opening[]): string {
  const ports = listed([...new Set(openings.map(({ port }) => MANAGEMENT_PORTS.get(port) ?? String(port)))]);
  const networks = listed([...new Set(openings.flatMap((opening) => opening.networks))]);
  const rules = [...new Set(openings.flatMap((opening) => opening.rules.map(({ address }) => address)))];
  const by = rules.length > 1 ? `, by ${listed(rules)} together` : "";
  const where = rules.includes(group.address) ? "" : ` in ${group.address}`;
  return (
    `${ports} ${openings.length > 1 ? "are" : "is"} open to the internet${where} (${networks}${by}): anyone can try to get ` +
    `into the servers that hold the keys. Allow only the networks of the administrators, and for replication only the members.`
  );
}
