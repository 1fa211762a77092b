import type { Review } from "../review";
import { jsonReport } from "./json";
import { markdownReport } from "./markdown";
import { textReport } from "./text";

/** Prints a review. */
export type Report = (review: Review) => string | Promise<string>;

/** The formats by name, each loaded when it is asked for. */
export const REPORTS: Readonly<Record<"text" | "json" | "markdown", () => Promise<Report>>> = {
  text: () => Promise.resolve(textReport),
  json: () => Promise.resolve(jsonReport),
  markdown: () => Promise.resolve(markdownReport),
};

/** The name of a format. */
export type Format = keyof typeof REPORTS;
