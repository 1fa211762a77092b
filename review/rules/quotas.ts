import type { SecurityGroups, SecurityRule } from "../aws/network/security-groups";
import { weighedList } from "../aws/network/rule-weights";
import type { LoadBalancer } from "../aws/elb/load-balancer";
import type { Graph, Resource } from "../terraform/resource-graph";
import type { Counted } from "./counted";
import type { Rule, Violation } from "./rule";
import { sharedCounts } from "./shared-quotas";
import type { Subject } from "../facts/subject";

/** AWS's default quotas, as sums: what exceeds one stops the apply half-way. */
export const quotas: Rule = {
  id: "AWS-QUOTA-1",
  level: "warning",
  onlyAboutServices: true,
  source: "quotas in the guides of VPC, Network Load Balancers and Route 53",
  violations: (subject) => {
    const { graph, routing } = subject;
    return [
      ...ruleCounts(graph, routing.securityGroups),
      ...routing.loadBalancers.flatMap((balancer) => balancerCounts(graph, balancer)),
      ...tagCounts(graph),
      ...graph.all("aws_route53_record").map(valueCount),
      ...sharedCounts(subject),
    ].flatMap((one) => (one.count > one.quota ? [violationOf(subject, one)] : []));
  },
};

function violationOf({ diff }: Subject, counted: Counted): Violation {
  const { address, what, count, quota, sum, error, instead, isFixed = false, isShared = false } = counted;
  const limit = isFixed ? `and AWS allows ${quota}` : `where AWS allows ${quota} by default`;
  const message = `${count} ${what}${sum === undefined ? "" : ` (${sum})`}, ${limit}: the apply stops at the quota (${error}).`;
  return {
    address,
    message,
    // Of several resources, AWS refuses whichever comes last.
    ...(!isShared && diff?.order.writes(address) === true ? { refused: ["write", address] as const } : {}),
    instead: `${instead}${isFixed ? "" : ", or have the quota raised first"}.`,
    ...(isFixed ? { level: "error" } : {}),
  };
}

const RULES_PER_GROUP = 60;

/** Rules of each security group, by direction and address family, each of which AWS counts apart. */
const ruleCounts = (graph: Graph, groups: SecurityGroups): Counted[] =>
  groups.all.flatMap((group) =>
    (["ingress", "egress"] as const).flatMap((direction) => {
      const rules = groups.of(group, direction);
      return (["IPv4", "IPv6"] as const).map((family): Counted => {
        const { count, sum } = weighed(graph, groups, rules, family);
        return {
          address: group.address,
          what: `${direction === "ingress" ? "inbound" : "outbound"} ${family} rules`,
          count,
          quota: RULES_PER_GROUP,
          ...(sum === "" ? {} : { sum }),
          error: "RulesPerSecurityGroupLimitExceeded",
          instead: "Combine networks, or refer to prefix lists in fewer rules",
        };
      });
    }),
  );

/** What rules count as for one address family: a peer counts once, and a prefix list with its weight. */
function weighed(
  graph: Graph,
  groups: SecurityGroups,
  rules: readonly SecurityRule[],
  family: "IPv4" | "IPv6",
): { readonly count: number; readonly sum: string } {
  let plain = 0;
  const lists = new Map<string, { readonly weight: number; times: number }>();
  for (const peer of rules.flatMap((rule) => groups.peersOf(rule))) {
    if (peer.kind === "network") {
      const isIpv6 = typeof peer.network === "string" && peer.network.includes(":");
      if (isIpv6 === (family === "IPv6")) plain++;
      continue;
    }
    const list = peer.kind === "list" ? weighedList(graph, peer.id) : undefined;
    if (list === undefined) {
      // A group counts in both families; of a list that the document does not specify, the family is open.
      if (peer.kind !== "list" || family === "IPv4") plain++;
      continue;
    }
    if (list.family !== family) continue;
    const known = lists.get(list.name) ?? { weight: list.weight, times: 0 };
    known.times++;
    lists.set(list.name, known);
  }
  const weights = [...lists].map(([name, { weight, times }]) => ({ name, weight, times }));
  const count = weights.reduce((sum, { weight, times }) => sum + weight * times, plain);
  const terms = weights.map(({ name, weight, times }) => `${times} × ${weight} of ${name}`);
  return {
    count,
    sum: terms.length === 0 ? "" : [...(plain === 0 ? [] : [String(plain)]), ...terms].join(" + "),
  };
}

const LISTENERS = 50;
const GROUPS_PER_LISTENER = 5;
const TARGETS = 500;
const CERTIFICATES = 25;

function balancerCounts(graph: Graph, { resource, listeners, groups, zones }: LoadBalancer): Counted[] {
  const { address } = resource;
  const targets = groups.flatMap((group) => group.targets);
  const isCrossZone = resource.flag("enable_cross_zone_load_balancing") === true;
  const byZone = isCrossZone
    ? [{ what: "targets behind a load balancer with cross-zone balancing", count: targets.length }]
    : zones.map(({ name }) => ({
        what: `targets in ${name}`,
        count: targets.filter(({ zone }) => zone === name).length,
      }));
  const own = new Set(listeners.map((listener) => listener.resource));
  const certificates = graph
    .all("aws_lb_listener_certificate")
    .filter((one) => own.has(one.link("listener_arn", "aws_lb_listener") ?? one)).length;
  const tooMany = { address, instead: "Use another load balancer for a part of them" };
  return [
    { ...tooMany, what: "listeners", count: listeners.length, quota: LISTENERS, error: "TooManyListeners" },
    ...byZone.map((one): Counted => ({ ...tooMany, ...one, quota: TARGETS, error: "TooManyTargets" })),
    {
      ...tooMany,
      what: "further certificates of its listeners",
      count: certificates,
      quota: CERTIFICATES,
      error: "TooManyCertificates",
    },
    ...listeners.map((listener): Counted => ({
      address: listener.resource.address,
      what: "target groups of one action",
      count: listener.forwards.length,
      quota: GROUPS_PER_LISTENER,
      error: "TooManyTargetGroups",
      instead: "Forward to five target groups at most",
      isFixed: true,
    })),
  ];
}

const TAGS = 50;

/** Resources of which AWS documents that each has 50 tags at most. */
const TAGGED = [
  "aws_lb",
  "aws_lb_listener",
  "aws_lb_target_group",
  "aws_security_group",
  "aws_eip",
  "aws_instance",
] as const;

/** Tags of each resource, with those that the provider adds to all. */
const tagCounts = (graph: Graph): Counted[] =>
  TAGGED.flatMap((type) => graph.all(type)).map((resource): Counted => {
    const [own, all] = [resource.entries("tags").size, resource.entries("tags_all").size];
    return {
      address: resource.address,
      what: "tags",
      count: Math.max(own, all),
      quota: TAGS,
      ...(all > own ? { sum: `${own} of its own + ${all - own} of the provider's default_tags` } : {}),
      error: resource.type.startsWith("aws_lb") ? "TooManyTags" : "TagLimitExceeded",
      instead: "Remove tags",
      isFixed: true,
    };
  });

const VALUES = 400;

/** Values of a record; an expression that is all of them counts as one. */
function valueCount(record: Resource): Counted {
  return {
    address: record.address,
    what: "values of one record",
    count: record.texts("records").length,
    quota: VALUES,
    error: "InvalidChangeBatch",
    instead: "Use fewer values",
    isFixed: true,
  };
}
