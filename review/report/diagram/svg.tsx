/** @jsxRuntime automatic @jsxImportSource preact */
import type { Box } from "../../report-model";
import {
  KIND_HEIGHT,
  LINE_HEIGHT,
  type Layout,
  type PlacedArrow,
  type PlacedBox,
  type Point,
  type Drawing,
} from "./layout";

/** What a box is, in words: no reader has to distinguish shapes or colours. */
const KINDS: Readonly<Record<Box["kind"], string>> = {
  name: "name",
  address: "address",
  "load-balancer": "load balancer",
  node: "node",
  other: "",
};

/**
 * Draws a laid-out diagram. Colours come from the page's style sheet.
 *
 * @param props.id different for each picture of a page
 * @param props.noun what serves clients
 */
export function Picture({
  boxes,
  layout,
  title,
  id,
  noun,
}: Pick<Drawing, "boxes"> & {
  readonly layout: Layout;
  readonly title: string;
  readonly id: string;
  readonly noun: "node" | "target";
}) {
  const { width, height } = layout;
  // A little smaller where that avoids scrolling, but never too small to read.
  const style = { width, minWidth: Math.round(width * 0.85), maxWidth: "100%", height: "auto" };
  return (
    <svg
      class="diagram"
      role="img"
      style={style}
      viewBox={`0 0 ${width} ${height}`}
      aria-labelledby={`${id}-title`}
    >
      <title id={`${id}-title`}>{title}</title>
      <defs>
        <ArrowHead id={`${id}-taken`} className="taken" />
        <ArrowHead id={`${id}-other`} className="other-way" />
      </defs>
      {/* Paths that clients take lie above the others, and labels above all lines. */}
      {layout.arrows.filter(({ arrow }) => !arrow.taken).map((arrow) => line(arrow, `${id}-other`))}
      {layout.arrows.filter(({ arrow }) => arrow.taken).map((arrow) => line(arrow, `${id}-taken`))}
      {layout.arrows.map(label)}
      {layout.boxes.map((place, i) => boxOf(boxes[i], place, noun))}
    </svg>
  );
}

function ArrowHead({ id, className }: { readonly id: string; readonly className: string }) {
  return (
    <marker
      id={id}
      viewBox="0 0 10 10"
      refX={9}
      refY={5}
      markerWidth={9}
      markerHeight={9}
      markerUnits="userSpaceOnUse"
      orient="auto"
    >
      <path class={`head ${className}`} d="M0 0 L10 5 L0 10 z" />
    </marker>
  );
}

function line({ arrow, points }: PlacedArrow, head: string) {
  return (
    <path
      class={`way ${arrow.taken ? "taken" : "other-way"}`}
      d={smooth(points)}
      marker-end={`url(#${head})`}
    />
  );
}

/** A line through the middles of the lines between points, bent at the points. */
function smooth([first, ...rest]: readonly Point[]): string {
  if (first === undefined) return "";
  const bends = rest.slice(0, -1).map((point, i) => {
    const next = rest[i + 1] ?? point;
    const end = i === rest.length - 2 ? next : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${at(point)} ${at(end)}`;
  });
  return [`M${at(first)}`, ...bends].join(" ");
}

function label({ arrow, label: place }: PlacedArrow) {
  if (arrow.label === "") return null;
  const { x, y, width, height } = place;
  return (
    <g class={`label ${arrow.taken ? "taken" : "other-way"}`}>
      <rect x={round(x - width / 2)} y={round(y - height / 2)} width={round(width)} height={height} rx={4} />
      <text x={round(x)} y={round(y + 4)} text-anchor="middle">
        {arrow.label}
      </text>
    </g>
  );
}

function boxOf(box: Drawing["boxes"][number] | undefined, place: PlacedBox, noun: string) {
  if (box === undefined) return null;
  const { x, y, height } = place;
  const top = y - height / 2 + 9;
  return (
    <g class={`box ${box.kind}`}>
      <Shape kind={box.kind} place={place} />
      <text class="kind" x={round(x)} y={round(top + 11)} text-anchor="middle">
        {box.kind === "node" ? noun : KINDS[box.kind]}
      </text>
      {box.lines.map((words, i) => (
        <text
          class={i === 0 ? "first" : "more"}
          x={round(x)}
          y={round(top + KIND_HEIGHT + LINE_HEIGHT * i + 13)}
          text-anchor="middle"
        >
          {words}
        </text>
      ))}
    </g>
  );
}

function Shape({ kind, place }: { readonly kind: Box["kind"]; readonly place: PlacedBox }) {
  const { x, y, width, height } = place;
  const [left, top, right, bottom] = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
  const slant = 10;
  switch (kind) {
    case "address":
      return polygon([left + slant, top], [right, top], [right - slant, bottom], [left, bottom]);
    case "load-balancer":
      return polygon(
        [left + slant, top],
        [right - slant, top],
        [right, y],
        [right - slant, bottom],
        [left + slant, bottom],
        [left, y],
      );
    default: {
      const rx = { name: 16, node: 3, other: 8 }[kind];
      return (
        <rect class="shape" x={round(left)} y={round(top)} width={round(width)} height={height} rx={rx} />
      );
    }
  }
}

function polygon(...points: readonly (readonly [number, number])[]) {
  return <polygon class="shape" points={points.map(([x, y]) => `${round(x)},${round(y)}`).join(" ")} />;
}

function at({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
