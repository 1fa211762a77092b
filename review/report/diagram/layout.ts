import type { Arrow, Box, Diagram } from "../../report-model";
import { clip, printable } from "../printable";

/** Height of a line in a box, of its first line, which says what the box is, and the blank above and below them. */
export const LINE_HEIGHT = 18;
export const KIND_HEIGHT = 16;
const PADDING_Y = 9;

/** Blank at either side, where some shapes have slanted edges. */
const PADDING_X = 20;

/** Width of a character of the diagram's fixed-width font, at its two sizes; a little more than fonts have. */
const CHARACTER_WIDTH = 7.6;
const LABEL_CHARACTER_WIDTH = 7;

/** A point in the picture. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a box is: its middle and its size. */
export interface PlacedBox extends Point {
  readonly width: number;
  readonly height: number;
}

/** The course of an arrow, and where its label is. */
export interface PlacedArrow {
  readonly arrow: DrawnArrow;
  readonly points: readonly Point[];
  readonly label: PlacedBox;
}

/** A picture's size and all places in it; boxes as in the drawing. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly arrows: readonly PlacedArrow[];
}

/** What this file uses of dagre. */
interface Dagre {
  readonly Graph: new (options: { multigraph: boolean }) => DagreGraph;
  readonly layout: (graph: DagreGraph) => void;
}

interface DagreGraph {
  setGraph(options: Readonly<Record<string, string | number>>): void;
  setNode(name: string, box: PlacedBox): void;
  setEdge(
    from: string,
    to: string,
    label: PlacedBox & { readonly points: readonly Point[] },
    name: string,
  ): void;
  node(name: string): PlacedBox;
  edge(from: string, to: string, name: string): DagreEdge;
}

interface DagreEdge extends PlacedBox {
  readonly points: readonly Point[];
  readonly labelpos: "c";
}

/** Loads what lays out drawings, from left to right. */
export async function diagramLayout(): Promise<(drawing: Drawing) => Layout> {
  // dagre's declarations import each other without file extensions, which Node's module resolution does not follow: to
  // the compiler all that they export is unknown.
  const { Graph, layout } = (await import("@dagrejs/dagre")) as unknown as Dagre;
  return ({ boxes, arrows }) => {
    const graph = new Graph({ multigraph: true });
    graph.setGraph({ rankdir: "LR", nodesep: 20, edgesep: 12, ranksep: 26, marginx: 10, marginy: 10 });
    boxes.forEach((box, i) => {
      graph.setNode(`b${i}`, { x: 0, y: 0, ...sizeOfBox(box.lines) });
    });
    arrows.forEach((arrow, i) => {
      const size = { width: textWidth(arrow.label, LABEL_CHARACTER_WIDTH) + 10, height: 20 };
      const label = { x: 0, y: 0, ...size, points: [], labelpos: "c" } as const;
      graph.setEdge(`b${arrow.from}`, `b${arrow.to}`, label, `a${i}`);
    });
    layout(graph);
    const placed = boxes.map((_, i) => graph.node(`b${i}`));
    const placedArrows = arrows.map((arrow, i) => {
      const { points, x, y, width, height } = graph.edge(`b${arrow.from}`, `b${arrow.to}`, `a${i}`);
      return { arrow, points, label: { x, y, width, height } };
    });
    return firstWayUp({ ...extent(placed, placedArrows), boxes: placed, arrows: placedArrows });
  };
}

/** The same picture, upside down where the path that clients take would be below the others. */
function firstWayUp(layout: Layout): Layout {
  const height = (taken: boolean) => {
    const heights = layout.arrows.filter(({ arrow }) => arrow.taken === taken).map(({ label }) => label.y);
    return heights.reduce((sum, y) => sum + y, 0) / heights.length;
  };
  // False where there are no arrows of a kind, too: that makes NaN.
  if (!(height(true) > height(false))) return layout;
  const flip = <Place extends Point>(place: Place) => ({ ...place, y: layout.height - place.y });
  return {
    ...layout,
    boxes: layout.boxes.map(flip),
    arrows: layout.arrows.map(({ arrow, points, label }) => ({
      arrow,
      points: points.map(flip),
      label: flip(label),
    })),
  };
}

function sizeOfBox(lines: readonly string[]) {
  return {
    width: Math.max(72, ...lines.map((line) => textWidth(line, CHARACTER_WIDTH))) + 2 * PADDING_X,
    height: KIND_HEIGHT + lines.length * LINE_HEIGHT + 2 * PADDING_Y,
  };
}

/** Wide characters (of East Asian scripts, say) take two columns. */
function textWidth(text: string, character: number): number {
  return Array.from(text).reduce((sum, letter) => sum + (letter > "\u10ff" ? 2 : 1), 0) * character;
}

function extent(boxes: readonly PlacedBox[], arrows: readonly PlacedArrow[]) {
  const all = [...boxes, ...arrows.map(({ label }) => label)];
  return {
    width: Math.ceil(Math.max(0, ...all.map(({ x, width }) => x + width / 2)) + 10),
    height: Math.ceil(Math.max(0, ...all.map(({ y, height }) => y + height / 2)) + 10),
  };
}

/** No reader can follow more arrows than this, and Mermaid refuses to draw (its own limit is 500). */
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
