import type { Values } from "./value";

/** A resource as a reader finds it. */
export interface FoundResource {
  /** Full address, such as `module.nlb.aws_lb.this["a"]`. */
  readonly address: string;
  /** Type, where the older name `aws_alb…` is written `aws_lb…`. */
  readonly type: string;
  readonly values: Values;
  /** Address of the module, empty for the root. */
  readonly module: string;
  /** Instance key of `count` or `for_each`. */
  readonly key?: string;
  /** Texts of the element that `for_each` made this instance of: they may name what the source does not tell. */
  readonly hints?: ReadonlySet<string>;
  /**
   * The arguments that the author wrote, by name, nested blocks included; absent in a state, which holds AWS's values
   * beside them.
   */
  readonly written?: Values;
}
