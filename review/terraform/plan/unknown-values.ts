import { optionalKeys, acceptedKeys, acceptsList, acceptsType } from "../reference-schema";
import { DynamicBlocks, type PlannedAddresses } from "./blocks";
import {
  entriesOf,
  fieldOf,
  isObject,
  type DepthLimit,
  isList,
  isValues,
  AmbiguousReference,
  Unknown,
  type Step,
  type Value,
  type Values,
} from "../value";
import { inPlannedOrder, type Planned } from "./plan-blocks";
import { chosen, chosenList, type Consumer } from "./references";
import { referenceTo } from "../traversal";

/** What a plan tells of one resource. */
export interface PlanResource {
  readonly address: string;
  /** Address of the module. */
  readonly module: string;
  readonly key?: string;
  readonly hints: ReadonlySet<string>;
  readonly planned: Values;
  /** `true` for each value that is known after apply. */
  readonly unknown: Values;
  /** The expressions of the configuration; undefined where it has none. */
  readonly expressions: unknown;
  /** What an expression comes to. */
  configured(expression: unknown): Value;
  /** What a variable of the module comes to. */
  variable(name: string): Value;
}

/** Puts the expressions of a resource in the place of the values that are known after apply. */
export class PlanReading {
  private readonly dynamic: DynamicBlocks;

  public constructor(
    private readonly resource: PlanResource,
    private readonly addresses: PlannedAddresses,
    private readonly nesting: DepthLimit,
  ) {
    this.dynamic = new DynamicBlocks(
      resource.module,
      addresses,
      (path) => this.opaque(path),
      (argument) => this.consumer(argument),
    );
  }

  public read(): { readonly values: Values; readonly written?: Values } {
    const { planned, unknown, expressions } = this.resource;
    const written = new Map(
      entriesOf(expressions).map(([name, configured]) => [name, this.writtenAs(configured)]),
    );
    const names = new Set([...planned.keys(), ...unknown.keys()]);
    const values = new Map<string, Value>();
    for (const name of names) {
      const plan = { value: planned.get(name), unknown: unknown.get(name) };
      values.set(name, this.filled(plan, written.get(name), [name]));
    }
    if (!isObject(expressions)) return { values };
    const kept = new Map<string, Value>();
    for (const [name, configured] of written)
      kept.set(name, this.asWritten(values.get(name), configured, [name]));
    for (const [name, value] of values)
      if (!written.has(name) && isBlocks(value)) kept.set(name, this.opaque([name]));
    return { values, written: kept };
  }

  /** An argument as the configuration has it: blocks as lists of maps. */
  private writtenAs(configured: unknown): Value {
    return this.nesting.deeper((): Value => {
      if (Array.isArray(configured)) return configured.map((block: unknown) => this.writtenAs(block));
      if (!isExpression(configured))
        return new Map(entriesOf(configured).map(([name, field]) => [name, this.writtenAs(field)]));
      return this.resource.configured(configured) ?? new Unknown(UNRESOLVED);
    });
  }

  /** A planned value, with expressions for what of it is unknown. */
  private filled(planned: Planned, configured: Value, path: readonly Step[]): Value {
    const { value, unknown } = planned;
    if (unknown === true) return this.unknown(configured, path);
    if (isBlocks(value)) return this.blocks(value, unknown, configured, path);
    if (!hasUnknown(unknown)) return value;
    if (isList(value)) return this.members(value, unknown, configured, path);
    if (!isValues(value) && !isValues(unknown)) return value;
    const [known, unknowns] = [isValues(value) ? value : NONE, isValues(unknown) ? unknown : NONE];
    const names = [...new Set([...known.keys(), ...unknowns.keys()])];
    return new Map(
      names.map((name) => {
        const field = { value: known.get(name), unknown: unknowns.get(name) };
        return [
          name,
          this.filled(field, isValues(configured) ? configured.get(name) : several(configured), [
            ...path,
            name,
          ]),
        ];
      }),
    );
  }

  private blocks(value: readonly Value[], unknown: Value, configured: Value, path: readonly Step[]): Value {
    const blocks = value.map((block, i) => ({
      value: block,
      unknown: isList(unknown) ? unknown[i] : unknown,
    }));
    const pairs = isList(configured) ? inPlannedOrder(blocks, configured) : undefined;
    if (pairs !== undefined)
      return pairs.map((pair, i) => this.filled(pair.planned, pair.written, [...path, i]));
    if (!hasUnknown(unknown)) return value;
    return this.dynamic.filled(blocks, configured ?? this.resource.variable(String(path[0])), path);
  }

  private members(value: readonly Value[], unknown: Value, configured: Value, path: readonly Step[]): Value {
    const unknowns = value.map((_, i) => (isList(unknown) ? unknown[i] : undefined));
    const number = unknowns.filter((member) => member === true).length;
    const list =
      configured instanceof AmbiguousReference
        ? chosenList(configured, this.consumer(argumentOf(path)))
        : configured;
    const inOrder = isList(list) && list.length === number ? [...list] : [];
    return value.map((member, i) => {
      if (unknowns[i] !== true) return member;
      const at = isList(list) && list.length === value.length ? list[i] : inOrder.shift();
      return at instanceof Unknown ? at : this.opaque([...path, i]);
    });
  }

  /** What represents a value that is known after apply. */
  private unknown(configured: Value, path: readonly Step[]): Value {
    const [name, ...rest] = path;
    // What is not written, AWS or the provider chooses.
    if (configured === undefined) return referenceTo(this.resource.address, String(name), rest);
    const argument = argumentOf(path);
    if (configured instanceof AmbiguousReference) {
      if (acceptsList(argument)) {
        const list = chosenList(configured, this.consumer(argument));
        return list.length === 0 ? this.opaque(path) : list;
      }
      if (acceptedKeys(argument).length > 0) return this.entries(configured, path);
      const one = chosen(configured, this.consumer(argument));
      return one === undefined || this.isPartOf(one) ? this.opaque(path) : one;
    }
    if (configured instanceof Unknown)
      return configured.expression === UNRESOLVED ? this.opaque(path) : configured;
    return isList(configured) || isValues(configured) ? this.settled(configured, path) : this.opaque(path);
  }

  /** A map of which the plan tells neither keys nor values, but what the values refer to. */
  private entries(configured: AmbiguousReference, path: readonly Step[]): Values {
    const argument = argumentOf(path);
    const named = (key: string): Unknown | undefined => {
      const one = chosen(configured, this.consumer(key));
      const type = one?.address === undefined ? undefined : this.addresses.typeAt(one.address);
      return type !== undefined && acceptsType(key, type) ? one : undefined;
    };
    return new Map([
      ...acceptedKeys(argument).flatMap((key) => {
        const one = named(key);
        return one === undefined ? [] : [[key, one] as const];
      }),
      ...optionalKeys(argument).map((key) => [key, named(key) ?? this.opaque([...path, key])] as const),
    ]);
  }

  /** Whether an unknown value must be more than this reference, for the reference alone would be known. */
  private isPartOf({ address, attribute, path }: Unknown): boolean {
    return (
      address !== undefined &&
      attribute !== undefined &&
      path.length === 0 &&
      this.addresses.knows(address, attribute)
    );
  }

  /** Of a filled value, what is written. */
  private asWritten(filled: Value, configured: Value, path: readonly Step[]): Value {
    if (isList(configured) && isBlocks(configured) && isList(filled) && filled.length === configured.length)
      return configured.map((block, i) => this.asWritten(filled[i], block, [...path, i]));
    if (isValues(configured) && isValues(filled))
      return new Map(
        [...configured].map(([name, field]) => [
          name,
          this.asWritten(filled.get(name), field, [...path, name]),
        ]),
      );
    return filled === undefined ? this.settled(configured, path) : filled;
  }

  /** A value in which nothing is left to choose. */
  private settled(value: Value, path: readonly Step[]): Value {
    if (value instanceof AmbiguousReference)
      return chosen(value, this.consumer(argumentOf(path))) ?? this.opaque(path);
    if (value instanceof Unknown && value.expression === UNRESOLVED) return this.opaque(path);
    if (isList(value)) return value.map((member, i) => this.settled(member, [...path, i]));
    if (!isValues(value)) return value;
    return new Map([...value].map(([name, field]) => [name, this.settled(field, [...path, name])]));
  }

  private opaque(path: readonly Step[]): Unknown {
    const { address } = this.resource;
    return new Unknown(referenceTo(address, String(path[0]), path.slice(1)).expression);
  }

  private consumer(argument: string): Consumer {
    const { key, hints } = this.resource;
    const typeAt = (address: string): string | undefined => this.addresses.typeAt(address);
    return key === undefined ? { argument, hints, typeAt } : { argument, key, hints, typeAt };
  }
}

const UNRESOLVED = "(an expression that the plan does not specify)";
const NONE: Values = new Map();

const isExpression = (configured: unknown): boolean =>
  isObject(configured) &&
  (Object.keys(configured).length === 0 ||
    fieldOf(configured, "constant_value") !== undefined ||
    Array.isArray(fieldOf(configured, "references")));

const isBlocks = (value: Value): value is readonly Value[] =>
  isList(value) && value.length > 0 && value.every(isValues);

const several = (configured: Value): AmbiguousReference | undefined =>
  configured instanceof AmbiguousReference ? configured : undefined;

const argumentOf = (path: readonly Step[]): string => path.findLast((step) => typeof step === "string") ?? "";

function hasUnknown(unknown: Value): boolean {
  if (isList(unknown)) return unknown.some(hasUnknown);
  return isValues(unknown) ? [...unknown.values()].some(hasUnknown) : unknown === true;
}
