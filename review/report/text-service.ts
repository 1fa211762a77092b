import type { State } from "../report-model";
import { exceptions, mainRows, promise, type Row } from "./summary";
import type { ServiceAtPorts } from "./ports";
import { printable } from "./printable";
import { columns, indented, wrapped } from "./text-lines";
import { percent } from "../wording";
import { count, duration, servedBy } from "./words";

/** States that are listed one by one before the rest is only counted. */
const LISTED = 10;

/** Says of one service who serves its clients, for a terminal. */
export function textService(service: ServiceAtPorts): string {
  return [
    heading(service),
    nodes(service),
    failOverTable(service),
    failOverTime(service),
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
      declared === null
        ? "no method declared"
        : `declared ${declared.method}${declared.order === null ? "" : `: ${declared.order.join(", ")}`}`,
      "",
    ),
  ].join("\n");
}

function nodes({ nodes }: ServiceAtPorts): string {
  if (nodes.length === 0) return "No nodes.";
  return columns(
    ["", "node", "Interface 2", "zone"],
    nodes.map(({ name, address, zone }, i) => [String(i + 1), name, address, zone ?? ""]),
  );
}

const DEAD: Readonly<Record<Row["dead"], string>> = {
  nothing: "nothing",
  node: "",
  zone: "zone ",
  everything: "everything",
};

function failOverTable(service: ServiceAtPorts): string {
  const rows = mainRows(service).map(({ dead, name, state }) => stateRow(DEAD[dead] + name, state));
  const others = exceptions(service);
  const { holds, sentence } = promise(service);
  return [
    stateTable(rows),
    "",
    ...(holds
      ? wrapped(sentence)
      : [
          `NOT AS PROMISED: ${sentence}`,
          stateTable(
            others.slice(0, LISTED).map((state) => stateRow(state.down.join(", ") || "nothing", state)),
          ),
          ...(others.length > LISTED ? [`and ${count(others.length - LISTED, "more state")}`] : []),
        ]),
  ].join("\n");
}

function stateRow(dead: string, state: State): string[] {
  return [
    dead,
    servedBy(state, (node) => node).join(""),
    state.lost > 0 ? percent(state.lost) : "",
    state.assumptions.join(", "),
  ];
}

/** A table of states; columns that say nothing are left out. */
function stateTable(rows: readonly string[][]): string {
  const kept = [0, 1, 2, 3].filter((i) => i < 2 || rows.some((row) => row[i] !== ""));
  const keep = (row: readonly string[]) => kept.map((i) => row[i] ?? "");
  return columns(keep(["dead", "new clients reach", "lost", "assumes"]), rows.map(keep));
}

function failOverTime({ failover }: ServiceAtPorts): string {
  if (failover === null) return "";
  const widest = Math.max(...failover.steps.map(({ seconds }) => duration(seconds).length));
  return [
    `Fail-over takes ${duration(failover.worstCaseSeconds)} at worst:`,
    ...failover.steps.map(({ what, seconds }) =>
      [
        `  ${duration(seconds).padStart(widest)}  `,
        indented(what, " ".repeat(widest + 4))
          .join("\n")
          .trimStart(),
      ].join(""),
    ),
  ].join("\n");
}

function assumptions({ assumptions }: ServiceAtPorts): string {
  if (assumptions.length === 0) return "";
  return ["Assumed:", ...assumptions.flatMap(({ id, text }) => indented(`${id}: ${text}`, "  "))].join("\n");
}
