import { EFFECTS } from "../effect";
import type { Disruption, Review } from "../report-model";
import type { Fault } from "./faults";
import { printable } from "./printable";
import {
  acceptedDisruptions,
  ACTION_WORDS,
  atPorts,
  changesLine,
  clientEffect,
  containsDestroy,
  disruptions,
  NO_SERVICE,
  overallTone,
  verdictLine,
  verdictOf,
  type ClientEffect,
  type Tone,
  type Verdict,
} from "./summary";
import { indented, wrapped } from "./text-layout";
import { textService } from "./text-service";

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
