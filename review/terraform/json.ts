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
