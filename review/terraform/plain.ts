import { isObject } from "./json";
import type { Nesting } from "./nesting";
import type { Value, Values } from "./value";

/**
 * JSON as a value, texts as they stand.
 *
 * @throws TooDeepError
 */
export function plain(json: unknown, nesting: Nesting): Value {
  if (typeof json === "string" || typeof json === "number" || typeof json === "boolean" || json === null)
    return json;
  if (Array.isArray(json)) {
    const members: readonly unknown[] = json;
    return nesting.deeper(() => members.map((member) => plain(member, nesting)));
  }
  return isObject(json) ? plainValues(json, nesting) : undefined;
}

/** The fields of JSON as values; none where it is no object. */
export const plainValues = (json: unknown, nesting: Nesting): Values =>
  nesting.deeper(
    () =>
      new Map(
        isObject(json) ? Object.entries(json).map(([name, field]) => [name, plain(field, nesting)]) : [],
      ),
  );
