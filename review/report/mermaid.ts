import type { Box, Diagram } from "../report-model";
import { drawing } from "./diagram/layout";

/** The brackets that make a box's shape. */
const SHAPES: Readonly<Record<Box["kind"], readonly [string, string]>> = {
  name: ["([", "])"],
  address: ["[/", "/]"],
  "load-balancer": ["{{", "}}"],
  node: ["[", "]"],
  other: ["(", ")"],
};

/** Characters that a label must encode; a label that begins as an item of a list is refused by some versions. */
const SPEAKING = /[^\p{L}\p{N} .,/-]|(?<=^\d*)[.-]/gu;

/** A diagram in Mermaid's language, for a fenced block; null where nothing can be drawn. */
export function mermaid(diagram: Diagram): string | null {
  const drawn = drawing(diagram);
  if (drawn === null) return null;
  const bold = drawn.arrows.flatMap(({ taken }, i) => (taken ? [i] : []));
  return [
    "flowchart LR",
    ...drawn.boxes.map(({ kind, lines }, i) => {
      const [open, close] = SHAPES[kind];
      return `  b${i}${open}"${lines.map(label).join("<br/>") || " "}"${close}`;
    }),
    ...drawn.arrows.map(({ from, to, label: words, taken }) => {
      const line = taken ? "==>" : "-.->";
      return `  b${from} ${line}${words === "" ? "" : `|"${label(words)}"|`} b${to}`;
    }),
    ...(bold.length === 0 ? [] : [`  linkStyle ${bold.join(",")} stroke-width:3px`]),
  ].join("\n");
}

/**
 * A line of a label in which letters, figures, blanks and a few marks are themselves, and Mermaid's codes for all
 * else: quotes, brackets, semicolons, directives and HTML among it.
 */
function label(line: string): string {
  return line.replace(SPEAKING, (character) => `#${character.codePointAt(0) ?? 0};`);
}
