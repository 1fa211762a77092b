import { evaluateTemplate } from "./expression";
import {
  entriesOf,
  fieldOf,
  isObject,
  type DepthLimit,
  isList,
  isValues,
  type Step,
  type Value,
  type Values,
} from "./value";
import type { Scope } from "./scope";
/** More instances and blocks than AWS allows of anything we read. */
const MOST = 100_000;

/** Evaluates JSON whose texts are templates. */
export class Evaluator {
  /** How many more instances and blocks may be made of a few lines. */
  private left = MOST;

  public constructor(private readonly nesting: DepthLimit) {}

  /**
   * The value of JSON at its place in the document.
   *
   * @throws TooDeepError
   */
  public evaluate(json: unknown, scope: Scope): Value {
    if (typeof json === "string") return evaluateTemplate(json, scope, this.nesting);
    if (typeof json === "number" || typeof json === "boolean" || json === null) return json;
    if (Array.isArray(json)) {
      const members: readonly unknown[] = json;
      return this.nesting.deeper(() => members.map((member) => this.evaluate(member, scope)));
    }
    return isObject(json) ? this.arguments(Object.entries(json), scope) : undefined;
  }

  /** The arguments of a resource or of a nested block, with what its dynamic blocks make. */
  public arguments(entries: readonly (readonly [string, unknown])[], scope: Scope): Values {
    return this.nesting.deeper(() => {
      const values = new Map<string, Value>();
      for (const [name, json] of entries) {
        // Terraform treats an argument that is null as omitted.
        if (json === null) continue;
        if (name !== "dynamic") {
          values.set(name, both(this.evaluate(json, scope), values.get(name)));
          continue;
        }
        for (const [block, bodies] of entriesOf(json)) {
          const list: readonly unknown[] = Array.isArray(bodies) ? bodies : [bodies];
          const made = list.flatMap((body) => this.dynamic(block, body, scope));
          values.set(block, both(values.get(block), made));
        }
      }
      return values;
    });
  }

  /** Whether so many more instances or blocks may be made. */
  public spend(number: number): boolean {
    if (number < 0 || number > this.left) return false;
    this.left -= number;
    return true;
  }

  /** The blocks that a dynamic one makes; none where the source does not specify how many elements. */
  private dynamic(block: string, body: unknown, scope: Scope): Value[] {
    const elements = elementsOf(this.evaluate(fieldOf(body, "for_each"), scope));
    if (elements === undefined || !this.spend(elements.length)) return [];
    const iterator = fieldOf(body, "iterator");
    const name = typeof iterator === "string" ? iterator : block;
    return elements.map(([key, value]) =>
      this.evaluate(fieldOf(body, "content"), scope.with(name, eachOf(key, value))),
    );
  }
}

/** What `each` and a dynamic block's iterator are. */
export const eachOf = (key: Step, value: Value): Values =>
  new Map<string, Value>([
    ["key", key],
    ["value", value],
  ]);

/** The elements of a `for_each`; undefined where the source does not specify. */
export function elementsOf(many: Value): readonly (readonly [Step, Value])[] | undefined {
  if (isValues(many)) return [...many];
  if (!isList(many)) return undefined;
  return many.every((member) => typeof member === "string")
    ? many.map((member) => [member, member] as const)
    : [...many.entries()];
}

const DEEPEST_HINT = 4;

/** The texts of an element, and of what it holds. */
export function textsIn(value: Value, depth = 0): ReadonlySet<string> {
  if (typeof value === "string") return new Set([value]);
  const members = isValues(value) || isList(value) ? [...value.values()] : [];
  if (depth >= DEEPEST_HINT || members.length > MOST_HINTS) return new Set();
  return new Set(members.flatMap((member) => [...textsIn(member, depth + 1)]).slice(0, MOST_HINTS));
}

const MOST_HINTS = 100;

/** A block written in one place and what is made of it in another, as one list. */
function both(one: Value, other: Value): Value {
  if (one === undefined) return other;
  return other === undefined ? one : [...asList(one), ...asList(other)];
}

const asList = (value: Value): readonly Value[] => (isList(value) ? value : [value]);
