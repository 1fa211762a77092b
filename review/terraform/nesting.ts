/** More than any provider's schema or anybody's variables need, and few enough for the call stack. */
const DEEPEST = 250;

/** Thrown where values lie so deep in one another that no Terraform wrote them. */
export class TooDeepError extends Error {
  public constructor() {
    super(`nested deeper than ${DEEPEST} levels`);
    this.name = "TooDeepError";
  }
}

/** Counts how deep a reader is, so that hostile input ends in an error instead of a stack overflow. */
export class Nesting {
  private depth = 0;

  /**
   * Does what lies one level deeper.
   *
   * @throws TooDeepError
   */
  public deeper<T>(work: () => T): T {
    if (this.depth >= DEEPEST) throw new TooDeepError();
    this.depth++;
    try {
      return work();
    } finally {
      this.depth--;
    }
  }
}
