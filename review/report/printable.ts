/**
 * What a reader must not get raw: what steers a terminal (control characters), reorders a line (bidirectional
 * controls), cannot be seen (zero-width and other ignorable characters), or is no character (lone surrogates,
 * private use, unassigned).
 */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Blanks and line breaks: a report has its own lines. */
const BLANKS = /[\p{Zs}\t\n\v\f\r]+/gu;

/** Marks that sit on the character before: more than a few climb over the lines above and below. */
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;

/** How a command to the runner of a pipeline begins, wherever in a line it is (GitHub, Azure). */
const RUNNER_COMMAND = /##(?=\[)/g;

/**
 * A text from a plan as one line that a reader can see whole: blanks become single spaces, and what cannot be
 * printed its code, such as `\u{202e}`.
 */
export function printable(text: string): string {
  return text
    .replace(BLANKS, " ")
    .trim()
    .replace(UNPRINTABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(STACKED_MARKS, "$1")
    .replace(RUNNER_COMMAND, "#\\u{23}");
}

/** What speaks to a runner (`::error::`), or ends a block of Markdown that a text is printed in, where it begins a line. */
const SPEAKING_START = /^(?:::|`{3,}|~{3,})/;

/** A word that may begin a line of a report that is printed to a log, or into a block of a comment. */
export function quietStart(word: string): string {
  const code = (word.codePointAt(0) ?? 0).toString(16);
  return SPEAKING_START.test(word) ? `\\u{${code}}${word.slice(1)}` : word;
}

/** The beginning of a long text, with the number of characters that are left out. */
export function clip(text: string, characters: number): string {
  if (text.length <= characters) return text;
  // A surrogate pair is not cut in two.
  const kept = text.slice(0, characters).replace(/[\ud800-\udbff]$/, "");
  return `${kept}… (${text.length - kept.length} more characters)`;
}
