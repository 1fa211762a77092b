import Table from "cli-table3";
import { clip, printable } from "./printable";

/** Columns of a terminal that a report fills. */
const WIDTH = 100;

/** Widest cell of a table: longer ones go on below. */
const CELL_WIDTH = 36;

/** Longest text of a cell: hundreds of nodes in one are nothing to read, and take minutes to lay out. */
const CELL_LENGTH = 360;

/** The lines of a text, each at most a terminal wide; words that are longer are cut. */
export function wrapped(text: string, width = WIDTH): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text
    .split(" ")
    .flatMap((long) => long.match(new RegExp(`.{1,${width}}`, "gu")) ?? [""])) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length <= width || line === "") {
      line = longer;
    } else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

/** A plan's text as paragraph with a margin. */
export function indented(text: string, margin: string): string[] {
  return wrapped(printable(text), WIDTH - margin.length).map((line) => margin + line);
}

/** Columns without lines around them; cells from a plan are made printable. */
export function columns(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const sides = ["top", "bottom", "left", "mid", "right"];
  const borders = sides.flatMap((side) => [side, `${side}-left`, `${side}-mid`, `${side}-right`]);
  const chars = { ...Object.fromEntries(borders.map((border) => [border, ""])), middle: "  " };
  const style = { head: [], border: [], "padding-left": 0, "padding-right": 0 };
  const table = new Table({ head: [...head], chars, style });
  table.push(
    ...rows.map((row) =>
      row.map((cell) => wrapped(clip(printable(cell), CELL_LENGTH), CELL_WIDTH).join("\n")),
    ),
  );
  return table.toString().replace(/ +$/gm, "");
}
