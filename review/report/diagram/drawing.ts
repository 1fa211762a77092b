import type { Arrow, Box, Diagram } from "../../report-model";
import { clip, printable } from "../printable";

/** More arrows than this nobody can read, and Mermaid refuses to draw (its own limit is 500). */
const MOST_ARROWS = 400;

/** Characters of a line in a box. */
const LINE_LENGTH = 48;

/** A diagram fit to be drawn: texts printable and short, ends of arrows by their boxes' places. */
export interface Drawing {
  readonly boxes: readonly { readonly kind: Box["kind"]; readonly lines: readonly string[] }[];
  readonly arrows: readonly DrawnArrow[];
}

/** An arrow between two boxes that are there. */
export interface DrawnArrow extends Omit<Arrow, "from" | "to"> {
  readonly from: number;
  readonly to: number;
}

/** What can be drawn of a diagram; null where there is nothing, or too much to read. */
export function drawing({ boxes, arrows }: Diagram): Drawing | null {
  if (boxes.length === 0 || arrows.length > MOST_ARROWS) return null;
  // A diagram's own ids may be any text: only their places go on.
  const places = new Map(boxes.map(({ id }, place) => [id, place]));
  return {
    boxes: boxes.map(({ kind, lines }) => ({ kind, lines: lines.map(line).filter((words) => words !== "") })),
    arrows: arrows.flatMap(({ from, to, label, taken }) => {
      const [start, end] = [places.get(from), places.get(to)];
      return start === undefined || end === undefined
        ? []
        : [{ from: start, to: end, label: line(label), taken }];
    }),
  };
}

function line(text: string): string {
  return clip(printable(text), LINE_LENGTH);
}
