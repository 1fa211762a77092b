import { clip, printable } from "./printable";

/**
 * How text from a plan gets into Markdown: everything that could mean something to Markdown, to HTML or to the site that
 * shows it (mentions, references to issues and commits, links made of bare addresses, emoji, formulas) goes into a code
 * span, where none of them works. What stays outside is plain words: nothing is escaped, so nothing can be escaped wrongly.
 * Plain words must not begin a line, where `1.` is a list.
 */

/** Characters of a name, an address or the like before it is clipped. */
const NAME_LENGTH = 200;

/** A word with letters and figures alone, in quotation marks or brackets, with what may follow a word. */
const PLAIN_WORD =
  /^["'(]*(?:\p{Script=Latin}+|\d+[.,]\d+|[\p{Script=Latin}\d]+)(?:[-'’/][\p{Script=Latin}\d]+)*["')]*[.,;:!?%]?["')]*$/u;

/** Plain words, or parts of one, that become links all the same: `GH-1`, `www`, and what could be a commit's name. */
const LINKING_WORD = /(?:^["'(]*|[-'’/])(?:gh-\d|www|[\da-f]{7,}(?![\p{Script=Latin}\d]))/iu;

/** Marks between words. */
const BETWEEN_WORDS = /^[%–—]["')]*[.,;:!?]?$/;

/** What stays outside of a code span: brackets and quotation marks around it, punctuation after it. */
const SPAN = /^(["'(]*)(.*?)([.,;:!?"')]*)$/u;

/** A text from a plan as code span, on one line. */
export function code(text: string, length = NAME_LENGTH): string {
  const shown = clip(printable(text), length) || "(empty)";
  // The fence is longer than any in the text.
  const fence = "`".repeat(1 + Math.max(0, ...Array.from(shown.matchAll(/`+/g), ([run]) => run.length)));
  // A blank apart from the fence: a backtick would lengthen it, and a dollar beside it begins a formula on GitHub.
  const blank = /^[`$]|[`$]$/.test(shown) ? " " : "";
  return fence + blank + shown + blank + fence;
}

/** A text from a plan as code span in a table: a vertical bar would end the cell, even in a code span. */
export function cell(text: string): string {
  return code(text.replaceAll("|", "\\u{7c}"), 60);
}

/** A sentence with text from a plan in it: plain words as they are, all else in code spans. */
export function prose(text: string, length = 1000): string {
  const parts: string[] = [];
  let technical: string[] = [];
  const flush = () => {
    if (technical.length > 0) parts.push(span(technical.join(" ")));
    technical = [];
  };
  for (const word of clip(printable(text), length).split(" ")) {
    if (isPlain(word)) {
      flush();
      parts.push(word);
    } else {
      technical.push(word);
      if (/[.,;:!?]$/.test(word)) flush();
    }
  }
  flush();
  return parts.join(" ");
}

function isPlain(word: string): boolean {
  return BETWEEN_WORDS.test(word) || (PLAIN_WORD.test(word) && !LINKING_WORD.test(word));
}

function span(words: string): string {
  const [, before = "", inner = "", after = ""] = SPAN.exec(words) ?? [];
  return inner === "" ? code(words) : before + code(inner, words.length) + after;
}
