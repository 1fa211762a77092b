/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import type { State } from "../../report-model";
import { behaviorOf } from "../behavior";
import { failoverRows, unserved, type ComparedRow } from "../comparison";
import { printable } from "../printable";
import { servedBy, type Row, type ServiceAtPorts } from "../summary";
import { Bar, Card, Mono, Names, partColour, Swatch } from "./parts";

/** What draws something of one service. */
export interface OfService {
  readonly service: ServiceAtPorts;
}

const DOWN: Readonly<Record<Row["down"], (name: string) => ComponentChildren>> = {
  nothing: () => "nothing",
  node: (name) => <Mono text={name} />,
  service: (name) => printable(name),
  zone: (name) => (
    <>
      zone <Mono text={name} />
    </>
  ),
  everything: () => "everything",
};

/** Which node serves while each node, service or zone is down. */
export function FailoverTable({ service }: OfService) {
  const { fault, sentence } = behaviorOf(service);
  const { heads, compares, rows } = failoverRows(service);
  return (
    <Card title="Failover table">
      <StateTable service={service} heads={heads} compares={compares} rows={rows} />
      <p class={fault === null ? "law good" : "law warning"}>
        {fault === null ? null : <b>{`${fault}: `}</b>}
        {printable(sentence)}
      </p>
    </Card>
  );
}

/** A row of a table of states, and what is down in words. */
export interface TableRow extends ComparedRow {
  readonly words?: ComponentChildren;
}

/** A row for each state, with columns for what some row has. */
export function StateTable({
  service,
  heads,
  compares,
  rows,
}: OfService & {
  readonly heads: readonly string[];
  readonly compares: boolean;
  readonly rows: readonly TableRow[];
}) {
  const { fault, deviating } = behaviorOf(service);
  const exceptions = new Set(deviating);
  const lost = rows.some((row) => unserved(row) !== "");
  const assumes = rows.some(({ state, before }) => ((state ?? before)?.assumptions.length ?? 0) > 0);
  const last = heads.length - 2;
  const shown = heads.filter((_, i) => i < last || (i === last ? lost : assumes));
  const [, reach = "", after = ""] = heads;
  return (
    <table class="states">
      <thead>
        <tr>
          {shown.map((head) => (
            <th scope="col">{head}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const { state, before, differs, words } = row;
          const exception = state !== null && exceptions.has(state);
          const className = [...(exception ? ["exception"] : []), ...(differs ? ["differs"] : [])].join(" ");
          const rests = (state ?? before)?.assumptions ?? [];
          return (
            <tr class={className === "" ? undefined : className}>
              <th scope="row">{words ?? DOWN[row.down](row.name)}</th>
              {compares ? (
                <td data-head={reach}>
                  {before === null ? "not there yet" : <Served service={service} state={before} />}
                </td>
              ) : null}
              <td
                data-head={compares ? after : reach}
                class={state?.servedBy.length === 0 ? "lost" : undefined}
              >
                {state === null ? "no longer there" : <Served service={service} state={state} />}
                {exception ? <div class="note">{fault?.toLowerCase()}</div> : null}
              </td>
              {lost ? (
                <td data-head="Unserved" class="lost">
                  {unserved(row)}
                </td>
              ) : null}
              {assumes ? (
                <td data-head="Assumptions">
                  <Names values={rests} />
                </td>
              ) : null}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Which nodes serve: each with its colour, and the parts as a bar where there are several. */
function Served({ service: { nodes }, state }: OfService & { readonly state: State }) {
  const place = (node: string) => nodes.findIndex(({ name }) => name === node);
  const split = state.servedBy.length > 1 || (state.servedBy.length === 1 && state.lost > 0);
  return (
    <>
      {servedBy<ComponentChildren>(state, (node) => (
        <>
          <Swatch place={place(node)} />
          <Mono text={node} />
        </>
      ))}
      {split ? (
        <Bar
          parts={[
            ...state.servedBy.map(({ node, share }) => ({ size: share, className: partColour(place(node)) })),
            { size: state.lost, className: "unserved" },
          ]}
        />
      ) : null}
    </>
  );
}
