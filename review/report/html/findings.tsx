/** @jsxRuntime automatic @jsxImportSource preact */
import type { Review } from "../../report-model";
import type { Fault } from "../faults";
import { printable } from "../printable";
import { count, verdictOf } from "../summary";
import { Badge, FoldedCard, Mono, Names } from "./parts";

/** All findings, those that somebody accepts folded. */
export function FindingsSection({ review }: { readonly review: Pick<Review, "findings"> }) {
  const { errors, warnings, acknowledged } = verdictOf(review);
  const open = [...errors, ...warnings];
  if (review.findings.length === 0) return null;
  return (
    <section>
      <h2>Findings</h2>
      {open.length === 0 ? null : (
        <div class="card">
          <List faults={open} />
        </div>
      )}
      {acknowledged.length === 0 ? null : (
        <FoldedCard title={count(acknowledged.length, "acknowledged finding")}>
          <List faults={acknowledged} />
        </FoldedCard>
      )}
    </section>
  );
}

function List({ faults }: { readonly faults: readonly Fault[] }) {
  return (
    <ul class="plain findings">
      {faults.map((fault) => (
        <Item fault={fault} />
      ))}
    </ul>
  );
}

function Item({ fault }: { readonly fault: Fault }) {
  const { stack, rule, level, addresses, message, source, acknowledged } = fault;
  return (
    <li>
      <div class="what">
        {acknowledged === null ? (
          <Badge tone={level}>{level}</Badge>
        ) : (
          <Badge tone="quiet">acknowledged</Badge>
        )}
        <strong>{printable(rule)}</strong>
        {stack === undefined ? null : <Mono text={stack} />}
        <span>
          <Names values={addresses} />
        </span>
      </div>
      <p>{printable(message)}</p>
      {acknowledged === null ? null : (
        <p>
          <b>Accepted: </b>
          {printable(acknowledged)}
        </p>
      )}
      <p class="muted small">{`Source: ${printable(source)}`}</p>
    </li>
  );
}
