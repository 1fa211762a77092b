import { SPLAT, walk, writtenAs, type TraversalStep } from "./traversal";
import { Unknown, type Step, type Value } from "./value";

/** What a module's expressions may name; each answers undefined for what the source does not specify. */
export interface Names {
  variable(name: string): Value;
  local(name: string): Value;
  /** An output of a module that is called here. */
  output(call: string, key: Step | undefined, name: string): Value;
  /** `TYPE.NAME` or `data.TYPE.NAME`: a resource, or the map or list of its instances. */
  resource(name: string): Value;
}

/** Names that Terraform keeps for itself, and that no review is about. */
const RESERVED = new Set(["path", "terraform", "self", "ephemeral"]);

/** The place of an expression, and so what its names mean. */
export class Scope {
  public constructor(
    private readonly names: Names,
    /** Address of the module or the instance, which tells apart what is written alike. */
    private readonly place = "",
    /** Names that hold here alone: `each`, `count`, and a dynamic block's iterator. */
    private readonly bound: ReadonlyMap<string, Value> = new Map(),
  ) {}

  /** The same place with one more name. */
  public with(name: string, value: Value): Scope {
    return new Scope(this.names, this.place, new Map([...this.bound, [name, value]]));
  }

  /** What `root.step.step` comes to; the expression itself where nothing tells. */
  public find(root: string, steps: readonly TraversalStep[]): Value {
    const keys = steps.map((step) => (step === SPLAT ? undefined : step.key));
    const text = (at: number): string | undefined => {
      const key = keys[at];
      return key === undefined ? undefined : String(key);
    };
    const found = this.lookUp(root, steps, text);
    return found ?? this.opaque(root + steps.map(writtenAs).join(""));
  }

  /** What represents an expression that cannot be followed. */
  public opaque(expression: string): Unknown {
    return new Unknown(this.place === "" ? expression : `${expression} in ${this.place}`);
  }

  private lookUp(
    root: string,
    steps: readonly TraversalStep[],
    text: (at: number) => string | undefined,
  ): Value {
    if (this.bound.has(root)) return walk(this.bound.get(root), steps);
    const [first, second] = [text(0), text(1)];
    if (first === undefined || RESERVED.has(root)) return undefined;
    if (root === "var") return walk(this.names.variable(first), steps.slice(1));
    if (root === "local") return walk(this.names.local(first), steps.slice(1));
    if (root === "module") return this.output(first, steps.slice(1));
    if (root !== "data") return walk(this.names.resource(`${root}.${first}`), steps.slice(1));
    if (second === undefined) return undefined;
    return walk(this.names.resource(`data.${first}.${second}`), steps.slice(2));
  }

  private output(call: string, steps: readonly TraversalStep[]): Value {
    const [first] = steps;
    if (first === undefined || first === SPLAT) return undefined;
    if (!first.bracket) return walk(this.names.output(call, undefined, String(first.key)), steps.slice(1));
    const second = steps[1];
    if (second === undefined || second === SPLAT) return undefined;
    return walk(this.names.output(call, first.key, String(second.key)), steps.slice(2));
  }
}
