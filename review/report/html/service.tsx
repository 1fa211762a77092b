/** @jsxRuntime automatic @jsxImportSource preact */
import { drawing, type Drawing, type Layout } from "../diagram/layout";
import { Picture } from "../diagram/svg";
import { nounOf } from "../behavior";
import { printable } from "../printable";
import { count, duration, portWords, TABLE_HEADS } from "../summary";
import { FailoverTable, StateTable, type OfService, type TableRow } from "./failover-table";
import { Bar, Card, FoldedCard, Mono, Names, partColour, Scrolling, Swatch } from "./parts";

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
