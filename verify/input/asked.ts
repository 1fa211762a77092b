import { UnreadableInputError } from "sems-review/reporting";

/**
 * Those that are asked for by name; all where nothing is asked for.
 *
 * @throws UnreadableInputError where there is none of a name
 */
export function askedFor<T extends { readonly name: string }>(
  source: string,
  accesses: readonly T[],
  only: readonly string[],
): T[] {
  const names = accesses.map(({ name }) => name);
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new UnreadableInputError(
      source,
      `no client access named ${unknown.join(", ")}; the input has ${names.join(", ")}`,
    );
  }
  return accesses.filter(({ name }) => only.length === 0 || only.includes(name));
}
