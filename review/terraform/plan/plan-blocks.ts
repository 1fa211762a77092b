import { isList, isValues, textOf, Unknown, type Value, type Values } from "../value";

/** What is planned beside what of it is unknown until apply: `true` in the place of each such value. */
export interface Planned {
  readonly value: Value;
  readonly unknown: Value;
}

/**
 * Puts blocks as they are written in the order of the planned ones, which may be another: a set has none. Undefined
 * where the planned blocks are made otherwise, as by a dynamic block.
 */
export function inPlannedOrder(
  planned: readonly Planned[],
  written: readonly Value[],
): readonly Pair[] | undefined {
  if (planned.length !== written.length) return undefined;
  const unknowns = new Set(planned.keys());
  const pairs = new Map<Value, number>();
  const waiting = new Set(written);
  if (planned.length > MOST) return undefined;
  for (let found = true; found;) {
    found = false;
    for (const block of waiting) {
      const fitting = [...unknowns].filter((i) => fits(planned[i], block));
      const [first] = fitting;
      if (first === undefined || !(fitting.length === 1 || alike(fitting.map((i) => planned[i])))) continue;
      pairs.set(block, first);
      unknowns.delete(first);
      waiting.delete(block);
      found = true;
    }
  }
  // Where a choice is left, only what the planned blocks agree on is taken from them.
  const rest = [...unknowns].flatMap((i) => planned[i] ?? []);
  return written.map((block) => {
    const at = pairs.get(block);
    return { written: block, planned: (at === undefined ? undefined : planned[at]) ?? agreed(rest) };
  });
}

/** More blocks than AWS allows; comparing each with each takes time. */
const MOST = 200;

/** A block as written, and as planned. */
export interface Pair {
  readonly written: Value;
  readonly planned: Planned;
}

/** Whether a planned block may be one that is written. */
function fits(planned: Planned | undefined, written: Value): boolean {
  if (planned === undefined || !isValues(written) || !isValues(planned.value)) return planned !== undefined;
  for (const [name, value] of written) {
    const [configured, known] = [textOf(value), textOf(planned.value.get(name))];
    if (configured === undefined || configured instanceof Unknown) continue;
    const unknown = isValues(planned.unknown) && planned.unknown.get(name) === true;
    if (unknown || (known !== undefined && known !== configured)) return false;
  }
  return true;
}

const alike = (blocks: readonly (Planned | undefined)[]): boolean =>
  new Set(blocks.map((block) => signature(block?.value) + signature(block?.unknown))).size === 1;

/** A text that equal values share. */
function signature(value: Value): string {
  if (value instanceof Unknown) return value.expression;
  if (isList(value)) return `[${value.map(signature).join()}]`;
  if (isValues(value)) return `{${[...value].map(([name, field]) => `${name}:${signature(field)}`).join()}}`;
  return value === undefined ? "" : JSON.stringify(value);
}

/** What all blocks say alike; the rest is as good as unknown. */
function agreed(blocks: readonly Planned[]): Planned {
  const values = blocks.map(({ value }) => (isValues(value) ? value : NONE));
  const unknowns = blocks.map(({ unknown }) => (isValues(unknown) ? unknown : NONE));
  const names = new Set([...values, ...unknowns].flatMap((block) => [...block.keys()]));
  const value = new Map<string, Value>();
  const unknown = new Map<string, Value>();
  for (const name of names) {
    const same = alike(
      values.map((block, i) => ({ value: block.get(name), unknown: unknowns[i]?.get(name) })),
    );
    if (same) value.set(name, values[0]?.get(name));
    unknown.set(name, same ? unknowns[0]?.get(name) : true);
  }
  return { value, unknown };
}

const NONE: Values = new Map();
