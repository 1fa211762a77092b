/** @jsxRuntime automatic @jsxImportSource preact */
import type { Finding, Review } from "../../report-model";
import { printable } from "../printable";
import { count, verdictOf } from "../summary";
import { Badge, FoldedCard, Mono } from "./parts";

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
          <List findings={open} />
        </div>
      )}
      {acknowledged.length === 0 ? null : (
        <FoldedCard title={count(acknowledged.length, "acknowledged finding")}>
          <List findings={acknowledged} />
        </FoldedCard>
      )}
    </section>
  );
}

function List({ findings }: { readonly findings: readonly Finding[] }) {
  return (
    <ul class="plain findings">
      {findings.map((finding) => (
        <Item finding={finding} />
      ))}
    </ul>
  );
}

function Item({ finding }: { readonly finding: Finding }) {
  const { stack, rule, level, address, message, source, acknowledged } = finding;
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
        <Mono text={address} />
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
