/** A run that takes longer than this reports its progress. */
const PATIENCE_MS = 1000;

/** Reports on standard error, where that is a terminal, what a long run is doing. */
export class Progress {
  private readonly start = performance.now();
  private isShown = false;

  public constructor(private readonly stream: Pick<NodeJS.WriteStream, "isTTY" | "write">) {}

  /** Announces the next step; work that is `long` is announced at once, and any other once the run has taken a while. */
  public next(step: string, long = false): void {
    if (!this.stream.isTTY || (!long && performance.now() - this.start < PATIENCE_MS)) return;
    this.isShown = true;
    this.stream.write(`\r\u001b[Ksems-review: ${step} …`);
  }

  /** Clears the line. */
  public done(): void {
    if (this.isShown) this.stream.write("\r\u001b[K");
    this.isShown = false;
  }
}
