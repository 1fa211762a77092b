import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Review } from "../../report-model";
import { diagramLayout } from "../diagram/layout";
import { disruptiveChanges, findingsSection, verdictBanner } from "./page";
import { serviceSection } from "./service";
import { STYLE } from "./style";
import { atPorts } from "../ports";
import { printable } from "../printable";
import { verdictLine, verdictOf } from "../verdict";

/** Nothing is loaded and nothing runs, whatever should get into the page in spite of all. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** Prints a review as one page that needs nothing else: no script, no font, no picture from elsewhere. */
export async function htmlReport(review: Review): Promise<string> {
  const layout = await diagramLayout();
  const verdict = verdictOf(review);
  const page = h(
    "html",
    { lang: "en" },
    h(
      "head",
      {},
      h("meta", { charSet: "utf-8" }),
      h("meta", { "http-equiv": "Content-Security-Policy", content: POLICY }),
      h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      h("meta", { name: "color-scheme", content: "light dark" }),
      h("meta", { name: "referrer", content: "no-referrer" }),
      h("title", {}, `SEMS review: ${verdictLine(verdict)}`),
      // Style sheets know no escapes of HTML; this one is a constant of ours.
      h("style", { dangerouslySetInnerHTML: { __html: STYLE } }),
    ),
    h(
      "body",
      {},
      h(
        "div",
        { class: "masthead" },
        h("span", { class: "brand" }, "SEMS review"),
        h("span", { class: "source" }, printable(review.source)),
      ),
      h(
        "main",
        {},
        verdictBanner(review, verdict),
        disruptiveChanges(review),
        findingsSection(review),
        atPorts(review.services).map((service, i) => serviceSection(service, layout, `service-${i + 1}`)),
      ),
    ),
  );
  return `<!doctype html>\n${renderToString(page)}\n`;
}
