/** What another command needs to report as the review does: the shape of a finding, and how findings are printed. */
export { acknowledgementOf } from "./acknowledgements";
export type { Finding, Level } from "./report-model";
export { findingJson, jsonText } from "./report/json";
export { findingLine, fit, icon, sizeOf } from "./report/markdown";
export { cell, code, prose } from "./report/markdown-text";
export { clip, printable } from "./report/printable";
export { count, duration, verdictLine, verdictOf, type Verdict } from "./report/summary";
export { columns, indented, textFinding, wrapped } from "./report/text";
export type { Acknowledgements } from "./review";
