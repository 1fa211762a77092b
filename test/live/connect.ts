import type { Clock } from "./clock";
import type { Attempt, Verdict, Wire } from "./wire";

/** A connection that was made, or why there is none. */
export type Connected = Attempt | Exclude<Verdict, "established">;

/** Connects within a time limit, in seconds. */
export async function connect(
  wire: Wire,
  clock: Clock,
  to: { readonly host: string; readonly port: number; readonly from?: string },
  timeoutSeconds: number,
): Promise<Connected> {
  const attempt = wire.open(to.host, to.port, to.from);
  const verdict = await within(clock, timeoutSeconds, attempt.verdict, "silent");
  if (verdict === "established") return attempt;
  attempt.socket.destroy();
  return verdict;
}

/**
 * What a promise resolves to, or `otherwise` when it takes longer. "silent" is what nothing but the limit ends, so its
 * arrival does not count as an answer.
 */
export async function within<T>(
  clock: Clock,
  seconds: number,
  promise: Promise<T>,
  otherwise: T,
): Promise<T> {
  let cancel = (): void => undefined;
  const limit = new Promise<T>((resolve) => {
    cancel = clock.after(seconds, () => {
      resolve(otherwise);
    });
  });
  const result = await Promise.race([promise.then((value) => (value === "silent" ? limit : value)), limit]);
  cancel();
  return result;
}
