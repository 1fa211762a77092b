import {
  cell,
  code,
  count,
  faultLine,
  fit,
  icon,
  prose,
  sizeOf,
  verdictLine,
  verdictOf,
  type PageSection,
  type PageTable,
} from "sems-review/reporting";
import type { Verification } from "../model";
import { sectionsOf } from "./sections";

/** By which a script finds the comment to update. */
const MARKER = "<!-- sems-verify -->";

/** Characters of a report: GitHub takes 65,536 in a comment. */
const MOST = 65_000;

/** Prints a verification for a comment: verdict and findings first; what does not fit is cut, the least important first. */
export function markdownReport(verification: Verification): string {
  const verdict = verdictOf(verification);
  const head = `${MARKER}\n## ${icon(verdict)} SEMS verification: ${verdictLine(verdict)}`;
  const findings = [...verdict.errors, ...verdict.warnings, ...verdict.acknowledged].map(faultLine);
  const shown = fit(findings, MOST - sizeOf([head]));
  const sections = fit(sectionsOf(verification).map(section), MOST - sizeOf([head]) - shown.used);
  return `${[
    head,
    ...(shown.kept.length === 0 ? [] : [shown.kept.join("\n")]),
    ...(shown.cut === 0 ? [] : [`and ${count(shown.cut, "more finding")}`]),
    ...sections.kept,
    ...(sections.cut === 0 ? [] : [`and ${count(sections.cut, "more section")}`]),
  ].join("\n\n")}\n`;
}

function section({ title, facts, tables, lists }: PageSection): string {
  return [
    `### ${prose(title)}`,
    ...(facts.length === 0 ? [] : [facts.map((fact) => prose(fact)).join(", ")]),
    ...tables.map(table),
    ...lists.map(({ sentences }) => sentences.map((sentence) => `- ${prose(sentence)}`).join("\n")),
  ].join("\n\n");
}

function table({ head, rows }: PageTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(head.map((name) => (/^[A-Za-z ]+$/.test(name) ? name : code(name)))),
    line(head.map(() => "---")),
    ...rows.map((row) => line(row.map((text) => (text === "" ? "" : cell(text))))),
  ].join("\n");
}
