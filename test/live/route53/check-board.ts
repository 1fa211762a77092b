import type { Clock } from "../clock";
import type { HealthCheck } from "../description";

/** How long Route 53 takes to answer by a check's new state. AWS publishes no number: docs/assumptions.md. */
const ANSWER_CHANGES_SECONDS = 5;

/** The states of all health checks: as they are, and as Route 53's answers know them. */
export class CheckBoard {
  private readonly actual = new Map<string, boolean>();
  private readonly published = new Map<string, boolean>();

  public constructor(
    private readonly checks: readonly HealthCheck[],
    private readonly clock: Clock,
    private readonly changed: (check: HealthCheck, healthy: boolean) => void,
  ) {
    for (const { id } of checks) {
      this.actual.set(id, true);
      this.published.set(id, true);
    }
  }

  /** Whether Route 53 answers as for a healthy check. */
  public isHealthy(id: string): boolean {
    const healthy = this.published.get(id);
    if (healthy === undefined) throw new Error(`a record has the health check ${id}, which is not there`);
    return healthy;
  }

  /** The state of a check that is no calculated one has changed. */
  public set(id: string, healthy: boolean): void {
    this.change(id, healthy);
    for (const check of this.checks) {
      if (check.kind !== "calculated" || !check.children.includes(id)) continue;
      const good = check.children.filter((child) => this.actual.get(child) ?? false).length;
      this.change(check.id, good >= check.threshold);
    }
  }

  private change(id: string, healthy: boolean): void {
    if (this.actual.get(id) === healthy) return;
    this.actual.set(id, healthy);
    const check = this.checks.find((candidate) => candidate.id === id);
    if (check !== undefined) this.changed(check, healthy);
    this.clock.after(ANSWER_CHANGES_SECONDS, () => this.published.set(id, healthy));
  }
}
