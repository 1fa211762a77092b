/** A way into a value: a name of a map, or a place in a list. */
export type Step = string | number;

/** What stands in for a value that AWS alone will know. */
export class Unknown {
  public constructor(
    /** The expression, such as `aws_eip.a.public_ip`: equal expressions are equal values. */
    public readonly expression: string,
    /** Address of the resource that the expression names, where it is just that. */
    public readonly address?: string,
    /** Attribute of that resource, where the source tells which. */
    public readonly attribute?: string,
    /** The way on from that attribute, such as the 0 of `private_ips[0]`. */
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
export class Several extends Unknown {
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

/** A text of a plan, or what stands in for it. */
export type Text = string | Unknown;

/** A value as a reader hands it on: JSON in which what is not known yet is an `Unknown`. */
export type Value = string | number | boolean | null | undefined | Unknown | readonly Value[] | Values;

/** Attributes by name. A map, for a plan may name an attribute as a prototype does. */
export type Values = ReadonlyMap<string, Value>;

/** Tells texts apart: two that have the same key are the same value. */
export const keyOf = (text: Text): string => (text instanceof Unknown ? `\${${text.expression}}` : text);

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
