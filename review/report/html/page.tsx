/** @jsxRuntime automatic @jsxImportSource preact */
import { EFFECTS } from "../../effect";
import type { Changes, Disruption, Review } from "../../report-model";
import { diagramLayout } from "../diagram/layout";
import { printable } from "../printable";
import {
  acceptedDisruptions,
  ACTION_WORDS,
  atPorts,
  changesLine,
  containsDestroy,
  count,
  clientEffect,
  disruptions,
  NO_SERVICE,
  overallTone,
  toneOf,
  verdictLine,
  verdictOf,
  type Verdict,
} from "../summary";
import { FindingsSection } from "./findings";
import { Badge, FoldedCard, Mono } from "./parts";
import { ServiceSection } from "./service";
import { htmlPageOf, VerdictCounts } from "./shell";

/** The first thing on the page: may this go on? */
export function VerdictBanner({ review, verdict }: { readonly review: Review; readonly verdict: Verdict }) {
  const { changes, services } = review;
  const effect = clientEffect(review);
  const rules = verdict.errors.length + verdict.warnings.length === 0 ? "No findings" : verdictLine(verdict);
  const about =
    services.length === 0 ? `N${NO_SERVICE.slice(1)}` : count(atPorts(services).length, "service");
  const isEmpty = services.length === 0 && review.findings.length === 0 && effect === null;
  return (
    // Where there is nothing to judge, nothing is good.
    <header class={`verdict ${isEmpty ? "neutral" : overallTone(verdict, effect)}`}>
      <div>
        <h1>{isEmpty ? "Nothing to review" : (effect?.sentence ?? rules)}</h1>
        <p>{effect === null ? about : `Rules: ${rules}. ${about}`}</p>
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

/** What clients or administrators will notice of a plan, the worst first, and what to do instead. */
export function DisruptiveChanges({ review: { changes } }: { readonly review: Review }) {
  const [open, accepted] = [disruptions(changes), acceptedDisruptions(changes)];
  return (
    <>
      {open.length === 0 ? null : (
        <section class="card loud" style={{ marginTop: "14px" }}>
          <h2>Disruptive changes</h2>
          <DisruptionList disruptions={open} />
        </section>
      )}
      {accepted.length === 0 ? null : (
        <FoldedCard title={count(accepted.length, "accepted disruptive change")}>
          <DisruptionList disruptions={accepted} />
        </FoldedCard>
      )}
    </>
  );
}

function DisruptionList({ disruptions: all }: { readonly disruptions: readonly Disruption[] }) {
  return (
    <ul class="plain">
      {all.map(({ address, why, action, effect, instead, runbook, acknowledged }) => (
        <li>
          <div class="what">
            <Badge tone={toneOf(effect)}>{EFFECTS[effect].words}</Badge>
            {action === undefined ? null : <Badge tone="quiet">{ACTION_WORDS[action]}</Badge>}
            <Mono text={address} />
          </div>
          <p>{printable(why)}</p>
          <p>
            <b>Instead: </b>
            {printable(instead)} <span class="muted small">{printable(runbook)}</span>
          </p>
          {acknowledged === null ? null : (
            <p>
              <b>Accepted: </b>
              {printable(acknowledged)}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Prints a review as one page that needs nothing else: no script, no font, no picture from elsewhere. */
export async function htmlReport(review: Review): Promise<string> {
  const layout = await diagramLayout();
  const verdict = verdictOf(review);
  const effect = clientEffect(review);
  return htmlPageOf({
    title: `SEMS review: ${effect === null ? "" : `${effect.sentence}; `}${verdictLine(verdict)}`,
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
