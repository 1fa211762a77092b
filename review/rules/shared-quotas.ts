import { groupBy } from "../collections";
import type { Subject } from "../facts/subject";
import type { Resource } from "../terraform/resource-graph";
import type { Counted } from "./counted";

/** A quota of an account, a Region or a hosted zone, and what counts against it. */
interface SharedQuota extends Pick<Counted, "what" | "quota" | "error" | "instead"> {
  /** The resources that count, by what has the quota. */
  readonly counted: (subject: Subject) => Iterable<readonly Resource[]>;
}

/** AWS's default quotas (guides of Route 53, EC2 and Network Load Balancers). */
const QUOTAS: readonly SharedQuota[] = [
  {
    what: "health checks of one account",
    quota: 200,
    error: "TooManyHealthChecks",
    instead: "Probe one port of each address",
    // A document's providers are taken for one account.
    counted: ({ graph }) => [graph.all("aws_route53_health_check")],
  },
  {
    what: "records of one hosted zone",
    quota: 10_000,
    error: "InvalidChangeBatch",
    instead: "Use another hosted zone for a part of them",
    counted: ({ routing }) =>
      [...groupBy(routing.recordSets.all, ({ zone }) => zone.key).values()].map((sets) =>
        sets.flatMap(({ entries }) => entries.map(({ resource }) => resource)),
      ),
  },
  {
    what: "Elastic IPs of one Region",
    quota: 5,
    error: "AddressLimitExceeded",
    instead: "Use fewer subnets",
    counted: (subject) => byRegion(subject, subject.graph.all("aws_eip")),
  },
  {
    what: "Network Load Balancers of one Region",
    quota: 50,
    error: "TooManyLoadBalancers",
    instead: "Use one load balancer for several nodes",
    counted: (subject) =>
      byRegion(
        subject,
        subject.graph.all("aws_lb").filter((balancer) => balancer.known("load_balancer_type") === "network"),
      ),
  },
  {
    what: "target groups of one Region",
    quota: 3000,
    error: "TooManyTargetGroups",
    instead: "Use fewer services",
    counted: (subject) => byRegion(subject, subject.graph.all("aws_lb_target_group")),
  },
];

/** Resources by their Region, where one provider has them all. */
const byRegion = ({ hasOneProvider = false }: Subject, resources: readonly Resource[]) =>
  hasOneProvider ? groupBy(resources, (resource) => resource.known("region") ?? "").values() : [];

/** What a document has of what an account, a Region or a hosted zone has a quota of; there may be more outside of it. */
export const sharedCounts = (subject: Subject): Counted[] =>
  QUOTAS.flatMap(({ counted, ...quota }) =>
    [...counted(subject)].flatMap((resources) =>
      // AWS refuses the last ones, whichever they are: the first stands for all.
      resources.slice(0, 1).map(({ address }): Counted => ({
        ...quota,
        address,
        count: resources.length,
        isShared: true,
      })),
    ),
  );
