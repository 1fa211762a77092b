/** @jsxRuntime automatic @jsxImportSource preact */
import type { Finding } from "../../report-model";
import { printable } from "../printable";
import { count, verdictLine, verdictOf } from "../summary";
import { FindingsSection } from "./findings";
import { Card, Scrolling } from "./parts";
import { htmlPageOf, VerdictCounts } from "./shell";

/** A report of another command than the review: findings first, then what they were judged by. */
export interface PlainPage {
  /** What has written the report, such as `SEMS verification`. */
  readonly brand: string;
  /** What the report is about, from outside. */
  readonly source: string;
  /** What has been looked at, in a few words. */
  readonly scope: string;
  readonly findings: readonly Finding[];
  readonly sections: readonly PageSection[];
}

/** A part of a page: cards with tables and with sentences. Everything in it may come from outside. */
export interface PageSection {
  readonly title: string;
  /** In small print below the title. */
  readonly facts: readonly string[];
  readonly tables: readonly PageTable[];
  readonly lists: readonly { readonly title: string; readonly sentences: readonly string[] }[];
}

export interface PageTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Prints one page that needs nothing else. */
export function plainPage({ brand, source, scope, findings, sections }: PlainPage): string {
  const verdict = verdictOf({ findings });
  const { errors, warnings } = verdict;
  const tone = errors.length > 0 ? "error" : warnings.length > 0 ? "warning" : "good";
  const worst = errors.length > 0 ? count(errors.length, "error") : count(warnings.length, "warning");
  return htmlPageOf({
    title: `${brand}: ${verdictLine(verdict)}`,
    brand,
    source,
    children: (
      <>
        <header class={`verdict ${tone}`}>
          <div>
            <h1>{tone === "good" ? "No findings" : worst}</h1>
            <p>{printable(scope)}</p>
          </div>
          <VerdictCounts verdict={verdict} />
        </header>
        <FindingsSection review={{ findings }} />
        {sections.map((section) => (
          <Section section={section} />
        ))}
      </>
    ),
  });
}

function Section({ section: { title, facts, tables, lists } }: { readonly section: PageSection }) {
  return (
    <section>
      <h2>{printable(title)}</h2>
      {facts.length === 0 ? null : (
        <p class="facts">
          {facts.map((fact) => (
            <span>{printable(fact)}</span>
          ))}
        </p>
      )}
      {tables.map((table) => (
        <Card title={table.title}>
          <Scrolling label={table.title}>
            <Table table={table} />
          </Scrolling>
        </Card>
      ))}
      {lists.map(({ title: listTitle, sentences }) => (
        <Card title={listTitle}>
          <ul>
            {sentences.map((sentence) => (
              <li>{printable(sentence)}</li>
            ))}
          </ul>
        </Card>
      ))}
    </section>
  );
}

function Table({ table: { head, rows } }: { readonly table: PageTable }) {
  return (
    <table>
      <thead>
        <tr>
          {head.map((name) => (
            <th scope="col">{printable(name)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {row.map((cell, i) =>
              i === 0 ? <th scope="row">{printable(cell)}</th> : <td>{printable(cell)}</td>,
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
