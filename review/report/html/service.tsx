import { h, type ComponentChild } from "preact";
import type { State } from "../../report-model";
import { type Layout, drawing, type Drawing } from "../diagram/layout";
import {
  isException,
  mainRows,
  declaredBehavior,
  type Row,
  portWords,
  type ServiceAtPorts,
  count,
  duration,
  servedBy,
} from "../summary";
import { bar, card, foldedCard, mono, partColour, scrolling } from "./parts";
import { printable } from "../printable";
import { svg } from "../diagram/svg";
import { percent } from "../../wording";

/**
 * Who serves the clients of one name.
 *
 * @param layout lays out its diagram
 * @param id different for each service of a page
 */
export function serviceSection(
  service: ServiceAtPorts,
  layout: (drawing: Drawing) => Layout,
  id: string,
): ComponentChild {
  const { stack, clientFqdn, ports, zone, declared, states, assumptions } = service;
  return h(
    "section",
    { "aria-labelledby": id },
    h(
      "h2",
      { id },
      stack === undefined ? null : [mono(stack), " "],
      mono(clientFqdn),
      `, ${portWords(ports)}`,
    ),
    h(
      "div",
      { class: "facts" },
      h("span", {}, "zone ", mono(zone)),
      h("span", {}, declared === null ? "no method declared" : ["declared method ", mono(declared.method)]),
    ),
    h(
      "div",
      { class: "columns" },
      h("div", { class: "stack" }, failOverTable(service)),
      h("div", { class: "stack" }, order(service), failOverTime(service)),
    ),
    diagram(service, layout, id),
    assumptions.length === 0
      ? null
      : card(
          "Assumptions",
          h(
            "ul",
            { class: "plain small" },
            assumptions.map(({ id, text }) => h("li", {}, mono(id), " ", printable(text))),
          ),
        ),
    foldedCard(
      `All ${count(states.length, "state")} of health`,
      stateTable(
        service,
        states.map((state) => [state.down.length === 0 ? "nothing" : names(state.down), state]),
      ),
    ),
  );
}

const DEAD: Readonly<Record<Row["dead"], (name: string) => ComponentChild[]>> = {
  nothing: () => ["nothing"],
  node: (name) => [mono(name)],
  zone: (name) => ["zone ", mono(name)],
  everything: () => ["everything"],
};

function failOverTable(service: ServiceAtPorts): ComponentChild {
  const { holds, sentence } = declaredBehavior(service);
  return card(
    "Who serves when something is dead",
    stateTable(
      service,
      mainRows(service).map(({ dead, name, state }) => [DEAD[dead](name), state]),
    ),
    h("p", { class: holds ? "law good" : "law warning" }, sentence),
  );
}

function stateTable(
  service: ServiceAtPorts,
  rows: readonly (readonly [dead: ComponentChild, state: State])[],
): ComponentChild {
  const lost = rows.some(([, state]) => state.lost > 0);
  const assumes = rows.some(([, state]) => state.assumptions.length > 0);
  const heads = ["Dead", "New clients reach", ...(lost ? ["Lost"] : []), ...(assumes ? ["Assumes"] : [])];
  return scrolling(
    "Fail-over table",
    h(
      "table",
      {},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          heads.map((head) => h("th", { scope: "col" }, head)),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map(([dead, state]) => {
          const exception = isException(service, state);
          const note = h("div", { class: "note" }, "not the first living node, or not for all");
          return h(
            "tr",
            exception ? { class: "exception" } : {},
            h("th", { scope: "row" }, dead),
            h(
              "td",
              state.servedBy.length === 0 ? { class: "lost" } : {},
              served(service, state),
              exception ? note : null,
            ),
            lost ? h("td", { class: "lost" }, state.lost > 0 ? percent(state.lost) : "") : null,
            assumes ? h("td", {}, names(state.assumptions)) : null,
          );
        }),
      ),
    ),
  );
}

/** Who serves: each node with its colour, and the parts as a bar where there are several. */
function served({ nodes }: ServiceAtPorts, state: State): ComponentChild[] {
  const colour = (node: string) => partColour(nodes.findIndex(({ name }) => name === node));
  const split = state.servedBy.length > 1 || (state.servedBy.length === 1 && state.lost > 0);
  return [
    ...servedBy<ComponentChild>(state, (node) => [swatch(colour(node)), mono(node)]),
    split
      ? bar([
          ...state.servedBy.map(({ node, share }) => ({ size: share, className: colour(node) })),
          { size: state.lost, className: "nobody" },
        ])
      : null,
  ];
}

function swatch(colour: string): ComponentChild {
  return h("span", { class: `swatch ${colour}`, "aria-hidden": "true" });
}

function names(values: readonly string[]): ComponentChild[] {
  return values.flatMap((value, i) => [...(i === 0 ? [] : [", "]), mono(value)]);
}

function order({ nodes }: ServiceAtPorts): ComponentChild {
  return card(
    "Order of the nodes",
    h(
      "ol",
      { class: "order" },
      nodes.map(({ name, address, zone }, i) =>
        h(
          "li",
          {},
          swatch(partColour(i)),
          h("span", {}, mono(name)),
          h(
            "span",
            { class: "muted" },
            [address, ...(zone === undefined ? [] : [zone])].map(printable).join(" · "),
          ),
        ),
      ),
    ),
  );
}

function failOverTime({ failover }: ServiceAtPorts): ComponentChild {
  if (failover === null) return null;
  const { worstCaseSeconds, steps } = failover;
  return card(
    "Fail-over time at worst",
    h(
      "div",
      { class: "time" },
      h("div", { class: "seconds" }, duration(worstCaseSeconds)),
      bar(steps.map(({ seconds }, i) => ({ size: seconds, className: partColour(i) }))),
      h(
        "ul",
        { class: "plain" },
        steps.map(({ what, seconds }, i) =>
          h("li", {}, swatch(partColour(i)), h("b", {}, duration(seconds)), h("span", {}, printable(what))),
        ),
      ),
    ),
  );
}

function diagram(
  { diagram, clientFqdn, ports }: ServiceAtPorts,
  layout: (drawing: Drawing) => Layout,
  id: string,
): ComponentChild {
  const drawn = drawing(diagram);
  if (drawn === null) return null;
  const title = `The way of clients of ${printable(clientFqdn)}, ${portWords(ports)}, to the nodes`;
  return card(
    "The way of the clients",
    scrolling("Diagram", svg(drawn, layout(drawn), title, id)),
    h(
      "p",
      { class: "legend" },
      h("span", {}, "taken while all nodes are alive"),
      h("span", { class: "other-way" }, "taken when something is dead"),
    ),
  );
}
