import type { Service, State } from "../report-model";
import {
  mainRows,
  TABLE_HEADS,
  type Row,
  portWords,
  type ServiceAtPorts,
  count,
  duration,
  servedBy,
} from "./summary";
import { behaviorOf, nounOf, zoneOf } from "./behavior";
import { failoverRows, unserved } from "./comparison";
import { cell, code, prose } from "./markdown-text";
import { mermaid } from "./mermaid";
import { percent } from "../wording";
/** Rows, nodes or entries of any one list before the rest is only counted. */
const LISTED = 24;

/** Nodes that one cell names. */
const NAMED = 6;

/** What a reader must see of a service: its name, which node serves, in which order, how fast. */
export function markdownService(service: ServiceAtPorts): string {
  const { stack, clientFqdn, ports, zone, declared, nodes, failover } = service;
  const meant =
    declared === null || declared.method === ""
      ? "no method declared"
      : `declared method ${code(declared.method)}`;
  // Worth a word only where it is another than that in which the nodes serve.
  const order = declared?.order?.join() === nodes.map(({ name }) => name).join() ? null : declared?.order;
  return [
    `### ${stack === undefined ? "" : `${code(stack)} `}${code(clientFqdn)}, ${portWords(ports)}`,
    `In zone ${code(zone)}, ${meant}${order ? `, declared order ${names(order, LISTED)}` : ""}.`,
    comparedTable(service),
    law(service),
    nodes.length === 0 ? `No ${nounOf(service)}s.` : `Order: ${listed(nodes.map(nodeWords)).join(", ")}.`,
    ...(failover === null
      ? []
      : [
          `Failover takes at most **${duration(failover.worstCaseSeconds)}**, ` +
            `failback at most ${duration(failover.failback.worstCaseSeconds)}.`,
        ]),
  ].join("\n\n");
}

const DOWN: Readonly<Record<Row["down"], (name: string) => string>> = {
  nothing: () => "nothing",
  node: cell,
  service: cell,
  zone: (name) => `zone ${cell(name)}`,
  everything: () => "everything",
};

/** What a reader may want to see of a service, folded; empty where there is nothing. */
export function markdownDetails(service: ServiceAtPorts): string {
  const { failover, assumptions, diagram } = service;
  const drawn = mermaid(diagram);
  const { deviating } = behaviorOf(service);
  return [
    ...(deviating.length === 0
      ? []
      : [folded("Deviating scenarios", stateTable(deviating.map((state) => [scenario(state), state])))]),
    ...(drawn === null ? [] : [folded("Client path", `\`\`\`mermaid\n${drawn}\n\`\`\``)]),
    ...(failover === null || failover.steps.length === 0
      ? []
      : [
          folded(
            "Failover time",
            bullets(failover.steps.map(({ what, seconds }) => `${duration(seconds)}: ${prose(what, 200)}`)),
          ),
        ]),
    ...(assumptions.length === 0
      ? []
      : [
          folded(
            "Assumptions",
            bullets(assumptions.map(({ id, text }) => `${code(id)}: ${prose(text, 500)}`)),
          ),
        ]),
  ].join("\n\n");
}

/** A part that opens on a click. The summary is ours alone: Markdown does not work in it, HTML would. */
export function folded(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

function law(service: ServiceAtPorts): string {
  const { fault, sentence } = behaviorOf(service);
  return fault === null ? prose(sentence) : `**${fault}:** ${prose(sentence)}`;
}

function scenario(state: State): string {
  const zone = zoneOf(state);
  return zone === undefined ? names(state.down, NAMED) || "nothing" : DOWN.zone(zone);
}

function nodeWords({ name, address, zone }: Service["nodes"][number]): string {
  return `${cell(name)} (${[address, ...(zone === undefined ? [] : [zone])].map(cell).join(", ")})`;
}

/** The failover table; where the change makes a difference, now and then beside each other. */
function comparedTable(service: ServiceAtPorts): string {
  const { heads, compares, rows } = failoverRows(service);
  if (!compares)
    return stateTable(mainRows(service).map(({ down, name, state }) => [DOWN[down](name), state]));
  const shown = rows.slice(0, LISTED);
  const cells = shown.map((row) => {
    const then = row.state === null ? "no longer there" : served(row.state);
    const lost = unserved(row);
    return [
      DOWN[row.down](row.name),
      row.before === null ? "not there yet" : served(row.before),
      row.differs ? `**${then}**` : then,
      lost === "" ? "" : `**${lost}**`,
      names((row.state ?? row.before)?.assumptions ?? [], NAMED),
    ];
  });
  const kept = heads.flatMap((_, i) => (i < 4 || cells.some((row) => row[i] !== "") ? [i] : []));
  const line = (row: readonly string[]) => `| ${kept.map((i) => row[i] ?? "").join(" | ")} |`;
  const rest = rows.length - shown.length;
  return [
    line(heads),
    line(heads.map(() => "---")),
    ...cells.map(line),
    ...(rest > 0 ? ["", `and ${count(rest, "more state")}`] : []),
  ].join("\n");
}

function stateTable(rows: readonly (readonly [down: string, state: State])[]): string {
  const shown = rows.slice(0, LISTED);
  const assumes = shown.some(([, state]) => state.assumptions.length > 0);
  const line = (cells: readonly string[]) => `| ${cells.slice(0, assumes ? 4 : 3).join(" | ")} |`;
  const rest = rows.length - shown.length;
  return [
    line(TABLE_HEADS),
    line(["---", "---", "---", "---"]),
    ...shown.map(([down, state]) =>
      line([
        down,
        served(state),
        state.lost > 0 ? `**${percent(state.lost)}**` : "",
        names(state.assumptions, NAMED),
      ]),
    ),
    ...(rest > 0 ? ["", `and ${count(rest, "more state")}`] : []),
  ].join("\n");
}

function served(state: State): string {
  const shown = { ...state, servedBy: state.servedBy.slice(0, NAMED) };
  const rest = state.servedBy.length - NAMED;
  return servedBy(shown, cell).join("") + (rest > 0 ? ` and ${rest} more` : "");
}

function names(values: readonly string[], most: number): string {
  const rest = values.length - most;
  return values.slice(0, most).map(cell).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

function bullets(lines: readonly string[]): string {
  return listed(lines)
    .map((line) => `- ${line}`)
    .join("\n");
}

function listed(lines: readonly string[]): string[] {
  const rest = lines.length - LISTED;
  return [...lines.slice(0, LISTED), ...(rest > 0 ? [`and ${rest} more`] : [])];
}
