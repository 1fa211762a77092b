import fc from "fast-check";

const SURROGATES = { first: 0xd800, count: 0x800 };

/** Any code point but half of a surrogate pair. */
const character = fc
  .integer({ min: 0, max: 0x10ffff - SURROGATES.count })
  .map((n) => String.fromCodePoint(n < SURROGATES.first ? n : n + SURROGATES.count));

/** Any text. The same as fast-check's unit "binary", which lists all code points first: that takes a second. */
export const anyText = fc.string({ unit: character });
