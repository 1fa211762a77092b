/** A step into a value: a name of a map, or a place in a list. */
export type Step = string | number;

/** A placeholder for a value that only AWS will know. */
export class Unknown {
  public constructor(
    /** The expression, such as `aws_eip.a.public_ip`: equal expressions are equal values. */
    public readonly expression: string,
    /** Address of the resource that the expression names, where it is just that. */
    public readonly address?: string,
    /** Attribute of that resource, where the source tells which. */
    public readonly attribute?: string,
    /** The steps on from that attribute, such as the 0 of `private_ips[0]`. */
    public readonly path: readonly Step[] = [],
  ) {}
}

/** A text with values in it, such as `tier2.${aws_route53_zone.z.name}`: known as soon as all of them are. */
export class Template extends Unknown {
  public constructor(
    expression: string,
    public readonly parts: readonly Value[],
  ) {
    super(expression);
  }
}

/**
 * What a source tells only the references of: a plan lists what an expression refers to, not how. Readers choose among
 * them; none is left in a graph.
 */
export class AmbiguousReference extends Unknown {
  public constructor(
    expression: string,
    /** What the expression refers to: expressions, or the instances of a resource by key. */
    public readonly candidates: readonly Value[],
    /** Texts that may be the key of an instance among them. */
    public readonly keys: readonly string[],
  ) {
    super(expression);
  }
}

/** A text of a plan, or a placeholder. */
export type Text = string | Unknown;

/** A value as a reader hands it on: JSON in which what is not known yet is an `Unknown`. */
export type Value = string | number | boolean | null | undefined | Unknown | readonly Value[] | Values;

/** Attributes by name. A map, for a plan may name an attribute as a prototype does. */
export type Values = ReadonlyMap<string, Value>;

/** Tells texts apart: two that have the same key are the same value. */
export const keyOf = (text: Text): string => (text instanceof Unknown ? `\${${text.expression}}` : text);

/** Whether texts may be the same: a known one and one that is not, or two that are not, save attributes of two resources. */
export function maybeSame(one: Text, other: Text): boolean {
  if (keyOf(one) === keyOf(other)) return true;
  if (typeof one === "string" && typeof other === "string") return false;
  return !(namesResource(one) && namesResource(other));
}

const namesResource = (text: Text): boolean => text instanceof Unknown && text.address !== undefined;

/** A text for people. */
export const shown = (text: Text): string => (text instanceof Unknown ? "(known after apply)" : text);

/** Whether a value is a list. */
export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/** Whether a value is a map. */
export const isValues = (value: Value): value is Values => value instanceof Map;

/** A value as a text: numbers and flags as Terraform writes them. */
export function textOf(value: Value): Text | undefined {
  if (typeof value === "string" || value instanceof Unknown) return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

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
  /** Texts of the element that `for_each` made this instance of: they may name what the source does not specify. */
  readonly hints?: ReadonlySet<string>;
  /**
   * The arguments that the author wrote, by name, nested blocks included; absent in a state, which holds AWS's values
   * beside them.
   */
  readonly written?: Values;
}

/** What JSON calls an object. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An object's own field: a file may name one as a prototype does. */
export const fieldOf = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

/** The object that a field holds; undefined where it holds anything else. */
export function objectOf(value: unknown, name: string): JsonObject | undefined {
  const field = fieldOf(value, name);
  return isObject(field) ? field : undefined;
}

/** The list that a field holds; empty where it holds anything else. */
export function listOf(value: unknown, name: string): readonly unknown[] {
  const field = fieldOf(value, name);
  return Array.isArray(field) ? field : [];
}

/** The text that a field holds; undefined where it holds anything else. */
export function textIn(value: unknown, name: string): string | undefined {
  const field = fieldOf(value, name);
  return typeof field === "string" ? field : undefined;
}

/** The fields of an object; none where it is anything else. */
export const entriesOf = (value: unknown): [string, unknown][] =>
  isObject(value) ? Object.entries(value) : [];

/** Values that are made once, when first asked for. */
export class Memo {
  private readonly values = new Map<string, Value>();

  public constructor(private readonly nesting: DepthLimit) {}

  /** The value of a name; undefined while it is being made, for a value that needs itself is none. */
  public get(name: string, make: () => Value): Value {
    if (this.values.has(name)) return this.values.get(name);
    this.values.set(name, undefined);
    const value = this.nesting.deeper(make);
    this.values.set(name, value);
    return value;
  }
}

/** More than any provider's schema or anybody's variables need, and few enough for the call stack. */
const DEEPEST = 250;

/** Thrown where values lie so deep in one another that no Terraform wrote them. */
export class TooDeepError extends Error {
  public constructor() {
    super(`nested deeper than ${DEEPEST} levels`);
    this.name = "TooDeepError";
  }
}

/** Counts how deep a reader is, so that hostile input ends in an error instead of a stack overflow. */
export class DepthLimit {
  private depth = 0;

  /**
   * Does what lies one level deeper.
   *
   * @throws TooDeepError
   */
  public deeper<T>(work: () => T): T {
    if (this.depth >= DEEPEST) throw new TooDeepError();
    this.depth++;
    try {
      return work();
    } finally {
      this.depth--;
    }
  }
}

/**
 * JSON as a value, texts as they are.
 *
 * @throws TooDeepError
 */
export function plain(json: unknown, nesting: DepthLimit): Value {
  if (typeof json === "string" || typeof json === "number" || typeof json === "boolean" || json === null)
    return json;
  if (Array.isArray(json)) {
    const members: readonly unknown[] = json;
    return nesting.deeper(() => members.map((member) => plain(member, nesting)));
  }
  return isObject(json) ? plainValues(json, nesting) : undefined;
}

/** The fields of JSON as values; none where it is no object. */
export const plainValues = (json: unknown, nesting: DepthLimit): Values =>
  nesting.deeper(
    () =>
      new Map(
        isObject(json) ? Object.entries(json).map(([name, field]) => [name, plain(field, nesting)]) : [],
      ),
  );
