import { plainPage } from "sems-review/reporting";
import type { Verification } from "../model";
import { jsonReport } from "./json";
import { markdownReport } from "./markdown";
import { scopeOf, sectionsOf } from "./sections";
import { textReport } from "./text";

/** The formats by name. */
export const REPORTS: Readonly<
  Record<"text" | "markdown" | "json" | "html", (verification: Verification) => string>
> = {
  text: textReport,
  markdown: markdownReport,
  json: jsonReport,
  html: (verification) =>
    plainPage({
      brand: "SEMS verification",
      source: verification.source,
      scope: scopeOf(verification),
      findings: verification.findings,
      sections: sectionsOf(verification),
    }),
};

/** The name of a format. */
export type Format = keyof typeof REPORTS;
