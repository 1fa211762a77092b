import { append } from "../collections";
import { withoutKeys, type Dependencies } from "../terraform/plan/dependencies";
import type { ResourceChange } from "../terraform/plan/changes";

/** A step of an apply: a resource is destroyed, or it is created or updated. */
export type StepKind = "destroy" | "write";

/** A step of the resource at an address. */
export type StepOf = readonly [kind: StepKind, address: string];

/** What Terraform does to one resource at one time. */
interface Step {
  readonly kind: StepKind;
  readonly change: ResourceChange;
}

/**
 * The order in which Terraform applies a plan, as far as dependencies fix it: what depends on something is destroyed before
 * that is, and written after it; what is replaced is destroyed first, unless it is created first. Steps that nothing orders
 * run side by side, and a step that fails keeps only those from running that come after it (Terraform, destroying.md and
 * dependency graph).
 */
export class ApplyOrder {
  private readonly steps: Readonly<Record<StepKind, ReadonlyMap<string, Step>>>;
  /** The steps that wait for each step. */
  private readonly next = new Map<Step, Step[]>();

  public constructor(changes: readonly ResourceChange[], dependencies: Dependencies) {
    const steps = { destroy: new Map<string, Step>(), write: new Map<string, Step>() };
    const byResource = new Map<string, ResourceChange[]>();
    for (const change of changes) {
      const { address, action } = change;
      append(byResource, withoutKeys(address), change);
      if (action === "delete" || action === "replace")
        steps.destroy.set(address, { kind: "destroy", change });
      if (action === "create" || action === "update" || action === "replace")
        steps.write.set(address, { kind: "write", change });
    }
    this.steps = steps;
    for (const change of changes) {
      this.orderReplacement(change);
      const place = withoutKeys(change.address);
      const deployed = dependencies.deployed(withoutKeys(change.previousAddress ?? change.address));
      for (const other of deployed)
        for (const needed of byResource.get(other) ?? []) this.orderDestruction(change, needed);
      for (const other of new Set([...dependencies.planned(place), ...deployed]))
        for (const needed of byResource.get(other) ?? []) this.orderWriting(change, needed);
    }
  }

  /** Whether Terraform is bound to finish one step before it begins another. */
  public isBefore(first: StepOf, then: StepOf): boolean {
    const [a, b] = [this.stepAt(...first), this.stepAt(...then)];
    return a !== undefined && b !== undefined && a !== b && this.after([a]).has(b);
  }

  /** Whether a resource is created or changed. */
  public writes(address: string): boolean {
    return this.stepAt("write", address) !== undefined;
  }

  /** Whether a resource is created where there is none. */
  public creates(address: string): boolean {
    return this.stepAt("write", address)?.change.action === "create";
  }

  /** Whether a resource is changed in place. */
  public updates(address: string): boolean {
    return this.stepAt("write", address)?.change.action === "update";
  }

  /** What is destroyed although steps fail: all that does not wait for one of them. */
  public destroyedDespite(failed: readonly StepOf[]): ResourceChange[] {
    const skipped = this.skippedWith(failed);
    return [...this.steps.destroy.values()].flatMap((step) => (skipped.has(step) ? [] : [step.change]));
  }

  /** The addresses of what is not written because steps fail. */
  public unwritten(failed: readonly StepOf[]): ReadonlySet<string> {
    const skipped = [...this.skippedWith(failed)];
    return new Set(skipped.flatMap((step) => (step.kind === "write" ? [step.change.address] : [])));
  }

  /** The steps that fail, and those that wait for them. */
  private skippedWith(failed: readonly StepOf[]): ReadonlySet<Step> {
    const steps = failed.flatMap((step) => this.stepAt(...step) ?? []);
    return new Set([...steps, ...this.after(steps)]);
  }

  private stepAt(kind: StepKind, address: string): Step | undefined {
    return this.steps[kind].get(address);
  }

  private orderReplacement({ address, createsFirst }: ResourceChange): void {
    const [destroy, write] = [this.stepAt("destroy", address), this.stepAt("write", address)];
    if (createsFirst) this.order(write, destroy);
    else this.order(destroy, write);
  }

  /** What is deployed and depends on something is destroyed before that is, or before that is changed. */
  private orderDestruction(change: ResourceChange, needed: ResourceChange): void {
    const own = this.stepAt("destroy", change.address);
    this.order(own, this.stepAt("destroy", needed.address) ?? this.stepAt("write", needed.address));
  }

  /** What depends on something is written after that is; and after its old one is gone, unless that one waits. */
  private orderWriting(change: ResourceChange, needed: ResourceChange): void {
    const own = this.stepAt("write", change.address);
    this.order(this.stepAt("write", needed.address), own);
    const destroyed = this.stepAt("destroy", needed.address);
    if (needed.createsFirst) this.order(own, destroyed);
    else this.order(destroyed, own);
  }

  private order(first: Step | undefined, then: Step | undefined): void {
    if (first !== undefined && then !== undefined && first !== then) append(this.next, first, then);
  }

  private after(steps: readonly Step[]): ReadonlySet<Step> {
    const found = new Set<Step>(steps.flatMap((step) => this.next.get(step) ?? []));
    for (const one of found) for (const other of this.next.get(one) ?? []) found.add(other);
    return found;
  }
}
