/** @jsxRuntime automatic @jsxImportSource preact */
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
  verdictLine,
  verdictOf,
  type Verdict,
} from "../summary";
import { FindingsSection } from "./findings";
import { Badge, Mono } from "./parts";
import { ServiceSection } from "./service";
import { htmlPageOf, VerdictCounts } from "./shell";

/** The first thing on the page: may this go on? */
export function VerdictBanner({ review, verdict }: { readonly review: Review; readonly verdict: Verdict }) {
  const { changes, services } = review;
  const { errors, warnings } = verdict;
  const [tone, words] =
    errors.length > 0
      ? (["error", count(errors.length, "error")] as const)
      : warnings.length > 0
        ? (["warning", count(warnings.length, "warning")] as const)
        : (["good", "No findings"] as const);
  return (
    <header class={`verdict ${tone}`}>
      <div>
        <h1>{words}</h1>
        <p>{services.length === 0 ? "No SEMS service found" : count(atPorts(services).length, "service")}</p>
        {changes === null ? null : <ChangesWords changes={changes} />}
      </div>
      <VerdictCounts verdict={verdict} />
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

/** Prints a review as one page that needs nothing else: no script, no font, no picture from elsewhere. */
export async function htmlReport(review: Review): Promise<string> {
  const layout = await diagramLayout();
  const verdict = verdictOf(review);
  return htmlPageOf({
    title: `SEMS review: ${verdictLine(verdict)}`,
    brand: "SEMS review",
    source: review.source,
    children: (
      <>
        <VerdictBanner review={review} verdict={verdict} />
        <DisruptiveChanges review={review} />
        <FindingsSection review={review} />
        {atPorts(review.services).map((service, i) => (
          <ServiceSection service={service} layout={layout} id={`service-${i + 1}`} />
        ))}
      </>
    ),
  });
}
