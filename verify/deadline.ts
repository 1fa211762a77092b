import { types } from "node:util";

/** A step that took longer than it may. */
export class TimedOutError extends Error {
  public readonly code = "ETIMEDOUT";

  public constructor(milliseconds: number) {
    super(`no answer within ${milliseconds / 1000} s`);
  }
}

/**
 * Lets a step run for some time: then its signal aborts, and the step counts as failed, whatever it does about that.
 *
 * @throws TimedOutError, or what the step throws before
 */
export async function withDeadline<T>(
  milliseconds: number,
  step: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const error = new TimedOutError(milliseconds);
      reject(error);
      controller.abort(error);
    }, milliseconds);
  });
  try {
    return await Promise.race([step(controller.signal), late]);
  } finally {
    clearTimeout(timer);
    // Whatever the step has left open is closed, in good time or late.
    controller.abort();
  }
}

/** Why a step failed, in a few words: a system's code such as `ECONNREFUSED`, else the message. */
export function reasonOf(error: unknown): string {
  if (error instanceof TimedOutError) return error.message;
  if (!types.isNativeError(error)) return String(error);
  return "code" in error && typeof error.code === "string" ? error.code : error.message;
}
