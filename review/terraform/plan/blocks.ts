import { acceptsType, acceptedTypes } from "../reference-schema";
import type { Planned } from "./plan-blocks";
import { chosenList, type Consumer } from "./references";
import {
  isList,
  isValues,
  AmbiguousReference,
  textOf,
  Unknown,
  type Step,
  type Value,
  type Values,
} from "../value";

/** One of the instances of a resource. */
export interface PlannedInstance {
  readonly address: string;
  readonly key?: Step;
  /** Texts of the element that it was made of. */
  readonly hints: ReadonlySet<string>;
}

/** What is planned at the addresses that expressions name. */
export interface PlannedAddresses {
  typeAt(address: string): string | undefined;
  /** Whether an attribute is known while planning. */
  knows(address: string, attribute: string): boolean;
  /** The resources of a type in a module, each with its instances. */
  instancesOf(module: string, type: string): readonly (readonly PlannedInstance[])[];
}

/**
 * Fills the blocks that a dynamic one makes. Of its content a plan tells nothing but the known values, so that what the
 * rest refers to is concluded: from a variable of the block's name, which by custom the block is made of; else from
 * resources that were made of the same elements.
 */
export class DynamicBlocks {
  public constructor(
    private readonly module: string,
    private readonly addresses: PlannedAddresses,
    private readonly opaque: (path: readonly Step[]) => Unknown,
    private readonly consumer: (argument: string) => Consumer,
  ) {}

  /** @param source what the blocks may be made of */
  public filled(blocks: readonly Planned[], source: Value, path: readonly Step[]): Value {
    // Where blocks differ in what is known, their order tells nothing: they are a set.
    const places = alike(blocks) ? blocks.length : 0;
    return blocks.map((block, place) => this.block(block, { source, places, place }, [...path, place]));
  }

  private block(block: Planned, from: Origin, path: readonly Step[]): Value {
    const [known, unknowns] = [mapOf(block.value), mapOf(block.unknown)];
    const names = [...new Set([...known.keys(), ...unknowns.keys()])];
    const texts = new Set([...known.values()].map(textOf).filter((text) => typeof text === "string"));
    return new Map(
      names.map((name): [string, Value] => {
        const [value, unknown] = [known.get(name), unknowns.get(name)];
        const inner = [...path, name];
        if (unknown === true) return [name, this.concluded(name, texts, from) ?? this.opaque(inner)];
        if (!isList(value) || !value.every(isValues)) return [name, value];
        const blocks = value.map((one, i) => ({
          value: one,
          unknown: isList(unknown) ? unknown[i] : undefined,
        }));
        return [name, this.filled(blocks, from.source, inner)];
      }),
    );
  }

  private concluded(argument: string, texts: ReadonlySet<string>, from: Origin): Unknown | undefined {
    return this.fromSource(argument, from) ?? this.fromElements(argument, texts, from);
  }

  private fromSource(argument: string, { source, places, place }: Origin): Unknown | undefined {
    if (!(source instanceof AmbiguousReference)) return undefined;
    const fitting = chosenList(source, this.consumer(argument)).filter(({ address }) =>
      acceptsType(argument, (address === undefined ? undefined : this.addresses.typeAt(address)) ?? ""),
    );
    return fitting.length === places ? fitting[place] : undefined;
  }

  private fromElements(
    argument: string,
    texts: ReadonlySet<string>,
    { places, place }: Origin,
  ): Unknown | undefined {
    const groups = acceptedTypes(argument).flatMap((type) => this.addresses.instancesOf(this.module, type));
    const sameElement = groups.flatMap((group) =>
      group.filter(({ hints }) => [...hints].some((hint) => hint !== "" && texts.has(hint))),
    );
    const [instance, another] = sameElement;
    if (instance !== undefined && another === undefined) return this.reference(instance, argument);
    // As many blocks as instances, all alike: which is which makes no difference, if all arguments follow one order.
    const sameNumber = groups.filter(
      (group) => group.length === places && group.every(({ key }) => key !== undefined),
    );
    const [only, other] = sameNumber;
    if (places < 2 || only === undefined || other !== undefined) return undefined;
    const chosen = [...only].sort((a, b) => (String(a.key) < String(b.key) ? -1 : 1))[place];
    return chosen === undefined ? undefined : this.reference(chosen, argument);
  }

  private reference({ address }: PlannedInstance, argument: string): Unknown | undefined {
    const whole = new Unknown(address, address);
    return chosenList(new AmbiguousReference(address, [whole], []), this.consumer(argument))[0];
  }
}

/** What a block may be made of, and which of several alike it is. */
interface Origin {
  readonly source: Value;
  /** How many are alike; none where they are not. */
  readonly places: number;
  readonly place: number;
}

const NONE: Values = new Map();
const mapOf = (value: Value): Values => (isValues(value) ? value : NONE);

/** Whether blocks differ in nothing that is known. */
function alike(blocks: readonly Planned[]): boolean {
  const shape = ({ value }: Planned): string =>
    JSON.stringify([...mapOf(value)].filter(([, field]) => !isList(field) && !(field instanceof Map)));
  return new Set(blocks.map(shape)).size === 1;
}
