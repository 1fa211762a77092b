import Table from "cli-table3";
import type { SynthesizedStack } from "./terraform-document";
import { findWaysIn, type WayIn } from "./ways-in";

/** Says of a stack which name clients use, and which nodes serve them in which order. */
export function summarize({ name, document }: SynthesizedStack): string {
  const waysIn = findWaysIn(document);
  return waysIn.length === 0
    ? `${name}: no SEMS cluster`
    : waysIn.map((wayIn) => `${name}: ${summarizeWayIn(wayIn)}`).join("\n\n");
}

function summarizeWayIn({ clientFqdn, method, nodes }: WayIn): string {
  const rows = nodes.map((node, i) => [
    String(i + 1),
    node.name,
    node.interface2,
    node.availabilityZone,
    node.clientAddress,
  ]);
  return [
    `${clientFqdn} (${method}): the first healthy node takes all clients`,
    table(["", "node", "Interface 2", "zone", "clients connect to"], rows),
  ].join("\n");
}

/** Columns without lines. */
function table(head: string[], lines: string[][]): string {
  const sides = ["top", "bottom", "left", "mid", "right"];
  const borders = sides.flatMap((side) => [side, `${side}-left`, `${side}-mid`, `${side}-right`]);
  const chars = { ...Object.fromEntries(borders.map((border) => [border, ""])), middle: "  " };
  const style = { head: [], border: [], "padding-left": 0, "padding-right": 0 };
  const written = new Table({ head, chars, style });
  written.push(...lines);
  return written.toString().replace(/ +$/gm, "");
}
