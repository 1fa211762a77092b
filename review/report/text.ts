import { EFFECTS } from "../effect";
import type { Disruption, Review, State } from "../report-model";
import {
  acceptedDisruptions,
  atPorts,
  clientEffect,
  NO_SERVICE,
  overallTone,
  type ClientEffect,
  type Tone,
  type Verdict,
  ACTION_WORDS,
  changesLine,
  containsDestroy,
  disruptions,
  verdictLine,
  verdictOf,
  TABLE_HEADS,
  type Row,
  type ServiceAtPorts,
  count,
  duration,
  servedBy,
} from "./summary";
import { behaviorOf, nounOf, zoneOf } from "./behavior";
import { failoverRows, servedIn, unserved } from "./comparison";
import type { Fault } from "./faults";
import { printable, clip, quietStart } from "./printable";
import Table from "cli-table3";
import { percent } from "../wording";

/**
 * Prints a review for a terminal of 80 columns or more: what the change does to clients, services, findings, and the verdict
 * of the rules last.
 */
export function textReport(review: Review): string {
  const { services, findings, changes } = review;
  const nothing = `${printable(review.source)}: ${NO_SERVICE}`;
  // One line says all where there are no findings.
  if (services.length + findings.length + (changes?.disruptive.length ?? 0) === 0) return `${nothing}\n`;
  const verdict = verdictOf(review);
  const effect = clientEffect(review);
  const sections = [
    ...(effect === null ? [] : [firstLine(verdict, effect), ...textChanges(changes)]),
    ...(services.length === 0 ? [nothing] : atPorts(services).map(textService)),
    ...(effect === null ? textChanges(changes) : []),
    ...verdict.errors.map((fault) => textFault("ERROR", fault)),
    ...verdict.warnings.map((fault) => textFault("WARNING", fault)),
    ...verdict.acknowledged.map((fault) => textFault("acknowledged", fault)),
    verdictLine(verdict),
  ];
  return `${sections.join("\n\n")}\n`;
}

/** What the change does to clients, and what the rules find; the mark is that of the worse of the two. */
function firstLine(verdict: Verdict, effect: ClientEffect): string {
  return `${MARKS[overallTone(verdict, effect)]} ${effect.sentence}. Rules: ${verdictLine(verdict)}`;
}

const MARKS: Readonly<Record<Tone, string>> = { error: "✗", warning: "!", good: "✓" };

function textChanges(changes: Review["changes"]): string[] {
  if (changes === null) return [];
  const [open, accepted] = [disruptions(changes), acceptedDisruptions(changes)];
  const summary = `Changes: ${changesLine(changes)}; contains destroy: ${containsDestroy(changes) ? "yes" : "no"}`;
  return [
    [
      ...(open.length === 0 ? [] : ["DISRUPTIVE CHANGES", ...open.map(textDisruption)]),
      ...(accepted.length === 0 ? [] : ["Accepted disruptive changes", ...accepted.map(textDisruption)]),
      summary,
    ].join("\n"),
  ];
}

function textDisruption({
  address,
  why,
  action,
  effect,
  instead,
  runbook,
  acknowledged,
}: Disruption): string {
  const what = action === undefined ? "" : ` is ${ACTION_WORDS[action]}`;
  return [
    `${effect === "none" ? "--" : "!!"}  ${printable(address)}${what}: ${EFFECTS[effect].words}`,
    ...indented(why, "    "),
    ...indented(`Instead: ${instead} (${runbook})`, "    "),
    ...(acknowledged === null ? [] : indented(`Accepted: ${acknowledged}`, "    ")),
  ].join("\n");
}

/** One fault as a paragraph. */
export function textFault(
  level: string,
  { stack, rule, addresses, message, source, acknowledged }: Fault,
): string {
  const [first = "", ...others] = addresses;
  const where = [...(stack === undefined ? [] : [`${stack}:`]), first].join(" ");
  return [
    ...wrapped(`${level}  ${printable(rule)}  ${printable(where)}`),
    ...(others.length === 0 ? [] : indented(`Also at ${others.join(", ")}`, "  ")),
    ...indented(message, "  "),
    ...indented(`Source: ${source}`, "  "),
    ...(acknowledged === null ? [] : indented(`Accepted: ${acknowledged}`, "  ")),
  ].join("\n");
}

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

/** States that are listed one by one before the rest is only counted. */
const LISTED = 10;

/** Which node serves the clients of one service, for a terminal. */
export function textService(service: ServiceAtPorts): string {
  return [
    heading(service),
    nodes(service),
    failoverTable(service),
    failoverTime(service),
    assumptions(service),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function heading({ stack, clientFqdn, ports, zone, declared }: ServiceAtPorts): string {
  const name = `${stack === undefined ? "" : `${printable(stack)}: `}${printable(clientFqdn)}:${ports.join(", ")}`;
  return [
    ...wrapped(`${name}  in zone ${printable(zone)}`),
    ...indented(
      declared === null || declared.method === ""
        ? "no method declared"
        : `declared ${declared.method}${declared.order === null ? "" : `: ${declared.order.join(", ")}`}`,
      "",
    ),
  ].join("\n");
}

function nodes(service: ServiceAtPorts): string {
  const { nodes, isSems } = service;
  if (nodes.length === 0) return `No ${nounOf(service)}s.`;
  return columns(
    ["", ...(isSems ? ["Node", "Interface 2"] : ["Target", "Address"]), "Zone"],
    nodes.map(({ name, address, zone }, i) => [String(i + 1), name, address, zone ?? ""]),
  );
}

const DOWN: Readonly<Record<Row["down"], string>> = {
  nothing: "nothing",
  node: "",
  service: "",
  zone: "zone ",
  everything: "everything",
};

function failoverTable(service: ServiceAtPorts): string {
  const { heads, compares, rows } = failoverRows(service);
  const { fault, sentence, deviating } = behaviorOf(service);
  return [
    stateTable(
      heads,
      rows.map((row) => [
        DOWN[row.down] + row.name,
        ...(compares ? [servedIn(row.before, "not there yet", (node) => node).join("")] : []),
        servedIn(row.state, "no longer there", (node) => node).join(""),
        unserved(row),
        (row.state ?? row.before)?.assumptions.join(", ") ?? "",
      ]),
    ),
    "",
    ...wrapped(fault === null ? sentence : `${fault}: ${sentence}`),
    ...(fault === null
      ? []
      : [
          stateTable(
            TABLE_HEADS,
            deviating.slice(0, LISTED).map((state) => stateRow(scenario(state), state)),
          ),
          ...(deviating.length > LISTED ? [`and ${count(deviating.length - LISTED, "more scenario")}`] : []),
        ]),
  ].join("\n");
}

function scenario(state: State): string {
  const zone = zoneOf(state);
  return zone === undefined ? state.down.join(", ") || "nothing" : `zone ${zone}`;
}

function stateRow(down: string, state: State): string[] {
  return [
    down,
    servedBy(state, (node) => node).join(""),
    state.lost > 0 ? percent(state.lost) : "",
    state.assumptions.join(", "),
  ];
}

/** A table of states; of the last columns, those that say nothing are left out. */
function stateTable(heads: readonly string[], rows: readonly string[][]): string {
  const kept = heads.flatMap((_, i) => (i < 2 || rows.some((row) => row[i] !== "") ? [i] : []));
  const keep = (row: readonly string[]) => kept.map((i) => row[i] ?? "");
  return columns(keep(heads), rows.map(keep));
}

function failoverTime({ failover }: ServiceAtPorts): string {
  if (failover === null) return "";
  const widest = Math.max(...failover.steps.map(({ seconds }) => duration(seconds).length));
  return [
    `Failover takes at most ${duration(failover.worstCaseSeconds)}:`,
    ...failover.steps.map(({ what, seconds }) =>
      [
        `  ${duration(seconds).padStart(widest)}  `,
        indented(what, " ".repeat(widest + 4))
          .join("\n")
          .trimStart(),
      ].join(""),
    ),
    `Failback takes at most ${duration(failover.failback.worstCaseSeconds)}.`,
  ].join("\n");
}

function assumptions({ assumptions }: ServiceAtPorts): string {
  if (assumptions.length === 0) return "";
  return ["Assumptions:", ...assumptions.flatMap(({ id, text }) => indented(`${id}: ${text}`, "  "))].join(
    "\n",
  );
}
