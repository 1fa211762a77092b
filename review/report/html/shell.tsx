/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import { printable } from "../printable";
import { grouped, type Verdict } from "../summary";
import { STYLE } from "./style";

/** Nothing is loaded and nothing runs, whatever should get into the page in spite of all. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

interface PageProps {
  /** Of the window. */
  readonly title: string;
  /** What has written the report. */
  readonly brand: string;
  /** What the report is about, from outside. */
  readonly source: string;
  readonly children: ComponentChildren;
}

/** One page that needs nothing else: no script, no font, no picture from elsewhere. */
export function htmlPageOf({ title, brand, source, children }: PageProps): string {
  const page = (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>{title}</title>
        {/* Style sheets know no escapes of HTML; this one is a constant of ours. */}
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        <div class="masthead">
          <span class="brand">{brand}</span>
          <span class="source">{printable(source)}</span>
        </div>
        <main>{children}</main>
      </body>
    </html>
  );
  return `<!doctype html>\n${renderToString(page)}\n`;
}

/** The findings in figures. */
export function VerdictCounts({
  verdict: { errors, warnings, acknowledged },
}: {
  readonly verdict: Verdict;
}) {
  const counts: readonly (readonly [string, number])[] = [
    [errors.length === 1 ? "error" : "errors", errors.length],
    [warnings.length === 1 ? "warning" : "warnings", warnings.length],
    ["acknowledged", acknowledged.length],
  ];
  return (
    <dl class="counts">
      {counts.map(([name, number]) => (
        <div>
          <dt>{name}</dt>
          <dd>{grouped(number)}</dd>
        </div>
      ))}
    </dl>
  );
}
