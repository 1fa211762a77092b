/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import type { State } from "../../report-model";
import { drawing, type Drawing, type Layout } from "../diagram/layout";
import { Picture } from "../diagram/svg";
import { behaviorOf, nounOf } from "../behavior";
import { failoverRows, unserved, type ComparedRow } from "../comparison";
import { printable } from "../printable";
import { count, duration, portWords, servedBy, TABLE_HEADS, type Row, type ServiceAtPorts } from "../summary";
import { Bar, Card, FoldedCard, Mono, Names, partColour, Scrolling, Swatch } from "./parts";

interface OfService {
  readonly service: ServiceAtPorts;
}

interface Drawn extends OfService {
  /** Lays out the service's diagram. */
  readonly layout: (drawing: Drawing) => Layout;
  /** Different for each service of a page. */
  readonly id: string;
}

/** Which node serves the clients of one name. */
export function ServiceSection({ service, layout, id }: Drawn) {
  const { stack, clientFqdn, ports, zone, declared, states, assumptions } = service;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>
        {stack === undefined ? null : (
          <>
            <Mono text={stack} />{" "}
          </>
        )}
        <Mono text={clientFqdn} />
        {`, ${portWords(ports)}`}
      </h2>
      <div class="facts">
        <span>
          zone <Mono text={zone} />
        </span>
        <span>
          {declared === null || declared.method === "" ? (
            "no method declared"
          ) : (
            <>
              declared method <Mono text={declared.method} />
            </>
          )}
        </span>
      </div>
      <div class="columns">
        <div class="stack">
          <FailoverTable service={service} />
        </div>
        <div class="stack">
          <NodeOrder service={service} />
          <FailoverTime service={service} />
        </div>
      </div>
      <ClientPath service={service} layout={layout} id={id} />
      {assumptions.length === 0 ? null : (
        <Card title="Assumptions">
          <ul class="plain small">
            {assumptions.map(({ id: assumption, text }) => (
              <li>
                <Mono text={assumption} /> {printable(text)}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <FoldedCard title={`All ${count(states.length, "health state")}`}>
        <StateTable
          service={service}
          heads={TABLE_HEADS}
          compares={false}
          rows={states.map((state): TableRow => ({
            down: "node",
            name: "",
            words: state.down.length === 0 ? "nothing" : <Names values={state.down} />,
            state,
            before: null,
            differs: false,
          }))}
        />
      </FoldedCard>
    </section>
  );
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

function FailoverTable({ service }: OfService) {
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
interface TableRow extends ComparedRow {
  readonly words?: ComponentChildren;
}

function StateTable({
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

function NodeOrder({ service }: OfService) {
  const { nodes } = service;
  return (
    <Card title={`Order of the ${nounOf(service)}s`}>
      <ol class="order">
        {nodes.map(({ name, address, zone }, i) => (
          <li>
            <Swatch place={i} />
            <span>
              <Mono text={name} />
            </span>
            <span class="muted">
              {[address, ...(zone === undefined ? [] : [zone])].map(printable).join(" · ")}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function FailoverTime({ service: { failover } }: OfService) {
  if (failover === null) return null;
  const { worstCaseSeconds, steps, failback } = failover;
  return (
    <Card title="Worst-case failover time">
      <div class="time">
        <div class="seconds">{duration(worstCaseSeconds)}</div>
        <Bar parts={steps.map(({ seconds }, i) => ({ size: seconds, className: partColour(i) }))} />
        <ul class="plain">
          {steps.map(({ what, seconds }, i) => (
            <li>
              <Swatch place={i} />
              <b>{duration(seconds)}</b>
              <span>{printable(what)}</span>
            </li>
          ))}
        </ul>
        <p class="muted">Failback: {duration(failback.worstCaseSeconds)} at most</p>
      </div>
    </Card>
  );
}

function ClientPath({ service, layout, id }: Drawn) {
  const { diagram, clientFqdn, ports } = service;
  const noun = nounOf(service);
  const drawn = drawing(diagram);
  if (drawn === null) return null;
  const title = `Path of clients of ${printable(clientFqdn)}, ${portWords(ports)}, to the ${noun}s`;
  return (
    <Card title="Client path">
      <Scrolling label="Diagram">
        <Picture boxes={drawn.boxes} layout={layout(drawn)} title={title} id={id} noun={noun} />
      </Scrolling>
      <p class="legend">
        <span>{`used while all ${noun}s are healthy`}</span>
        <span class="other-way">used during failover</span>
      </p>
    </Card>
  );
}
