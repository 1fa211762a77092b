/** What stands in for a value that AWS alone will know. */
export class Unknown {
  public constructor(
    /** The expression, such as `aws_eip.a.public_ip`: equal expressions are equal values. */
    public readonly expression: string,
    /** Address of the resource that the expression names, where it is just that. */
    public readonly address?: string,
    /** Attribute of that resource, where the source tells which. */
    public readonly attribute?: string,
  ) {}
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
