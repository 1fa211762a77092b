import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "./clock";

interface Timer {
  readonly at: number;
  readonly number: number;
  readonly callback: () => void;
}

/** Turns of the event loop in which packets between sockets of this process arrive. */
const TURNS = 4;

/** An operation on loopback that takes this long on the wall clock will not end by itself. */
const STUCK_MILLISECONDS = 30_000;

/**
 * A clock that stops while packets are under way: a busy machine measures the same seconds as a fast one. The sockets are
 * real; only waiting is not.
 */
export class VirtualClock implements Clock {
  private seconds = 0;
  private holds = 0;
  private count = 0;
  private timers: Timer[] = [];

  /**
   * @param speed AWS's seconds in a second of the wall clock, for people to watch: 1 as on AWS, 20 twenty times as fast;
   * without one, it jumps from timer to timer
   */
  public constructor(private readonly speed = Infinity) {}

  public now(): number {
    return this.seconds;
  }

  public after(seconds: number, callback: () => void): () => void {
    const timer = { at: this.seconds + Math.max(0, seconds), number: this.count++, callback };
    const next = this.timers.findIndex(({ at }) => at > timer.at);
    this.timers.splice(next === -1 ? this.timers.length : next, 0, timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  public hold(): () => void {
    this.holds++;
    let held = true;
    return () => {
      if (held) this.holds--;
      held = false;
    };
  }

  public async pass(seconds: number): Promise<void> {
    const end = this.seconds + seconds;
    await this.settle();
    for (;;) {
      await this.approach(Math.min(end, this.timers[0]?.at ?? end));
      const [next] = this.timers;
      if (next === undefined || next.at > end) break;
      this.timers.shift();
      this.seconds = next.at;
      next.callback();
      // What is due at the same moment starts together.
      if (this.timers[0]?.at !== next.at) await this.settle();
    }
    this.seconds = end;
  }

  /** Waits on the wall clock as long as its speed wants. */
  private async approach(at: number): Promise<void> {
    if (this.speed === Infinity || at <= this.seconds) return;
    await sleep(((at - this.seconds) / this.speed) * 1000);
    // Other programs may have connected meanwhile.
    await this.settle();
  }

  /** Waits until nothing is under way but what a timer ends. */
  private async settle(): Promise<void> {
    const start = performance.now();
    for (let quiet = 0; quiet < TURNS;) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      quiet = this.holds === 0 ? quiet + 1 : 0;
      if (performance.now() - start > STUCK_MILLISECONDS) {
        throw new Error(`${this.holds} operation(s) on loopback did not end at second ${this.seconds}`);
      }
    }
  }
}
