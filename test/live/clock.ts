/** Seconds as on AWS: every interval, threshold and TTL of the data plane counts by one of these. */
export interface Clock {
  /** Seconds since the data plane was started. */
  now(): number;
  /** Calls once, later; the returned function calls it off. */
  after(seconds: number, callback: () => void): () => void;
  /** Says that an operation is under way which ends by itself; the returned function says that it has ended. */
  hold(): () => void;
  /** Lets time pass. */
  pass(seconds: number): Promise<void>;
}

/** Calls again and again, the first time after `phase` seconds; the returned function stops it. */
export function every(clock: Clock, seconds: number, phase: number, callback: () => void): () => void {
  let cancel = clock.after(phase, tick);
  function tick(): void {
    cancel = clock.after(seconds, tick);
    callback();
  }
  return () => {
    cancel();
  };
}
