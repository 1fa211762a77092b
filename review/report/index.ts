import type { Review } from "../report-model";
import { jsonReport } from "./json";
import { markdownReport } from "./markdown";
import { textReport } from "./text";
import type * as html from "./html/page";

/** Prints a review. */
export type Report = (review: Review) => string | Promise<string>;

/** The formats by name, each loaded when it is asked for: a review in a terminal starts without the page's libraries. */
export const REPORTS: Readonly<Record<"text" | "markdown" | "json" | "html", () => Promise<Report>>> = {
  text: () => Promise.resolve(textReport),
  markdown: () => Promise.resolve(markdownReport),
  json: () => Promise.resolve(jsonReport),
  html: () => Promise.resolve(loadHtml().htmlReport),
};

/** The name of a format. */
export type Format = keyof typeof REPORTS;

function loadHtml(): typeof html {
  // In CommonJS a dynamic import needs the compiled file's extension, under which tests, which run the sources, do not
  // find it. What `require` returns is of no type; the compiler checks the import of the same file above.
  // oxlint-disable-next-line typescript/no-require-imports
  return require("./html/page") as typeof html;
}
