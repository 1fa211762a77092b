import Table from "cli-table3";
import { clip, printable, quietStart } from "./printable";

/** Columns of a terminal that a report fills. */
const WIDTH = 100;

/** Widest cell of a table: longer ones go on below. */
const CELL_WIDTH = 36;

/** Longest text of a cell: hundreds of nodes in one are nothing to read, and take minutes to lay out. */
const CELL_LENGTH = 360;

/** The lines of a text, each at most a terminal wide; of longer words, only addresses of resources are not cut. */
export function wrapped(text: string, width = WIDTH): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((long) => pieces(long, width))) {
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

/** The address of a resource, perhaps with punctuation: whoever searches for it has to find it whole. */
const RESOURCE_ADDRESS = /^[("'`]*[a-z_][\w-]*(?:\[[^\]\s]*\])?(?:\.[\w-]+(?:\[[^\]\s]*\])?)+[)"'`.,:;]*$/i;

/** A word in pieces that fit on a line, none of which means anything at its beginning. */
function pieces(word: string, width: number): string[] {
  if (RESOURCE_ADDRESS.test(word)) return [word];
  const parts: string[] = [];
  let rest = quietStart(word);
  while (rest.length > width) {
    // A surrogate pair is not cut in two.
    const part = rest.slice(0, width).replace(/[\ud800-\udbff]$/, "");
    parts.push(part);
    rest = quietStart(rest.slice(part.length));
  }
  return [...parts, rest];
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
  const table = new Table({ head: head.map(printable), chars, style });
  table.push(
    ...rows.map((row) =>
      row.map((cell) => wrapped(clip(printable(cell), CELL_LENGTH), CELL_WIDTH).join("\n")),
    ),
  );
  return table.toString().replace(/ +$/gm, "");
}
