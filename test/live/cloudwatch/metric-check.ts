import { every, type Clock } from "../clock";
import type { MetricCheck } from "../description";

/** AWS publishes no number for either (docs/assumptions.md): what a failover is computed with is the worse reading. */
const DELIVERY_SECONDS = 30;

/**
 * A Route 53 check of a CloudWatch metric. It reads the metric's data, not the alarm's state (Route 53 guide): the greatest
 * value of each period, once the period is over and delivered.
 */
export class MetricWatch {
  private healthy = true;
  /** The greatest value of the period that runs; undefined while there is none. */
  private greatest: number | undefined;
  private readonly data: (number | undefined)[] = [];
  private readonly stops: (() => void)[] = [];

  /** @param read the metric at this moment; undefined where nothing reports it */
  public constructor(
    private readonly check: MetricCheck,
    private readonly clock: Clock,
    private readonly read: () => number | undefined,
    private readonly changed: (healthy: boolean) => void,
  ) {
    this.greatest = read();
    this.stops.push(
      every(clock, check.period, check.period, () => {
        this.endPeriod();
      }),
    );
  }

  /** Takes notice of a change of the metric within a period. */
  public sample(): void {
    const value = this.read();
    if (value !== undefined) this.greatest = Math.max(this.greatest ?? 0, value);
  }

  public stop(): void {
    for (const stop of this.stops) stop();
  }

  private endPeriod(): void {
    const value = this.greatest;
    this.greatest = this.read();
    this.stops.push(
      this.clock.after(DELIVERY_SECONDS, () => {
        this.evaluate(value);
      }),
    );
  }

  private evaluate(value: number | undefined): void {
    const { periods, minimum, withoutData } = this.check;
    this.data.push(value);
    const latest = this.data.slice(-periods);
    if (latest.length < periods) return;
    const healthy = latest.includes(undefined)
      ? { Healthy: true, Unhealthy: false, LastKnownStatus: this.healthy }[withoutData]
      : latest.some((each) => (each ?? 0) >= minimum);
    if (healthy === this.healthy) return;
    this.healthy = healthy;
    this.changed(healthy);
  }
}
