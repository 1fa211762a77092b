import type { Box, Diagram } from "../review";
import { clip, printable } from "./printable";

/** More arrows than this, and Mermaid refuses to draw (its own limit is 500). */
const MOST_ARROWS = 400;

/** Characters of a label's line. */
const LINE_LENGTH = 60;

/** The brackets that make a box's shape. */
const SHAPES: Readonly<Record<Box["kind"], readonly [string, string]>> = {
  name: ["([", "])"],
  address: ["[/", "/]"],
  "load-balancer": ["{{", "}}"],
  node: ["[", "]"],
  other: ["(", ")"],
};

/** A diagram in Mermaid's language, for a fenced block; null where it has nothing, or too much to draw. */
export function mermaid({ boxes, arrows }: Diagram): string | null {
  if (boxes.length === 0 || arrows.length > MOST_ARROWS) return null;
  // Ids of our own: those of the diagram may hold anything.
  const ids = new Map(boxes.map(({ id }, i) => [id, `b${i}`]));
  const drawn = arrows.flatMap((arrow) => {
    const [start, end] = [ids.get(arrow.from), ids.get(arrow.to)];
    return start === undefined || end === undefined
      ? []
      : [{ start, end, words: label(arrow.label), taken: arrow.taken }];
  });
  const bold = drawn.flatMap(({ taken }, i) => (taken ? [i] : []));
  return [
    "flowchart LR",
    ...boxes.map(({ kind, lines }, i) => {
      const [open, close] = SHAPES[kind];
      return `  b${i}${open}"${lines.map(label).join("<br/>") || " "}"${close}`;
    }),
    ...drawn.map(({ start, end, words, taken }) => {
      const line = taken ? "==>" : "-.->";
      return `  ${start} ${line}${words === "" ? "" : `|"${words}"|`} ${end}`;
    }),
    ...(bold.length === 0 ? [] : [`  linkStyle ${bold.join(",")} stroke-width:3px`]),
  ].join("\n");
}

/**
 * A line of a label in which letters, figures, blanks and a few marks stand for themselves, and Mermaid's codes for all
 * else: quotes, brackets, semicolons, directives and HTML among it.
 */
function label(line: string): string {
  return clip(printable(line), LINE_LENGTH).replace(
    /[^\p{L}\p{N} .,/-]/gu,
    (character) => `#${character.codePointAt(0) ?? 0};`,
  );
}
