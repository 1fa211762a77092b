import type { Resource } from "../terraform/resource-graph";
import type { Text } from "../terraform/value";
import { breaches, valueOf } from "./alarm";
import type { AssumptionId } from "./assumptions";
import type { LoadBalancer } from "./elb/load-balancer";
import { isHealthy, isMixed, routeByName, routeByZone } from "./elb/traffic";
import { isPrivateAddress } from "./network/cidr";
import type { HealthCheck } from "./route53/health-check";
import type { RecordTarget, ResolvedRecord } from "./route53/record-targets";
import type { RecordSet } from "./route53/records";
import { choose } from "./route53/routing-policy";
import type { Routing } from "./routing";
import { TrafficDistribution, type FailureScenario } from "./scenario";

/** Where new clients of a record set end up on a port in a failure scenario, with the assumptions that this rests on. */
export const simulate = (
  routing: Routing,
  set: RecordSet,
  port: number,
  scenario: FailureScenario,
): TrafficDistribution => new RoutingSimulation(routing, scenario).clientTraffic(set, port);

/** What connects to one port: clients, or the health checkers of Route 53, which come from the internet. */
interface Requester {
  readonly kind: "client" | "checker";
  readonly port: number;
  readonly answers: Map<RecordSet, TrafficDistribution>;
  /** Failover sets that were followed to the current one. */
  failoverDepth: number;
}

/** Key of whatever the document does not hold: as far as the review can know, it never fails. */
const OUTSIDE = "outside the document";

const nameOf = (value: Text): string =>
  typeof value === "string" ? value.replace(/\.$/, "") : value.expression;

/** Failover sets below one another in AWS's examples. */
const DOCUMENTED_DEPTH = 2;

/** A probe is healthy when more than this part of Route 53's checkers say so (Route 53 guide). */
const HEALTHY_PART = 0.18;

/** More levels than any tree of records that AWS would follow, and few enough for the call stack. */
const DEEPEST = 100;

/**
 * One failure scenario, followed by Route 53's rules: a name resolves to records, the choice among records to their health,
 * their health to health checks and load balancers, and a health check to the address or name that it probes, which may
 * point to records again. Each answer is computed once; a question that comes back to itself is a loop.
 */
class RoutingSimulation {
  private readonly assumptions = new Set<AssumptionId>();
  /** Record sets and checks that are being followed: to meet one again is a loop. */
  private readonly inProgress = new Set<object>();
  private readonly health = new Map<object, boolean>();
  private readonly requesters = new Map<string, Requester>();

  public constructor(
    private readonly routing: Routing,
    private readonly scenario: FailureScenario,
  ) {}

  public clientTraffic(set: RecordSet, port: number): TrafficDistribution {
    const traffic = this.throughSet(set, this.requester("client", port));
    return traffic.assuming(...this.assumptions);
  }

  private requester(kind: Requester["kind"], port: number): Requester {
    const key = `${kind} ${port}`;
    const requester = this.requesters.get(key) ?? { kind, port, answers: new Map(), failoverDepth: 0 };
    this.requesters.set(key, requester);
    return requester;
  }

  private throughSet(set: RecordSet, requester: Requester): TrafficDistribution {
    // Route 53 refuses a loop of aliases; a document may hold one.
    return this.once(requester.answers, set, TrafficDistribution.nowhere(), () => {
      const isFailover = set.entries[0]?.policy === "failover";
      if (isFailover) requester.failoverDepth += 1;
      if (requester.failoverDepth > DOCUMENTED_DEPTH) this.assumptions.add("nested-failover");
      const candidates = this.routing.recordTargets.of(set).map((record) => ({ ...record.entry, record }));
      const choices = choose(
        candidates,
        ({ record }) => this.isRecordHealthy(record),
        (id) => {
          this.assumptions.add(id);
        },
      );
      const traffic = TrafficDistribution.split(
        choices.map(({ entry, part }) => ({
          part,
          traffic: this.throughRecord(entry.record, requester),
        })),
      );
      if (isFailover) requester.failoverDepth -= 1;
      return traffic;
    });
  }

  /** A record with several values answers with all, and clients take one. */
  private throughRecord({ targets }: ResolvedRecord, requester: Requester): TrafficDistribution {
    return TrafficDistribution.split(
      targets.map((target) => ({ part: 1, traffic: this.throughTarget(target, requester) })),
    );
  }

  private throughTarget(target: RecordTarget, requester: Requester): TrafficDistribution {
    const isChecker = requester.kind === "checker";
    if (target.kind === "set") return this.throughSet(target.set, requester);
    // Of a load balancer's address, its scheme decides whether it is private: an emulated AWS gives out 127.0.0.0/8.
    if (isChecker && target.kind !== "balancer" && isPrivateAddress(target.value))
      return TrafficDistribution.nowhere();
    if (target.kind === "node") return TrafficDistribution.toPort(target.node, requester.port, this.scenario);
    if (target.kind === "elsewhere") {
      // As far as the review can know, what the document does not contain answers every probe.
      return isChecker
        ? TrafficDistribution.to(OUTSIDE)
        : TrafficDistribution.toElsewhere(nameOf(target.value));
    }
    const { balancer } = target;
    if (isChecker && !this.isOpenToCheckers(balancer, requester.port)) return TrafficDistribution.nowhere();
    if (target.zone === undefined) return routeByName(balancer, requester.port, this.scenario);
    const zone = balancer.zones.find(({ name }) => name === target.zone);
    return zone === undefined
      ? TrafficDistribution.nowhere()
      : routeByZone(balancer, zone, requester.port, this.scenario);
  }

  private isOpenToCheckers(balancer: LoadBalancer, port: number): boolean {
    return !balancer.isInternal && this.routing.checkersReach(balancer, port);
  }

  /** Whether Route 53 considers a record healthy: both its check and its alias's target must be. */
  private isRecordHealthy({ entry, targets }: ResolvedRecord): boolean {
    if (entry.check !== undefined && !this.isCheckHealthy(entry.check)) return false;
    if (entry.alias?.evaluatesHealth !== true) return true;
    const [target] = targets;
    if (target?.kind === "set") return this.isSetHealthy(target.set);
    // As far as the review can know, a target outside the document never fails.
    if (target?.kind !== "balancer") return true;
    if (target.zone !== undefined) this.assumptions.add("zonal-alias");
    if (isMixed(target.balancer, this.scenario)) this.assumptions.add("mixed-groups");
    return isHealthy(target.balancer, this.scenario);
  }

  /** Whether any record of a set is healthy: then an alias to it is, too. */
  private isSetHealthy(set: RecordSet): boolean {
    // Route 53 refuses a loop of aliases; a document may hold one.
    return this.once(this.health, set, false, () =>
      this.routing.recordTargets.of(set).some((record) => this.isRecordHealthy(record)),
    );
  }

  private isCheckHealthy(resource: Resource): boolean {
    const check = this.routing.checks.of(resource);
    // AWS does not document a check that watches itself; it stays as it began.
    const isPassing = check.isDisabled || this.once(this.health, resource, true, () => this.isPassing(check));
    return isPassing !== check.isInverted;
  }

  private isPassing(check: HealthCheck): boolean {
    switch (check.kind) {
      case "probe":
        return this.isAnswered(this.routing.recordTargets.fromAddress(check.address), check.port);
      case "named-probe": {
        const balancer = this.routing.recordTargets.fromName(check.name);
        if (balancer !== undefined) return this.isAnswered(balancer, check.port);
        const set = this.routing.recordSets.answering(check.name, { key: "", isPrivate: false });
        // As far as the review can know, what the document does not hold never fails.
        return set === undefined || this.isAnswered({ kind: "set", set }, check.port);
      }
      case "calculated": {
        const healthy = check.children.filter((child) => this.isCheckHealthy(child)).length;
        return healthy + check.strangers >= check.threshold;
      }
      case "metric":
        return this.isMetricHealthy(check);
      case "routing-control":
        this.assumptions.add("routing-control");
        return true;
      case "constant":
        return true;
    }
  }

  /** Whether enough of Route 53's checkers that probe a port of a target get an answer. */
  private isAnswered(target: RecordTarget, port: number): boolean {
    const traffic = this.throughTarget(target, this.requester("checker", port));
    return traffic.served(this.scenario) > HEALTHY_PART;
  }

  private isMetricHealthy({
    alarm,
    isElsewhere,
    isHealthyWithoutData,
  }: HealthCheck & { readonly kind: "metric" }): boolean {
    const { alarms } = this.routing;
    if (alarm !== undefined && (isElsewhere || alarms.faultOf(alarm) !== undefined))
      return isHealthyWithoutData;
    const metric = alarm === undefined ? undefined : alarms.metricOf(alarm);
    if (metric === undefined) {
      this.assumptions.add("unknown-metric");
      return true;
    }
    if (metric.isZoneAssumed === true) this.assumptions.add("alarm-zone");
    const value = valueOf(metric, this.scenario);
    if (value !== "missing") return !breaches(metric.alarm, value);
    this.assumptions.add("metric-in-dead-zone");
    return isHealthyWithoutData;
  }

  /** Computes the answer for each subject once; `onLoop` where the answer depends on its own question. */
  private once<K extends object, T>(answers: Map<K, T>, subject: K, onLoop: T, compute: () => T): T {
    const known = answers.get(subject);
    if (known !== undefined) return known;
    if (this.inProgress.has(subject) || this.inProgress.size >= DEEPEST) return onLoop;
    this.inProgress.add(subject);
    const answer = compute();
    this.inProgress.delete(subject);
    answers.set(subject, answer);
    return answer;
  }
}
