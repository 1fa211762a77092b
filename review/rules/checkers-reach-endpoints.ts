import type { Resource } from "../terraform/resource-graph";
import { shown } from "../terraform/value";
import { isPrivateAddress } from "../aws/network/cidr";
import type { Rule, Violation } from "./rule";
import type { Subject } from "../facts/subject";
import { listed } from "../wording";

/** Route 53's checkers are outside of every VPC: what they probe must be reachable from there. */
export const checkersReachEndpoints: Rule = {
  id: "AWS-R53-1",
  level: "error",
  source: "Route 53 developer guide",
  violations: (subject) => [...probesInUse(subject)].flatMap((check) => violationOf(subject, check) ?? []),
};

/** The probes that the records follow, through calculated checks too. */
function probesInUse(subject: Subject): Set<Resource> {
  const { checks } = subject.routing;
  const own = subject.trees.flatMap(({ records }) => records.flatMap(({ entry }) => entry.check ?? []));
  return new Set(own.flatMap((check) => checks.behind(check).map(({ resource }) => resource)));
}

function violationOf({ routing }: Subject, check: Resource): Violation | undefined {
  const { address } = check;
  const health = routing.checks.of(check);
  if (health.isDisabled || (health.kind !== "probe" && health.kind !== "named-probe")) return undefined;
  const { port } = health;
  const holder =
    health.kind === "probe"
      ? routing.addresses.holderOf(health.address)
      : routing.addresses.balancerNamed(health.name);
  const balancer = holder?.balancer;
  // An address of a load balancer that faces the internet is public, whatever it is.
  if (health.kind === "probe" && isPrivateAddress(health.address) && balancer?.isInternal !== false) {
    return {
      address,
      message:
        `Route 53's checkers cannot probe ${shown(health.address)}, a private address: the check never turns healthy, and ` +
        `clients never stay with the node behind it. Let the check follow a CloudWatch alarm.`,
    };
  }
  if (balancer === undefined) return undefined;
  if (balancer.isInternal) {
    return {
      address,
      message:
        `Route 53's checkers cannot probe ${balancer.resource.address}, which is internal: the check never turns ` +
        `healthy, and clients never stay with the node behind it. Let the check follow a CloudWatch alarm.`,
    };
  }
  if (balancer.listeners.every((listener) => listener.port !== port)) {
    return {
      address,
      message:
        `The check probes port ${port}, on which ${balancer.resource.address} has no listener: it never turns ` +
        `healthy, and clients never stay with the node behind it. Probe a port that clients use.`,
    };
  }
  if (routing.checkersReach(balancer, port)) return undefined;
  const groups = balancer.resource.links("security_groups", "aws_security_group");
  const names = groups.map((group) => group.address);
  return {
    address: names[0] ?? balancer.resource.address,
    message:
      `${listed(names)} ${names.length === 1 ? "allows" : "allow"} only certain clients: Route 53's checkers cannot ` +
      `probe port ${port} of ${balancer.resource.address}, and every node counts as unhealthy. Allow the prefix list ` +
      `com.amazonaws.REGION.route53-healthchecks, or let the health checks follow CloudWatch alarms.`,
  };
}
