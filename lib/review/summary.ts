import Table from "cli-table3";
import { follow } from "./references";
import type { SynthesizedStack, TerraformDocument } from "./terraform-document";

const ORDER = "_serving_order";

/** Says of a stack what its outputs say: the name that clients use, and the nodes in the order in which they serve. */
export function summarize({ name, document }: SynthesizedStack): string {
  const outputs = document.output ?? {};
  const fqdn = text(outputs["client_fqdn"]?.value, document);
  const accesses = Object.keys(outputs).filter((output) => output.endsWith(ORDER));
  if (fqdn === "" || accesses.length === 0) return `${name}: no SEMS cluster among its outputs`;
  return [
    `${name}: ${fqdn}`,
    ...accesses.flatMap((output) => summarizeAccess(output.slice(0, -ORDER.length), document)),
  ].join("\n");
}

function summarizeAccess(access: string, document: TerraformDocument): string[] {
  const value = (output: string): unknown => document.output?.[`${access}_${output}`]?.value;
  const addresses = new Map(
    rows(value("static_addresses")).map((row) => [row["availability_zone"], text(row["address"], document)]),
  );
  const nodes = rows(value("serving_order")).map((row, i) => [
    String(i + 1),
    ...["node", "interface1_address", "interface2_address", "availability_zone"].map((key) =>
      text(row[key], document),
    ),
    addresses.get(row["availability_zone"]) ?? "",
  ]);
  return [
    "",
    `${access}: the first healthy node takes all clients, the next within ${text(value("worst_case_failover_seconds"), document)} s`,
    table(["", "node", "Interface 1", "Interface 2", "zone", "clients connect to"], nodes),
  ];
}

/** Columns without lines. */
function table(head: string[], lines: string[][]): string {
  const borders = ["top", "bottom", "left", "mid", "right"].flatMap((side) => [
    side,
    `${side}-left`,
    `${side}-mid`,
    `${side}-right`,
  ]);
  const chars = { ...Object.fromEntries(borders.map((border) => [border, ""])), middle: "  " };
  const style = { head: [], border: [], "padding-left": 0, "padding-right": 0 };
  const written = new Table({ head, chars, style });
  written.push(...lines);
  return written.toString().replace(/ +$/gm, "");
}

const text = (value: unknown, document: TerraformDocument): string =>
  typeof value === "string" || typeof value === "number" ? follow(String(value), document) : "";

const rows = (value: unknown): readonly Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isRow) : [];

const isRow = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
