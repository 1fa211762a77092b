import type { Nesting } from "./nesting";
import type { Value } from "./value";

/** Values that are made once, when first asked for. */
export class Memo {
  private readonly values = new Map<string, Value>();

  public constructor(private readonly nesting: Nesting) {}

  /** The value of a name; undefined while it is being made, for a value that needs itself is none. */
  public get(name: string, make: () => Value): Value {
    if (this.values.has(name)) return this.values.get(name);
    this.values.set(name, undefined);
    const value = this.nesting.deeper(make);
    this.values.set(name, value);
    return value;
  }
}
