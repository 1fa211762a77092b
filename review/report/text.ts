import type { Finding, Review } from "../report-model";
import { atPorts } from "./ports";
import { printable } from "./printable";
import { textService } from "./text-service";
import { indented, wrapped } from "./text-lines";
import { ACTION_WORDS, changesLine, containsDestroy, disruptions, verdictLine, verdictOf } from "./verdict";

/** Prints a review for a terminal of 80 columns or more: services, changes, findings, and the verdict last. */
export function textReport(review: Review): string {
  const { services, findings, changes } = review;
  const nothing = `${printable(review.source)}: no SEMS service found`;
  // One line says all where there is nothing to object to.
  if (services.length + findings.length + disruptions(changes).length === 0) return `${nothing}\n`;
  const verdict = verdictOf(review);
  const sections = [
    ...(services.length === 0 ? [nothing] : atPorts(services).map(textService)),
    ...textChanges(changes),
    ...verdict.errors.map((finding) => textFinding("ERROR", finding)),
    ...verdict.warnings.map((finding) => textFinding("WARNING", finding)),
    ...verdict.acknowledged.map((finding) => textFinding("acknowledged", finding)),
    verdictLine(verdict),
  ];
  return `${sections.join("\n\n")}\n`;
}

function textChanges(changes: Review["changes"]): string[] {
  if (changes === null) return [];
  const loud = disruptions(changes).map(({ address, why, action }) =>
    [
      `!!  ${printable(address)}${action === undefined ? "" : ` is ${ACTION_WORDS[action]}`}`,
      ...indented(why, "    "),
    ].join("\n"),
  );
  const summary = `Changes: ${changesLine(changes)}; contains destroy: ${containsDestroy(changes) ? "yes" : "no"}`;
  return [[...(loud.length === 0 ? [] : ["DISRUPTIVE CHANGES", ...loud]), summary].join("\n")];
}

function textFinding(
  level: string,
  { stack, rule, address, message, source, acknowledged }: Finding,
): string {
  const where = [...(stack === undefined ? [] : [`${stack}:`]), address].join(" ");
  return [
    ...wrapped(`${level}  ${printable(rule)}  ${printable(where)}`),
    ...indented(message, "  "),
    ...indented(`Source: ${source}`, "  "),
    ...(acknowledged === null ? [] : indented(`Accepted: ${acknowledged}`, "  ")),
  ].join("\n");
}
