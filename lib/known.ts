import { Token } from "cdktf";

/**
 * What a check is given: the props, of which any part may be missing. A config file with a fault in one place is
 * still checked in all others, and a token is checked when it is resolved, by AWS.
 */
export type Loose<T> = T extends readonly (infer E)[]
  ? readonly (Loose<E> | undefined)[]
  : T extends object
    ? { readonly [K in keyof T]?: Loose<T[K]> | undefined }
    : T;

/** True for a value that can be checked now: neither absent nor a token. */
export function isKnown<T>(value: T | null | undefined): value is T {
  // A number token is a huge negative number and a list token has length 1: ask before any check of a range.
  return value !== undefined && value !== null && !Token.isUnresolved(value);
}
