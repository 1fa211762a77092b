import { DefaultTokenResolver, Fn, Op, StringConcat, Token, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";

/*
 * Numbers that may be tokens: a number token is a huge negative number, and what JavaScript makes of it is neither a
 * token nor a result. Terraform calculates instead, where it must.
 */

/** The sum of numbers. */
export function sum(...numbers: readonly number[]): number {
  if (numbers.some((number) => Token.isUnresolved(number))) return Token.asNumber(Fn.sum([...numbers]));
  return numbers.reduce((total, number) => total + number, 0);
}

/** The product of two numbers. */
export function product(one: number, other: number): number {
  const known = !Token.isUnresolved(one) && !Token.isUnresolved(other);
  return known ? one * other : Token.asNumber(Op.mul(one, other));
}

/** The quotient of two numbers. */
export function quotient(dividend: number, divisor: number): number {
  const known = !Token.isUnresolved(dividend) && !Token.isUnresolved(divisor);
  return known ? dividend / divisor : Token.asNumber(Op.div(dividend, divisor));
}

/** The highest of numbers. */
export function highest(...numbers: readonly number[]): number {
  if (numbers.some((number) => Token.isUnresolved(number))) return Token.asNumber(Fn.max([...numbers]));
  return Math.max(...numbers);
}

/** A number in a text. */
export const inText = (number: number): string =>
  Token.isUnresolved(number) ? Token.asString(number) : String(number);

/**
 * What a check is given: the props, of which any part may be missing. A config file with a fault in one place is
 * still checked in all others, and a token is checked when it is resolved, by AWS.
 */
export type DeepPartial<T> = T extends readonly (infer E)[]
  ? readonly (DeepPartial<E> | undefined)[]
  : T extends object
    ? { readonly [K in keyof T]?: DeepPartial<T[K]> | undefined }
    : T;

/** True for a value that can be checked now: neither absent nor a token. */
export function isResolved<T>(value: T | null | undefined): value is T {
  // A number token is a huge negative number and a list token has length 1: ask before any check of a range.
  return value !== undefined && value !== null && !Token.isUnresolved(value);
}

/** The expression that a value synthesizes to. */
export function expressionOf(scope: IConstruct, value: string): string {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return String(Tokenization.resolve(value, { scope, resolver, preparing: false }));
}
