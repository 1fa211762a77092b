import type { State } from "../report-model";
import { percent } from "../wording";
import { behaviorOf, nounOf, zoneOf } from "./behavior";
import { failoverRows, servedIn, unserved } from "./comparison";
import { printable } from "./printable";
import { count, duration, servedBy, TABLE_HEADS, type Row, type ServiceAtPorts } from "./summary";
import { columns, indented, wrapped } from "./text-layout";

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
