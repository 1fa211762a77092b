import { isDeepStrictEqual } from "node:util";

/** The addresses in both whose resources differ. */
export const changed = (before: Map<string, unknown>, after: Map<string, unknown>): string[] =>
  [...before.keys()].filter(
    (address) => after.has(address) && !isDeepStrictEqual(before.get(address), after.get(address)),
  );
