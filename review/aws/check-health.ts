import type { Resource } from "../terraform/resource-graph";
import type { AssumptionId } from "./assumptions";
import type { HealthCheck } from "./route53/health-check";
import type { Lead, Leads } from "./route53/record-targets";
import { breaches, valueOf, type Metric } from "./alarm";
import type { RecordSet } from "./route53/records";
import type { RecordSets } from "./route53/record-sets";
import type { Way, World } from "./scenario";

/** A probe is healthy when more than this part of Route 53's checkers say so (Route 53 guide). */
const HEALTHY_PART = 0.18;

/** What the health of a check depends on. */
export interface CheckSurroundings {
  readonly world: World;
  readonly routing: {
    readonly recordSets: RecordSets;
    readonly leads: Leads;
    healthCheck(resource: Resource): HealthCheck;
    metric(alarm: Resource): Metric | undefined;
  };
  assume(id: AssumptionId): void;
  /** Asks once of each subject; says `onLoop` where the answer leads back to its own question. */
  onceHealthy(subject: object, onLoop: boolean, ask: () => boolean): boolean;
  /** Where Route 53's checkers end up that probe a port. */
  checkersWay(port: number): { through(set: RecordSet): Way; along(lead: Lead): Way };
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

function isAnswered(lead: Lead, port: number, around: CheckSurroundings): boolean {
  return isServed(around.checkersWay(port).along(lead), around);
}

const isServed = (way: Way, { world }: CheckSurroundings): boolean => way.served(world) > HEALTHY_PART;

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
