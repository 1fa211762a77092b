/** @jsxRuntime automatic @jsxImportSource preact */
import { renderToString } from "preact-render-to-string";
import type { Changes, Review } from "../../report-model";
import { diagramLayout } from "../diagram/layout";
import { printable } from "../printable";
import {
  ACTION_WORDS,
  atPorts,
  changesLine,
  containsDestroy,
  count,
  disruptions,
  grouped,
  verdictLine,
  verdictOf,
  type Verdict,
} from "../summary";
import { FindingsSection } from "./findings";
import { Badge, Mono } from "./parts";
import { ServiceSection } from "./service";
import { STYLE } from "./style";

/** The first thing on the page: may this go on? */
export function VerdictBanner({ review, verdict }: { readonly review: Review; readonly verdict: Verdict }) {
  const { changes, services } = review;
  const { errors, warnings, acknowledged } = verdict;
  const [tone, words] =
    errors.length > 0
      ? (["error", count(errors.length, "error")] as const)
      : warnings.length > 0
        ? (["warning", count(warnings.length, "warning")] as const)
        : (["good", "No findings"] as const);
  const counts: readonly (readonly [string, number])[] = [
    [errors.length === 1 ? "error" : "errors", errors.length],
    [warnings.length === 1 ? "warning" : "warnings", warnings.length],
    ["acknowledged", acknowledged.length],
  ];
  return (
    <header class={`verdict ${tone}`}>
      <div>
        <h1>{words}</h1>
        <p>{services.length === 0 ? "No SEMS service found" : count(atPorts(services).length, "service")}</p>
        {changes === null ? null : <ChangesWords changes={changes} />}
      </div>
      <dl class="counts">
        {counts.map(([name, number]) => (
          <div>
            <dt>{name}</dt>
            <dd>{grouped(number)}</dd>
          </div>
        ))}
      </dl>
    </header>
  );
}

function ChangesWords({ changes }: { readonly changes: Changes }) {
  const destroys = containsDestroy(changes);
  return (
    <p>
      {`Plan: ${changesLine(changes)} `}
      <Badge tone={destroys ? "error" : "quiet"}>{`contains destroy: ${destroys ? "yes" : "no"}`}</Badge>
    </p>
  );
}

/** What clients or administrators will notice of a plan. */
export function DisruptiveChanges({ review }: { readonly review: Review }) {
  const all = disruptions(review.changes);
  if (all.length === 0) return null;
  return (
    <section class="card loud" style={{ marginTop: "14px" }}>
      <h2>Disruptive changes</h2>
      <ul class="plain">
        {all.map(({ address, why, action }) => (
          <li>
            <div class="what">
              {action === undefined ? null : (
                <Badge tone={action === "delete" || action === "replace" ? "error" : "warning"}>
                  {ACTION_WORDS[action]}
                </Badge>
              )}
              <Mono text={address} />
            </div>
            <p>{printable(why)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Nothing is loaded and nothing runs, whatever should get into the page in spite of all. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** Prints a review as one page that needs nothing else: no script, no font, no picture from elsewhere. */
export async function htmlReport(review: Review): Promise<string> {
  const layout = await diagramLayout();
  const verdict = verdictOf(review);
  const page = (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>{`SEMS review: ${verdictLine(verdict)}`}</title>
        {/* Style sheets know no escapes of HTML; this one is a constant of ours. */}
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        <div class="masthead">
          <span class="brand">SEMS review</span>
          <span class="source">{printable(review.source)}</span>
        </div>
        <main>
          <VerdictBanner review={review} verdict={verdict} />
          <DisruptiveChanges review={review} />
          <FindingsSection review={review} />
          {atPorts(review.services).map((service, i) => (
            <ServiceSection service={service} layout={layout} id={`service-${i + 1}`} />
          ))}
        </main>
      </body>
    </html>
  );
  return `<!doctype html>\n${renderToString(page)}\n`;
}
