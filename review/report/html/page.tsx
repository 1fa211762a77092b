import { h, type ComponentChild } from "preact";
import type { Changes, Finding, Review } from "../../report-model";
import { badge, foldedCard, mono } from "./parts";
import {
  atPorts,
  ACTION_WORDS,
  changesLine,
  containsDestroy,
  disruptions,
  verdictOf,
  type Verdict,
  count,
  grouped,
  verdictLine,
} from "../summary";
import { printable } from "../printable";
import { renderToString } from "preact-render-to-string";
import { diagramLayout } from "../diagram/layout";
import { serviceSection } from "./service";
import { STYLE } from "./style";

/** The first thing on the page: may this go on? */
export function verdictBanner({ changes, services }: Review, verdict: Verdict): ComponentChild {
  const { errors, warnings, acknowledged } = verdict;
  const [tone, words] =
    errors.length > 0
      ? (["error", count(errors.length, "error")] as const)
      : warnings.length > 0
        ? (["warning", count(warnings.length, "warning")] as const)
        : (["good", "Nothing to object to"] as const);
  const counts: readonly (readonly [string, number])[] = [
    [errors.length === 1 ? "error" : "errors", errors.length],
    [warnings.length === 1 ? "warning" : "warnings", warnings.length],
    ["acknowledged", acknowledged.length],
  ];
  return h(
    "header",
    { class: `verdict ${tone}` },
    h(
      "div",
      {},
      h("h1", {}, words),
      h(
        "p",
        {},
        services.length === 0 ? "No SEMS service found" : count(atPorts(services).length, "service"),
      ),
      changes === null ? null : changesWords(changes),
    ),
    h(
      "dl",
      { class: "counts" },
      counts.map(([name, number]) => h("div", {}, h("dt", {}, name), h("dd", {}, grouped(number)))),
    ),
  );
}

function changesWords(changes: Changes): ComponentChild {
  const destroys = containsDestroy(changes);
  return h(
    "p",
    {},
    `Plan: ${changesLine(changes)} `,
    badge(destroys ? "error" : "quiet", `contains destroy: ${destroys ? "yes" : "no"}`),
  );
}

/** What clients or administrators will notice of a plan. */
export function disruptiveChanges({ changes }: Review): ComponentChild {
  const all = disruptions(changes);
  if (all.length === 0) return null;
  return h(
    "section",
    { class: "card loud", style: { marginTop: "14px" } },
    h("h2", {}, "Disruptive changes"),
    h(
      "ul",
      { class: "plain" },
      all.map(({ address, why, action }) =>
        h(
          "li",
          {},
          h(
            "div",
            { class: "what" },
            action === undefined
              ? null
              : badge(
                  action === "delete" || action === "replace" ? "error" : "warning",
                  ACTION_WORDS[action],
                ),
            mono(address),
          ),
          h("p", {}, printable(why)),
        ),
      ),
    ),
  );
}

/** All findings, those that somebody accepts folded. */
export function findingsSection(review: Review): ComponentChild {
  const { errors, warnings, acknowledged } = verdictOf(review);
  const open = [...errors, ...warnings];
  if (review.findings.length === 0) return null;
  return h(
    "section",
    {},
    h("h2", {}, "Findings"),
    open.length === 0 ? null : h("div", { class: "card" }, list(open)),
    acknowledged.length === 0
      ? null
      : foldedCard(count(acknowledged.length, "acknowledged finding"), list(acknowledged)),
  );
}

function list(findings: readonly Finding[]): ComponentChild {
  return h("ul", { class: "plain findings" }, findings.map(findingItem));
}

function findingItem({
  stack,
  rule,
  level,
  address,
  message,
  source,
  acknowledged,
}: Finding): ComponentChild {
  return h(
    "li",
    {},
    h(
      "div",
      { class: "what" },
      acknowledged === null ? badge(level, level) : badge("quiet", "acknowledged"),
      h("strong", {}, printable(rule)),
      stack === undefined ? null : mono(stack),
      mono(address),
    ),
    h("p", {}, printable(message)),
    acknowledged === null ? null : h("p", {}, h("b", {}, "Accepted: "), printable(acknowledged)),
    h("p", { class: "muted small" }, `Source: ${printable(source)}`),
  );
}

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
