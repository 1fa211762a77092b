import { acceptedAttribute, acceptsType } from "../reference-schema";
import { evaluateExpression } from "../expression";
import { type DepthLimit, isList, isValues, AmbiguousReference, textOf, Unknown, type Value } from "../value";
import type { Scope } from "../scope";
import { referenceTo } from "../traversal";
/** The names of values rather than of resources. */
const OF_NO_RESOURCE = /^(?:each|count|path|terraform|self)\b/;

/**
 * What an expression comes to of which only the references are known, as a plan lists them: each followed by its own
 * beginnings.
 *
 * @throws TooDeepError
 */
export function fromReferences(references: readonly unknown[], scope: Scope, nesting: DepthLimit): Value {
  const whole = wholeOf(references);
  const values = whole.map((reference) => evaluateExpression(reference, scope, nesting));
  const [first] = values;
  if (values.length === 1 && !(first instanceof Unknown) && !isInstances(first)) return first;
  const candidates: Value[] = [];
  const keys: string[] = [];
  for (const [i, value] of values.entries()) {
    if (value instanceof AmbiguousReference) {
      candidates.push(...value.candidates);
      keys.push(...value.keys);
    } else if (isInstances(value) || (value instanceof Unknown && value.address !== undefined)) {
      candidates.push(value);
    } else {
      const text = textOf(value);
      if (text !== undefined && !(text instanceof Unknown)) keys.push(text);
      // What nothing tells may be the value itself, beside what else is referred to.
      else if (!OF_NO_RESOURCE.test(whole[i] ?? "")) candidates.push(undefined);
    }
  }
  const { expression } = scope.opaque(whole.join(", "));
  return new AmbiguousReference(expression, candidates.slice(0, MOST), keys);
}

/** More references than a person writes in one expression. */
const MOST = 1000;

/** The references without their own beginnings. */
function wholeOf(references: readonly unknown[]): string[] {
  let last = "";
  const whole = new Set<string>();
  for (const reference of references) {
    if (typeof reference !== "string" || whole.size > MOST) continue;
    const rest = last.startsWith(reference) ? last.slice(reference.length) : undefined;
    if (rest === undefined || (rest !== "" && !/^[.[]/.test(rest))) {
      whole.add(reference);
      last = reference;
    }
  }
  return [...whole];
}

/** Whether a value is the instances of a resource. */
function isInstances(value: Value): boolean {
  if (!isValues(value) && !isList(value)) return false;
  const [first] = value.values();
  return first instanceof Unknown && first.address !== undefined;
}

/** Who takes a value, and for which argument. */
export interface Consumer {
  readonly argument: string;
  /** Instance key. */
  readonly key?: string;
  readonly hints?: ReadonlySet<string>;
  /** Whether a resource is planned. */
  typeAt(address: string): string | undefined;
}

/** Which of several references an argument takes; undefined where that leaves a choice. */
export function chosen(several: AmbiguousReference, consumer: Consumer): Unknown | undefined {
  const all = several.candidates.map((candidate) => instanceFor(candidate, several.keys, consumer));
  const fitting = all.filter(
    (candidate): candidate is Unknown =>
      candidate instanceof Unknown && acceptsType(consumer.argument, typeOf(candidate, consumer) ?? ""),
  );
  // A choice such as `try(…)` may name what `count = 0` leaves out, and what nothing tells is not the one that fits.
  const choices = fitting.length > 0 ? fitting : all;
  const distinct = new Map(
    choices.map((choice) => [choice instanceof Unknown ? choice.expression : undefined, choice] as const),
  );
  const [only] = distinct.values();
  return distinct.size === 1 && only instanceof Unknown ? withAttribute(only, consumer) : undefined;
}

const BY_KEY = /\b(?:each|count)\./;

/** All references that a list takes, in their order. */
export function chosenList(several: AmbiguousReference, consumer: Consumer): Unknown[] {
  // A list may hold all instances of another resource, whatever the key of its own.
  const { key: _key, hints: _hints, ...keyless } = consumer;
  const chooser = BY_KEY.test(several.expression) ? consumer : keyless;
  const all = several.candidates.flatMap((candidate) => {
    const one = instanceFor(candidate, several.keys, chooser);
    if (one !== undefined || candidate instanceof Unknown) return [one];
    return isValues(candidate) || isList(candidate) ? [...candidate.values()] : [];
  });
  const taken = all.flatMap((value) => (value instanceof Unknown ? withAttribute(value, consumer) : []));
  return [...new Map(taken.map((value) => [value.expression, value])).values()];
}

const typeOf = ({ address }: Unknown, consumer: Consumer): string | undefined =>
  address === undefined ? undefined : consumer.typeAt(address);

/** The instance that a reference to all of them means: the one whose key the expression holds, else the one of the taker's key. */
function instanceFor(candidate: Value, keys: readonly string[], { key, hints }: Consumer): Value {
  if (!isValues(candidate) && !isList(candidate)) return candidate;
  const at = (name: string): Value => (isValues(candidate) ? candidate.get(name) : candidate[Number(name)]);
  for (const names of [keys, key === undefined ? [] : [key], [...(hints ?? [])]]) {
    const found = new Set(names.flatMap((name) => at(name) ?? []));
    const [only] = found;
    if (found.size === 1) return only;
  }
  const [only, another] = candidate.values();
  return another === undefined ? only : undefined;
}

/** The reference with the attribute that the argument takes, where the plan has lost it. */
function withAttribute(reference: Unknown, consumer: Consumer): Unknown {
  const { address, attribute } = reference;
  if (address === undefined || attribute !== undefined) return reference;
  const taken = acceptedAttribute(consumer.argument, consumer.typeAt(address) ?? "");
  return taken === undefined ? reference : referenceTo(address, taken);
}
