import { EFFECTS } from "../effect";
import { faultsOf } from "./faults";
import type { Disruption, Finding, Review, Service, ServiceState, State, WorstCase } from "../report-model";

/** Version of what {@link jsonReport} writes: a script that reads it may rely on every key of that version. */
const VERSION = 1;

/** Prints a review for programs: one JSON document, every state of health listed. */
export function jsonReport({ services, findings, changes }: Review): string {
  const report = {
    version: VERSION,
    services: services.map(serviceJson),
    findings: findingsJson(findings),
    changes: changes && {
      create: changes.create,
      update: changes.update,
      replace: changes.replace,
      delete: changes.delete,
      import: changes.import,
      move: changes.move,
      forget: changes.forget,
      drift: changes.drift.map(({ address, action, attributes }) => ({ address, action, attributes })),
      effect: changes.effect,
      removed: changes.removed.map(({ clientFqdn, zone, port, nodes }) => ({
        clientFqdn,
        zone,
        port,
        nodes: nodes.map(({ name, address }) => ({ name, address })),
      })),
      disruptive: changes.disruptive.map(disruptionJson),
    },
  };
  return jsonText(report);
}

function disruptionJson({ address, why, action, effect, instead, runbook, acknowledged }: Disruption) {
  return { address, why, action, effect, rule: EFFECTS[effect].rule, instead, runbook, acknowledged };
}

/** Each finding's keys, and no others; where others say the same of other resources, the places of all of them. */
export function findingsJson(findings: readonly Finding[]) {
  const places = new Map(
    faultsOf(findings)
      .filter(({ addresses }) => addresses.length > 1)
      .flatMap((fault) => fault.findings.map((finding) => [finding, fault.addresses] as const)),
  );
  return findings.map((finding) => {
    const { stack, rule, level, address, message, source, acknowledged } = finding;
    return { stack, rule, level, address, places: places.get(finding), message, source, acknowledged };
  });
}

function serviceJson(service: Service) {
  const {
    stack,
    clientFqdn,
    zone,
    zoneId,
    port,
    declared,
    nodes,
    states,
    zones,
    serviceStates,
    before,
    failover,
    assumptions,
    isSems,
  } = service;
  return {
    stack,
    clientFqdn,
    zone,
    zoneId,
    port,
    rules: isSems ? ["AWS", "SEMS"] : ["AWS"],
    declared: declared && { method: declared.method, order: declared.order },
    nodes: nodes.map(({ name, address }) => ({ name, address })),
    states: states.map(stateJson),
    before: before && {
      nodes: before.nodes.map(({ name, address }) => ({ name, address })),
      states: before.states.map(stateJson),
      zones: before.zones.map((state) => ({ zone: state.zone, ...stateJson(state) })),
      serviceStates: before.serviceStates?.map(serviceStateJson),
    },
    failover: failover && { ...timeJson(failover), failback: timeJson(failover.failback) },
    zones: zones.map((state) => ({ zone: state.zone, ...stateJson(state) })),
    serviceStates: serviceStates?.map(serviceStateJson),
    assumptions: assumptions.map(({ id, text }) => ({ id, text })),
  };
}

function timeJson({ worstCaseSeconds, steps }: WorstCase) {
  return { worstCaseSeconds, steps: steps.map(({ what, seconds }) => ({ what, seconds })) };
}

const serviceStateJson = ({ node, port, ...state }: ServiceState) => ({ node, port, ...stateJson(state) });

function stateJson({ down, servedBy, lost }: State) {
  return { down, servedBy: servedBy.map(({ node, share }) => ({ node, share })), lost };
}

/**
 * A document for programs, without a character that steers a terminal or cannot be seen: JSON's own escapes represent
 * them. `JSON.stringify` does so below U+0020 alone; what is replaced here can only be in strings.
 */
export function jsonText(document: unknown): string {
  const json = JSON.stringify(document, undefined, 2).replace(
    /[\p{Cf}\p{Zl}\p{Zp}\u007f-\u009f]/gu,
    (character) =>
      // Two escapes where a character takes two code units.
      character.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`),
  );
  // Nor a command to the runner of a pipeline, which finds it wherever in a line it is.
  return `${json.replace(/##(?=\[)/g, "#\\u0023")}\n`;
}
