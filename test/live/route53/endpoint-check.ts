import { every, type Clock } from "../clock";
import type { EndpointCheck } from "../description";
import type { Probe } from "../probe";

/** Seconds to connect and to answer (Route 53 guide, how Route 53 determines whether a health check is healthy). */
const TCP = { connectSeconds: 10, answerSeconds: 0 };
const HTTP = { connectSeconds: 4, answerSeconds: 2 };
const SUCCESSES = [[200, 399]] as const;

/** An endpoint is healthy while more than this part of the checkers says so (same page). */
const HEALTHY_PART = 0.18;

/** A Route 53 check of an endpoint, by checkers around the world that probe independently of each other. */
export class EndpointWatch {
  private healthy = true;
  private readonly checkers: { healthy: boolean; against: number }[] = [];
  private readonly stops: (() => void)[] = [];

  /** @param phase where in its interval the first checker probes, 0 to 1; the others follow evenly */
  public constructor(
    private readonly check: EndpointCheck,
    clock: Clock,
    probe: Probe,
    checkers: number,
    phase: number,
    private readonly changed: (healthy: boolean) => void,
  ) {
    const { protocol, address, port, path, interval } = check;
    const limits = protocol === "TCP" ? TCP : HTTP;
    const request = { protocol, address, port, path, codes: SUCCESSES, ...limits };
    for (let n = 0; n < checkers; n++) {
      // A new check is taken for healthy until it is known to be unhealthy.
      const checker = { healthy: true, against: 0 };
      this.checkers.push(checker);
      const run = (): void => {
        void probe(request).then((success) => {
          this.note(checker, success);
        });
      };
      this.stops.push(every(clock, interval, interval * ((phase + n / checkers) % 1), run));
    }
  }

  public stop(): void {
    for (const stop of this.stops) stop();
  }

  private note(checker: { healthy: boolean; against: number }, success: boolean): void {
    checker.against = success === checker.healthy ? 0 : checker.against + 1;
    // The same threshold counts in both directions.
    if (checker.against < this.check.threshold) return;
    checker.healthy = success;
    checker.against = 0;
    const part = this.checkers.filter(({ healthy }) => healthy).length / this.checkers.length;
    const healthy = part > HEALTHY_PART;
    if (healthy === this.healthy) return;
    this.healthy = healthy;
    this.changed(healthy);
  }
}
