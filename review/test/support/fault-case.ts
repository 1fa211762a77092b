import type { Document } from "./document";

/** A mistake, and what a review says of it. */
export interface FaultCase {
  readonly what: string;
  readonly document: Document;
  /** The rule that is about it. */
  readonly rule: string;
  /** The resources that the rule points at. */
  readonly at: readonly string[];
  /** What the first finding of that rule says. */
  readonly says: RegExp;
  /** Other rules, which say what follows from it. */
  readonly also?: readonly string[];
}
