import type { Clock } from "../clock";
import { MetricWatch } from "../cloudwatch/metric-check";
import type { HealthCheck, MetricCheck } from "../description";
import type { LoadBalancer } from "../elb/load-balancer";
import type { Probe } from "../probe";
import { CheckBoard } from "./check-board";
import { EndpointWatch } from "./endpoint-check";

/** What health checks need of the data plane that they are in. */
export interface CheckSurroundings {
  readonly clock: Clock;
  readonly probe: Probe;
  /** Route 53's checkers of each endpoint. */
  readonly checkers: number;
  /** A number from 0 to 1, anew each time. */
  readonly random: () => number;
  readonly balancers: readonly LoadBalancer[];
  /** Called when a check turns healthy or unhealthy. */
  readonly changed: (check: HealthCheck, healthy: boolean) => void;
}

/** The Route 53 health checks of a data plane: they begin at once, and end with `stop`. */
export class HealthChecks {
  private readonly board: CheckBoard;
  private readonly watches: { stop(): void }[] = [];

  public constructor(
    checks: readonly HealthCheck[],
    private readonly surroundings: CheckSurroundings,
  ) {
    const { clock, probe, checkers, random, changed } = surroundings;
    this.board = new CheckBoard(checks, clock, changed);
    for (const check of checks) {
      const set = (healthy: boolean): void => {
        this.board.set(check.id, healthy);
      };
      if (check.kind === "endpoint") {
        this.watches.push(new EndpointWatch(check, clock, probe, checkers, random(), set));
      } else if (check.kind === "metric") this.watches.push(this.watchMetric(check, set));
    }
  }

  /** Whether Route 53 answers as for a healthy check. */
  public isHealthy(id: string): boolean {
    return this.board.isHealthy(id);
  }

  public stop(): void {
    for (const watch of this.watches) watch.stop();
  }

  private watchMetric(check: MetricCheck, set: (healthy: boolean) => void): MetricWatch {
    const { clock, balancers } = this.surroundings;
    const balancer = balancers.find(({ description }) => description.arnSuffix === check.loadBalancer);
    const group = balancer?.description.listeners
      .flatMap(({ forwards }) => forwards.map((forward) => forward.group))
      .find(({ arnSuffix }) => arnSuffix === check.targetGroup);
    if (balancer === undefined || group === undefined) {
      throw new Error(`an alarm watches ${check.targetGroup}, which is no target group of a load balancer`);
    }
    const { report } = balancer;
    const watch = new MetricWatch(check, clock, () => report.healthyHosts(group, check.zone), set);
    report.onChange(() => {
      watch.sample();
    });
    return watch;
  }
}
