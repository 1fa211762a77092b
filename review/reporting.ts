import type * as html from "./report/html/plain-page";
import type { PlainPage } from "./report/html/plain-page";

/** What another command needs to report as the review does: the shape of a finding, and how findings are printed. */
export { acknowledgementOf, acknowledgementsIn, reasonFor, type Acknowledgements } from "./acknowledgements";
export { runCommand, UNUSABLE, writeReport } from "./command-failure";
export type { Finding, Level } from "./report-model";
export { findingsJson, jsonText } from "./report/json";
export { faultLine, fit, icon, sizeOf } from "./report/markdown";
export { cell, code, prose } from "./report/markdown-text";
export { clip, printable } from "./report/printable";
export { count, duration, verdictLine, verdictOf, type Verdict } from "./report/summary";
export { textFault } from "./report/text";
export { columns, indented, wrapped } from "./report/text-layout";
export type { PageSection, PageTable, PlainPage } from "./report/html/plain-page";
/** And what SEMS's ports are for, in one table for everybody. */
export { CLIENT_PORTS, NODE_ONLY_PORTS, REPLICATION_PORT } from "./ports";

export { readText } from "./terraform/input";
export { UnreadableInputError } from "./terraform/unreadable-input";

/** Prints one page that needs nothing else; loads what it takes when it is asked for. */
export function plainPage(page: PlainPage): string {
  // As in report/index.ts: a dynamic import would need another extension in the tests.
  // oxlint-disable-next-line typescript/no-require-imports
  return (require("./report/html/plain-page") as typeof html).plainPage(page);
}
