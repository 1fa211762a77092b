import { columns, indented, printable, textFault, verdictLine, verdictOf } from "sems-review/reporting";
import type { Verification } from "../model";
import { sectionsOf } from "./sections";

/** Prints a verification for a terminal: what was seen, findings, and the verdict last. */
export function textReport(verification: Verification): string {
  const verdict = verdictOf(verification);
  const parts = [
    ...sectionsOf(verification).flatMap(({ title, facts, tables, lists }) => [
      [printable(title), ...(facts.length === 0 ? [] : indented(facts.join(", "), ""))].join("\n"),
      ...tables.map(({ head, rows }) => columns(head, rows)),
      ...lists.map(({ sentences }) => sentences.map(bullet).join("\n")),
    ]),
    ...verdict.errors.map((finding) => textFault("ERROR", finding)),
    ...verdict.warnings.map((finding) => textFault("WARNING", finding)),
    ...verdict.acknowledged.map((finding) => textFault("acknowledged", finding)),
    verdictLine(verdict),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** A sentence as a point of a list. */
const bullet = (sentence: string): string => `-${indented(sentence, "  ").join("\n").slice(1)}`;
