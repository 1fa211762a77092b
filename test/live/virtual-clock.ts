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
 * A clock that stands while packets are under way and jumps to the next timer when none is: a busy machine measures the
 * same seconds as a fast one. The sockets are real; only waiting is not.
 */
export class VirtualClock implements Clock {
  private seconds = 0;
  private holds = 0;
  private count = 0;
  private timers: Timer[] = [];

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
    for (let next = this.timers[0]; next !== undefined && next.at <= end; next = this.timers[0]) {
      this.timers.shift();
      this.seconds = next.at;
      next.callback();
      // What is due at the same moment starts together.
      if (this.timers[0]?.at !== next.at) await this.settle();
    }
    this.seconds = end;
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
