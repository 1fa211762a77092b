import { every, type Clock } from "../clock";
import type { TargetGroup } from "../description";
import type { Probe } from "../probe";

export type Target = TargetGroup["targets"][number];

/** Called when a target of a group turns healthy or unhealthy. */
export type HealthChanged = (target: Target, healthy: boolean) => void;

interface State {
  healthy: boolean;
  /** Consecutive results that contradict it. */
  against: number;
  /** A new target is healthy with its first success (NLB guide, target group health checks). */
  settled: boolean;
}

/** The health of a group's targets, by the group's own probes. */
export class TargetHealth {
  private readonly states = new Map<Target, State>();
  private readonly stops: (() => void)[] = [];

  /** @param phase of an interval, where the first probe falls, 0 to 1 */
  public constructor(
    private readonly group: TargetGroup,
    clock: Clock,
    probe: Probe,
    phase: () => number,
    private readonly changed: HealthChanged,
  ) {
    const { protocol, port, path, codes, interval, timeout } = group.probe;
    for (const target of group.targets) {
      this.states.set(target, { healthy: false, against: 0, settled: false });
      const request = {
        protocol,
        path,
        codes,
        address: target.address,
        port: port ?? target.port,
        connectSeconds: timeout,
        answerSeconds: timeout,
      };
      const run = (): void => {
        void probe(request).then((success) => {
          this.note(target, success);
        });
      };
      this.stops.push(every(clock, interval, interval * phase(), run));
    }
  }

  public isHealthy(target: Target): boolean {
    return this.states.get(target)?.healthy ?? false;
  }

  public stop(): void {
    for (const stop of this.stops) stop();
  }

  private note(target: Target, success: boolean): void {
    const state = this.states.get(target);
    if (state === undefined) return;
    state.against = success === state.healthy ? 0 : state.against + 1;
    const { healthyThreshold, unhealthyThreshold } = this.group.probe;
    const needed = success ? (state.settled ? healthyThreshold : 1) : unhealthyThreshold;
    if (success) state.settled = true;
    if (state.against < needed) return;
    state.healthy = success;
    state.against = 0;
    this.changed(target, success);
  }
}
