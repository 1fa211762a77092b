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
  told(expression: unknown): Value;
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
      (way) => this.bare(way),
      (argument) => this.taker(argument),
    );
  }

  public read(): { readonly values: Values; readonly written?: Values } {
    const { planned, unknown, expressions } = this.resource;
    const written = new Map(entriesOf(expressions).map(([name, told]) => [name, this.writtenAs(told)]));
    const names = new Set([...planned.keys(), ...unknown.keys()]);
    const values = new Map<string, Value>();
    for (const name of names) {
      const plan = { value: planned.get(name), unknown: unknown.get(name) };
      values.set(name, this.filled(plan, written.get(name), [name]));
    }
    if (!isObject(expressions)) return { values };
    const kept = new Map<string, Value>();
    for (const [name, told] of written) kept.set(name, this.asWritten(values.get(name), told, [name]));
    for (const [name, value] of values)
      if (!written.has(name) && isBlocks(value)) kept.set(name, this.bare([name]));
    return { values, written: kept };
  }

  /** An argument as the configuration has it: blocks as lists of maps. */
  private writtenAs(told: unknown): Value {
    return this.nesting.deeper((): Value => {
      if (Array.isArray(told)) return told.map((block: unknown) => this.writtenAs(block));
      if (!isExpression(told))
        return new Map(entriesOf(told).map(([name, field]) => [name, this.writtenAs(field)]));
      return this.resource.told(told) ?? new Unknown(UNTOLD);
    });
  }

  /** A planned value, with expressions for what of it is unknown. */
  private filled(planned: Planned, told: Value, way: readonly Step[]): Value {
    const { value, unknown } = planned;
    if (unknown === true) return this.unknown(told, way);
    if (isBlocks(value)) return this.blocks(value, unknown, told, way);
    if (!hasUnknown(unknown)) return value;
    if (isList(value)) return this.members(value, unknown, told, way);
    if (!isValues(value) && !isValues(unknown)) return value;
    const [known, open] = [isValues(value) ? value : NONE, isValues(unknown) ? unknown : NONE];
    const names = [...new Set([...known.keys(), ...open.keys()])];
    return new Map(
      names.map((name) => {
        const field = { value: known.get(name), unknown: open.get(name) };
        return [name, this.filled(field, isValues(told) ? told.get(name) : several(told), [...way, name])];
      }),
    );
  }

  private blocks(value: readonly Value[], unknown: Value, told: Value, way: readonly Step[]): Value {
    const blocks = value.map((block, i) => ({
      value: block,
      unknown: isList(unknown) ? unknown[i] : unknown,
    }));
    const pairs = isList(told) ? inPlannedOrder(blocks, told) : undefined;
    if (pairs !== undefined)
      return pairs.map((pair, i) => this.filled(pair.planned, pair.written, [...way, i]));
    if (!hasUnknown(unknown)) return value;
    return this.dynamic.filled(blocks, told ?? this.resource.variable(String(way[0])), way);
  }

  private members(value: readonly Value[], unknown: Value, told: Value, way: readonly Step[]): Value {
    const open = value.map((_, i) => (isList(unknown) ? unknown[i] : undefined));
    const number = open.filter((member) => member === true).length;
    const list = told instanceof AmbiguousReference ? chosenList(told, this.taker(argumentOf(way))) : told;
    const inOrder = isList(list) && list.length === number ? [...list] : [];
    return value.map((member, i) => {
      if (open[i] !== true) return member;
      const at = isList(list) && list.length === value.length ? list[i] : inOrder.shift();
      return at instanceof Unknown ? at : this.bare([...way, i]);
    });
  }

  /** What stands for a value that is known after apply. */
  private unknown(told: Value, way: readonly Step[]): Value {
    const [name, ...path] = way;
    // What nobody wrote, AWS or the provider chooses.
    if (told === undefined) return referenceTo(this.resource.address, String(name), path);
    const argument = argumentOf(way);
    if (told instanceof AmbiguousReference) {
      if (acceptsList(argument)) {
        const list = chosenList(told, this.taker(argument));
        return list.length === 0 ? this.bare(way) : list;
      }
      if (acceptedKeys(argument).length > 0) return this.entries(told, way);
      const one = chosen(told, this.taker(argument));
      return one === undefined || this.isPartOf(one) ? this.bare(way) : one;
    }
    if (told instanceof Unknown) return told.expression === UNTOLD ? this.bare(way) : told;
    return isList(told) || isValues(told) ? this.settled(told, way) : this.bare(way);
  }

  /** A map of which the plan tells neither keys nor values, but what the values refer to. */
  private entries(told: AmbiguousReference, way: readonly Step[]): Values {
    const argument = argumentOf(way);
    const named = (key: string): Unknown | undefined => {
      const one = chosen(told, this.taker(key));
      const type = one?.address === undefined ? undefined : this.addresses.typeAt(one.address);
      return type !== undefined && acceptsType(key, type) ? one : undefined;
    };
    return new Map([
      ...acceptedKeys(argument).flatMap((key) => {
        const one = named(key);
        return one === undefined ? [] : [[key, one] as const];
      }),
      ...optionalKeys(argument).map((key) => [key, named(key) ?? this.bare([...way, key])] as const),
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
  private asWritten(filled: Value, told: Value, way: readonly Step[]): Value {
    if (isList(told) && isBlocks(told) && isList(filled) && filled.length === told.length)
      return told.map((block, i) => this.asWritten(filled[i], block, [...way, i]));
    if (isValues(told) && isValues(filled))
      return new Map(
        [...told].map(([name, field]) => [name, this.asWritten(filled.get(name), field, [...way, name])]),
      );
    return filled === undefined ? this.settled(told, way) : filled;
  }

  /** A value in which nothing is left to choose. */
  private settled(value: Value, way: readonly Step[]): Value {
    if (value instanceof AmbiguousReference)
      return chosen(value, this.taker(argumentOf(way))) ?? this.bare(way);
    if (value instanceof Unknown && value.expression === UNTOLD) return this.bare(way);
    if (isList(value)) return value.map((member, i) => this.settled(member, [...way, i]));
    if (!isValues(value)) return value;
    return new Map([...value].map(([name, field]) => [name, this.settled(field, [...way, name])]));
  }

  private bare(way: readonly Step[]): Unknown {
    const { address } = this.resource;
    return new Unknown(referenceTo(address, String(way[0]), way.slice(1)).expression);
  }

  private taker(argument: string): Consumer {
    const { key, hints } = this.resource;
    const typeAt = (address: string): string | undefined => this.addresses.typeAt(address);
    return key === undefined ? { argument, hints, typeAt } : { argument, key, hints, typeAt };
  }
}

const UNTOLD = "(an expression that the plan does not tell)";
const NONE: Values = new Map();

const isExpression = (told: unknown): boolean =>
  isObject(told) &&
  (Object.keys(told).length === 0 ||
    fieldOf(told, "constant_value") !== undefined ||
    Array.isArray(fieldOf(told, "references")));

const isBlocks = (value: Value): value is readonly Value[] =>
  isList(value) && value.length > 0 && value.every(isValues);

const several = (told: Value): AmbiguousReference | undefined =>
  told instanceof AmbiguousReference ? told : undefined;

const argumentOf = (way: readonly Step[]): string => way.findLast((step) => typeof step === "string") ?? "";

function hasUnknown(unknown: Value): boolean {
  if (isList(unknown)) return unknown.some(hasUnknown);
  return isValues(unknown) ? [...unknown.values()].some(hasUnknown) : unknown === true;
}
