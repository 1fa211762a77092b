import ipaddr from "ipaddr.js";
import { Unknown, type Text } from "../terraform/value";
import type { ResolvedRecord, RecordTarget, RecordTargets } from "./route53/record-targets";
import type { LoadBalancer } from "./elb/load-balancer";
import { choose } from "./route53/routing-policy";
import type { RecordSet, RecordSets } from "./route53/records";
import { routeByName, routeByZone, isHealthy, isMixed } from "./elb/traffic";
import { TrafficDistribution, type FailureScenario } from "./scenario";
import type { Resource } from "../terraform/resource-graph";
import type { AssumptionId } from "./assumptions";
import type { HealthCheck } from "./route53/health-check";
import { breaches, valueOf, type Metric } from "./alarm";
/** Who looks a name up: clients get wherever the name leads, Route 53's checkers come from the internet. */
export type Requester = "client" | "checker";

/** What a walk depends on. */
export interface SimulationContext extends CheckSurroundings {
  /** Asks once of each subject; says `onLoop` where the answer leads back to its own question. */
  once<T>(answers: Map<object, T>, subject: object, onLoop: T, ask: () => T): T;
  checkersReach(balancer: LoadBalancer, port: number): boolean;
}

/** Stands for whatever lies beyond the document: it never dies, as far as anybody can tell. */
const BEYOND = "beyond the document";

/** Failover sets below one another in AWS's examples. */
const DOCUMENTED_DEPTH = 2;

/** Where names and addresses lead in one world, on one port. */
export class RoutingSimulation {
  private readonly ways = new Map<object, TrafficDistribution>();
  /** Failover sets on the way to what is at hand. */
  private depth = 0;

  public constructor(
    private readonly around: SimulationContext,
    private readonly port: number,
    private readonly traveller: Requester,
  ) {}

  /** Where a record set leads. */
  public through(set: RecordSet): TrafficDistribution {
    const { around } = this;
    // Route 53 refuses a loop of aliases; a document may hold one.
    return around.once(this.ways, set, TrafficDistribution.nowhere(), () => {
      const isFailover = set.entries[0]?.policy === "failover";
      if (isFailover) this.depth += 1;
      if (this.depth > DOCUMENTED_DEPTH) around.assume("nested-failover");
      const branches = new Map(around.routing.leads.of(set).map((branch) => [branch.entry, branch] as const));
      const choices = choose(
        set.entries,
        (entry) => {
          const branch = branches.get(entry);
          return branch !== undefined && isRecordHealthy(branch, around);
        },
        (id) => {
          around.assume(id);
        },
      );
      const way = TrafficDistribution.split(
        choices.map(({ entry, part }) => ({ part, way: this.alongBranch(branches.get(entry)) })),
      );
      if (isFailover) this.depth -= 1;
      return way;
    });
  }

  /** Where a lead leads. */
  public along(lead: RecordTarget): TrafficDistribution {
    const isChecker = this.traveller === "checker";
    if (lead.kind === "set") return this.through(lead.set);
    // Of a load balancer's address, its scheme tells whether it is private.
    if (isChecker && lead.kind !== "balancer" && isPrivate(lead.value)) return TrafficDistribution.nowhere();
    if (lead.kind === "node") return TrafficDistribution.to(lead.node);
    if (lead.kind === "beyond")
      return isChecker ? TrafficDistribution.to(BEYOND) : TrafficDistribution.nowhere();
    const { balancer } = lead;
    if (isChecker && !this.isOpenToCheckers(balancer)) return TrafficDistribution.nowhere();
    if (lead.zone === undefined) return routeByName(balancer, this.port, this.around.world);
    const zone = balancer.zones.find(({ name }) => name === lead.zone);
    return zone === undefined
      ? TrafficDistribution.nowhere()
      : routeByZone(balancer, zone, this.port, this.around.world);
  }

  /** A record with several values answers with all, and clients take one. */
  private alongBranch(branch: ResolvedRecord | undefined): TrafficDistribution {
    return TrafficDistribution.split(
      (branch?.leads ?? []).map((lead) => ({ part: 1, way: this.along(lead) })),
    );
  }

  private isOpenToCheckers(balancer: LoadBalancer): boolean {
    return !balancer.isInternal && this.around.checkersReach(balancer, this.port);
  }
}

const PRIVATE_RANGES: readonly string[] = [
  "private",
  "carrierGradeNat",
  "loopback",
  "linkLocal",
  "uniqueLocal",
  "unspecified",
];

/** Whether Route 53's checkers cannot connect to an address, whatever stands there. */
export function isPrivate(address: Text): boolean {
  if (address instanceof Unknown) return address.attribute?.startsWith("private_") === true;
  return ipaddr.isValid(address) && PRIVATE_RANGES.includes(ipaddr.parse(address).range());
}

/** A probe is healthy when more than this part of Route 53's checkers say so (Route 53 guide). */
const HEALTHY_PART = 0.18;

/** What the health of a check depends on. */
export interface CheckSurroundings {
  readonly world: FailureScenario;
  readonly routing: {
    readonly recordSets: RecordSets;
    readonly leads: RecordTargets;
    healthCheck(resource: Resource): HealthCheck;
    metric(alarm: Resource): Metric | undefined;
  };
  assume(id: AssumptionId): void;
  /** Asks once of each subject; says `onLoop` where the answer leads back to its own question. */
  onceHealthy(subject: object, onLoop: boolean, ask: () => boolean): boolean;
  /** Where Route 53's checkers end up that probe a port. */
  checkersWay(port: number): {
    through(set: RecordSet): TrafficDistribution;
    along(lead: RecordTarget): TrafficDistribution;
  };
}

/** Whether Route 53 takes a check for healthy. */
export function isCheckHealthy(resource: Resource, around: CheckSurroundings): boolean {
  const check = around.routing.healthCheck(resource);
  // To a check that watches itself, AWS says nothing; it stays as it began.
  const isPassing = check.isDisabled || around.onceHealthy(resource, true, () => isPassingNow(check, around));
  return isPassing !== check.isInverted;
}

function isPassingNow(check: HealthCheck, around: CheckSurroundings): boolean {
  switch (check.kind) {
    case "probe":
      return isAnswered(around.routing.leads.fromAddress(check.address), check.port, around);
    case "named-probe": {
      const balancer = around.routing.leads.fromName(check.name);
      if (balancer !== undefined) return isAnswered(balancer, check.port, around);
      const set = around.routing.recordSets.answering(check.name, { key: "", isPrivate: false });
      // What the document does not hold never fails, as far as anybody can tell.
      return set === undefined || isServed(around.checkersWay(check.port).through(set), around);
    }
    case "calculated": {
      const healthy = check.children.filter((child) => isCheckHealthy(child, around)).length;
      return healthy + check.strangers >= check.threshold;
    }
    case "metric":
      return isMetricFine(check, around);
    case "constant":
      return true;
  }
}

function isAnswered(lead: RecordTarget, port: number, around: CheckSurroundings): boolean {
  return isServed(around.checkersWay(port).along(lead), around);
}

const isServed = (way: TrafficDistribution, { world }: CheckSurroundings): boolean =>
  way.served(world) > HEALTHY_PART;

function isMetricFine(
  { alarm, isHealthyWithoutData }: HealthCheck & { readonly kind: "metric" },
  around: CheckSurroundings,
): boolean {
  const metric = alarm === undefined ? undefined : around.routing.metric(alarm);
  if (metric === undefined) {
    around.assume("unknown-metric");
    return true;
  }
  if (metric.isZoneAssumed === true) around.assume("alarm-zone");
  const value = valueOf(metric, around.world);
  if (value !== "missing") return !breaches(metric.alarm, value);
  around.assume("metric-in-dead-zone");
  return isHealthyWithoutData;
}

/** What an inquiry asks about. */
type Landscape = SimulationContext["routing"] & {
  checkersReach(balancer: LoadBalancer, port: number): boolean;
};

/** More levels than any tree of records that AWS would follow, and few enough for the call stack. */
const DEEPEST = 100;

/** One question: where a name leads in one world. Whatever it has to find out on the way, it finds out once. */
export class Inquiry implements SimulationContext {
  private readonly assumed = new Set<AssumptionId>();
  /** Record sets and checks that are being asked about: to meet one again is a loop. */
  private readonly asking = new Set<object>();
  private readonly healths = new Map<object, boolean>();
  private readonly walks = new Map<string, RoutingSimulation>();

  public constructor(
    public readonly routing: Landscape,
    public readonly world: FailureScenario,
  ) {}

  /** Where clients of a record set end up on a port, with all that this rests on. */
  public way(set: RecordSet, port: number): TrafficDistribution {
    const way = this.walk(port, "client").through(set);
    return way.assuming(...this.assumed);
  }

  public checkersWay(port: number): RoutingSimulation {
    return this.walk(port, "checker");
  }

  public checkersReach(balancer: LoadBalancer, port: number): boolean {
    return this.routing.checkersReach(balancer, port);
  }

  public assume(id: AssumptionId): void {
    this.assumed.add(id);
  }

  public onceHealthy(subject: object, onLoop: boolean, ask: () => boolean): boolean {
    return this.once(this.healths, subject, onLoop, ask);
  }

  public once<T>(answers: Map<object, T>, subject: object, onLoop: T, ask: () => T): T {
    const known = answers.get(subject);
    if (known !== undefined) return known;
    if (this.asking.has(subject) || this.asking.size >= DEEPEST) return onLoop;
    this.asking.add(subject);
    const answer = ask();
    this.asking.delete(subject);
    answers.set(subject, answer);
    return answer;
  }

  private walk(port: number, traveller: Requester): RoutingSimulation {
    const key = `${traveller} ${port}`;
    const walk = this.walks.get(key) ?? new RoutingSimulation(this, port, traveller);
    this.walks.set(key, walk);
    return walk;
  }
}

/** Whether Route 53 takes a record for healthy: both its check and its alias's target must be. */
export function isRecordHealthy({ entry, leads }: ResolvedRecord, around: CheckSurroundings): boolean {
  if (entry.check !== undefined && !isCheckHealthy(entry.check, around)) return false;
  if (entry.alias?.evaluatesHealth !== true) return true;
  const [target] = leads;
  if (target?.kind === "set") return isSetHealthy(target.set, around);
  // A target beyond the document never fails, as far as anybody can tell.
  if (target?.kind !== "balancer") return true;
  if (target.zone !== undefined) around.assume("zonal-alias");
  if (isMixed(target.balancer, around.world)) around.assume("mixed-groups");
  return isHealthy(target.balancer, around.world);
}

/** Whether any record of a set is healthy: then an alias to it is, too. */
function isSetHealthy(set: RecordSet, around: CheckSurroundings): boolean {
  // Route 53 refuses a loop of aliases; a document may hold one.
  return around.onceHealthy(set, false, () =>
    around.routing.leads.of(set).some((branch) => isRecordHealthy(branch, around)),
  );
}
