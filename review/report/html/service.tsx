/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import type { State } from "../../report-model";
import { percent } from "../../wording";
import { drawing, type Drawing, type Layout } from "../diagram/layout";
import { Picture } from "../diagram/svg";
import { printable } from "../printable";
import {
  count,
  declaredBehavior,
  duration,
  isException,
  mainRows,
  portWords,
  servedBy,
  TABLE_HEADS,
  type Row,
  type ServiceAtPorts,
} from "../summary";
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
          {declared === null ? (
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
          rows={states.map((state) => [
            state.down.length === 0 ? "nothing" : <Names values={state.down} />,
            state,
          ])}
        />
      </FoldedCard>
    </section>
  );
}

const DOWN: Readonly<Record<Row["down"], (name: string) => ComponentChildren>> = {
  nothing: () => "nothing",
  node: (name) => <Mono text={name} />,
  zone: (name) => (
    <>
      zone <Mono text={name} />
    </>
  ),
  everything: () => "everything",
};

function FailoverTable({ service }: OfService) {
  const { holds, sentence } = declaredBehavior(service);
  return (
    <Card title="Failover table">
      <StateTable
        service={service}
        rows={mainRows(service).map(({ down, name, state }) => [DOWN[down](name), state])}
      />
      <p class={holds ? "law good" : "law warning"}>{sentence}</p>
    </Card>
  );
}

function StateTable({
  service,
  rows,
}: OfService & { readonly rows: readonly (readonly [down: ComponentChildren, state: State])[] }) {
  const lost = rows.some(([, state]) => state.lost > 0);
  const assumes = rows.some(([, state]) => state.assumptions.length > 0);
  const heads = TABLE_HEADS.filter((_, i) => i < 2 || (i === 2 ? lost : assumes));
  return (
    <Scrolling label="Failover table">
      <table>
        <thead>
          <tr>
            {heads.map((head) => (
              <th scope="col">{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([down, state]) => {
            const exception = isException(service, state);
            return (
              <tr class={exception ? "exception" : undefined}>
                <th scope="row">{down}</th>
                <td class={state.servedBy.length === 0 ? "lost" : undefined}>
                  <Served service={service} state={state} />
                  {exception ? (
                    <div class="note">not the first healthy node, or not for all clients</div>
                  ) : null}
                </td>
                {lost ? <td class="lost">{state.lost > 0 ? percent(state.lost) : ""}</td> : null}
                {assumes ? (
                  <td>
                    <Names values={state.assumptions} />
                  </td>
                ) : null}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scrolling>
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
            { size: state.lost, className: "nobody" },
          ]}
        />
      ) : null}
    </>
  );
}

function NodeOrder({ service: { nodes } }: OfService) {
  return (
    <Card title="Order of the nodes">
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

function ClientPath({ service: { diagram, clientFqdn, ports }, layout, id }: Drawn) {
  const drawn = drawing(diagram);
  if (drawn === null) return null;
  const title = `Path of clients of ${printable(clientFqdn)}, ${portWords(ports)}, to the nodes`;
  return (
    <Card title="Client path">
      <Scrolling label="Diagram">
        <Picture boxes={drawn.boxes} layout={layout(drawn)} title={title} id={id} />
      </Scrolling>
      <p class="legend">
        <span>used while all nodes are healthy</span>
        <span class="other-way">used during failover</span>
      </p>
    </Card>
  );
}
