/** The style sheet of the page: light and dark, wide and narrow, screen and paper. Nothing in it comes from a plan. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --surface: #ffffff; --text: #18202b; --muted: #556274; --line: #dbe0e8; --code: #eef1f5;
  --error: #b3202a; --error-soft: #fdeeee; --warning: #8a4b00; --warning-soft: #fdf3e1;
  --good: #1a6b3c; --good-soft: #e6f5ec; --accent: #1f5fcc;
  --node-0: #2f6fde; --node-1: #0f8577; --node-2: #9a4fa8; --node-3: #b06a00; --node-4: #566a86; --node-5: #c03f78;
  --name: #e3ecfd; --address: #dff3f0; --balancer: #f0e6f8; --node: #e6f3e8; --other: #eef1f5;
  --name-line: #1d56bd; --address-line: #0a665b; --balancer-line: #7d3a94; --node-line: #1c6636; --other-line: #5d6b80;
  --shadow: 0 1px 2px rgb(16 24 40 / 6%), 0 1px 6px rgb(16 24 40 / 5%);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #0d1219; --surface: #161d27; --text: #e7ecf3; --muted: #9dabbd; --line: #2b3543; --code: #222c39;
    --error: #ff9d98; --error-soft: #3a171a; --warning: #ffc773; --warning-soft: #352509;
    --good: #84dba4; --good-soft: #102d1d; --accent: #8bb8ff;
    --node-0: #6ea3ff; --node-1: #3fc0ad; --node-2: #cf8fdf; --node-3: #eaa544; --node-4: #9fb1c9; --node-5: #f285b3;
    --name: #1a2a48; --address: #10312e; --balancer: #2d1f38; --node: #16301f; --other: #222c39;
    --name-line: #6ea3ff; --address-line: #3fc0ad; --balancer-line: #cf8fdf; --node-line: #6fcf8e; --other-line: #93a3b8;
    --shadow: none;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  -webkit-text-size-adjust: 100%;
}
main, .masthead { max-width: 1180px; margin: 0 auto; padding: 0 20px; }
.masthead { padding-top: 28px; display: flex; flex-wrap: wrap; gap: 2px 12px; align-items: baseline; }
.masthead .brand { font-weight: 650; letter-spacing: .01em; }
.masthead .source { color: var(--muted); font-size: 14px; }
main { padding-bottom: 56px; }
h1, h2, h3, p, dl, dd, ul, ol, figure { margin: 0; }
h2 { font-size: 22px; line-height: 1.3; margin: 40px 0 12px; letter-spacing: -.01em; overflow-wrap: anywhere; }
h3 { font-size: 15px; line-height: 1.4; margin: 0 0 10px; }
p, li, dd, td, th, code, .source { overflow-wrap: anywhere; unicode-bidi: isolate; }
code { font: .88em/1.45 var(--mono); background: var(--code); border-radius: 4px; padding: .1em .34em; }
h2 code { background: none; padding: 0; font-size: .95em; font-weight: 650; }
.muted { color: var(--muted); }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 18px 20px; box-shadow: var(--shadow); }
.card + .card { margin-top: 14px; }

.verdict { margin-top: 14px; padding: 24px; border-radius: 14px; border: 1px solid; display: grid; gap: 8px 28px; grid-template-columns: 1fr auto; align-items: center; }
.verdict.error { background: var(--error-soft); border-color: var(--error); }
.verdict.warning { background: var(--warning-soft); border-color: var(--warning); }
.verdict.neutral { background: var(--surface); border-color: var(--line); }
.verdict.good { background: var(--good-soft); border-color: var(--good); }
.verdict h1 { font-size: clamp(24px, 4.4vw, 34px); line-height: 1.15; letter-spacing: -.02em; }
.verdict.error h1 { color: var(--error); } .verdict.warning h1 { color: var(--warning); } .verdict.good h1 { color: var(--good); }
.verdict p { margin-top: 6px; }
.verdict p .badge { margin: 2px 0; }
.counts { display: flex; flex-wrap: wrap; gap: 8px 22px; }
.counts div { display: flex; flex-direction: column-reverse; }
.counts dd { font-size: 24px; line-height: 1.1; font-weight: 650; font-variant-numeric: tabular-nums; }
.counts dt { font-size: 13px; }

.loud { border-color: var(--error); border-left-width: 6px; }
.loud h2 { margin-top: 0; color: var(--error); }
.plain { list-style: none; padding: 0; }
.loud li + li, .findings li + li { margin-top: 12px; padding-top: 12px; border-top: 1px solid var(--line); }
.findings li { content-visibility: auto; contain-intrinsic-size: auto 92px; }
.badge { display: inline-block; font-size: 12px; line-height: 1; font-weight: 650; letter-spacing: .02em; padding: 4px 8px; border-radius: 999px; border: 1px solid currentcolor; margin-right: 8px; vertical-align: 1px; }
.badge.error { color: var(--error); background: var(--error-soft); }
.badge.warning { color: var(--warning); background: var(--warning-soft); }
.badge.good { color: var(--good); background: var(--good-soft); }
.badge.quiet { color: var(--muted); background: var(--code); }
.what { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; }
.what .badge { margin-right: 0; }
.what strong { font-size: 14px; }
.what + p { margin-top: 6px; }
.small { font-size: 14px; }

.facts { display: flex; flex-wrap: wrap; gap: 4px 20px; color: var(--muted); font-size: 14px; margin: -6px 0 14px; }
.columns { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 14px; align-items: start; margin-bottom: 14px; }
.columns .card + .card { margin-top: 14px; }
.stack { min-width: 0; }
.scroll { overflow-x: auto; overscroll-behavior-x: contain; }
.scroll:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
table { border-collapse: collapse; width: 100%; font-size: 15px; font-variant-numeric: tabular-nums; }
th, td { overflow-wrap: normal; text-align: left; vertical-align: top; padding: 7px 14px 7px 0; border-bottom: 1px solid var(--line); min-width: 64px; }
table code:not(.long) { white-space: nowrap; }
table code.long { display: inline-block; max-width: 24em; }
tbody tr:last-child > * { border-bottom: 0; }
thead th { font-size: 13px; font-weight: 600; color: var(--muted); white-space: nowrap; padding-top: 0; }
tbody th { font-weight: 500; }
td:last-child, th:last-child { padding-right: 0; }
.lost { color: var(--error); font-weight: 650; white-space: nowrap; }
.exception > * { background: var(--warning-soft); box-shadow: -8px 0 0 var(--warning-soft), 8px 0 0 var(--warning-soft); }
.differs > td { font-weight: 650; }
.note { font-size: 13px; font-weight: 400; color: var(--warning); margin-top: 3px; }
.law { margin-top: 12px; padding: 9px 12px; border-radius: 8px; font-size: 14px; }
.law.good { background: var(--good-soft); color: var(--good); }
.law.warning { background: var(--warning-soft); color: var(--warning); }

.bar { display: flex; height: 8px; border-radius: 4px; overflow: hidden; gap: 2px; margin-top: 5px; max-width: 220px; }
.bar span { min-width: 2px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.bar .unserved { background: repeating-linear-gradient(135deg, var(--error) 0 3px, transparent 3px 6px); }
.swatch { display: inline-block; width: 10px; height: 10px; border-radius: 3px; margin-right: 8px; flex: none; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.part-0 { background: var(--node-0); } .part-1 { background: var(--node-1); } .part-2 { background: var(--node-2); }
.part-3 { background: var(--node-3); } .part-4 { background: var(--node-4); } .part-5 { background: var(--node-5); }
.order { padding: 0; list-style: none; counter-reset: place; }
.order li { display: grid; grid-template-columns: auto auto 1fr; align-items: baseline; padding: 5px 0; }
.order li::before { counter-increment: place; content: counter(place); color: var(--muted); width: 1.5em; font-variant-numeric: tabular-nums; }
.order .muted { grid-column: 3; font-size: 14px; }
.seconds { font-size: 30px; line-height: 1.1; font-weight: 680; letter-spacing: -.02em; }
.time .bar { height: 14px; border-radius: 7px; margin: 12px 0; max-width: none; }
.time li { display: grid; grid-template-columns: auto 5.2em 1fr; align-items: baseline; padding: 3px 0; font-size: 14px; }
.time li b { font-variant-numeric: tabular-nums; font-weight: 650; }

details { margin-top: 14px; }
summary { cursor: pointer; font-weight: 600; font-size: 15px; padding: 2px 0; }
details[open] > summary { margin-bottom: 10px; }
details.card > summary { margin: -4px 0; }
details.card[open] > summary { margin-bottom: 12px; }

svg.diagram { display: block; margin: 0 auto; font-family: var(--mono); }
.diagram text { fill: var(--text); font-size: 12.5px; }
.diagram .first { font-weight: 650; }
.diagram .more { font-size: 11.5px; fill: var(--muted); }
.diagram .kind { font: 600 10.5px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; letter-spacing: .05em; }
.diagram .shape { stroke-width: 1.5; }
.diagram .name .shape { fill: var(--name); stroke: var(--name-line); }
.diagram .name .kind { fill: var(--name-line); }
.diagram .address .shape { fill: var(--address); stroke: var(--address-line); }
.diagram .address .kind { fill: var(--address-line); }
.diagram .load-balancer .shape { fill: var(--balancer); stroke: var(--balancer-line); }
.diagram .load-balancer .kind { fill: var(--balancer-line); }
.diagram .node .shape { fill: var(--node); stroke: var(--node-line); }
.diagram .node .kind { fill: var(--node-line); }
.diagram .other .shape { fill: var(--other); stroke: var(--other-line); }
.diagram .way { fill: none; stroke: var(--other-line); stroke-width: 1.4; stroke-dasharray: 4 4; }
.diagram .way.taken { stroke: var(--accent); stroke-width: 3; stroke-dasharray: none; }
.diagram .head { fill: var(--other-line); }
.diagram .head.taken { fill: var(--accent); }
.diagram .label rect { fill: var(--surface); }
.diagram .label text { font-size: 11.5px; fill: var(--muted); }
.diagram .label.taken text { fill: var(--accent); font-weight: 650; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; margin-top: 12px; font-size: 13px; color: var(--muted); }
.legend span::before { content: ""; display: inline-block; width: 26px; vertical-align: middle; margin-right: 8px; border-top: 3px solid var(--accent); }
.legend .other-way::before { border-top: 2px dashed var(--other-line); }

@media (max-width: 760px) {
  main, .masthead { padding-left: 14px; padding-right: 14px; }
  .columns { grid-template-columns: minmax(0, 1fr); }
  .verdict { grid-template-columns: minmax(0, 1fr); padding: 18px; }
  .card { padding: 14px; }
  h2 { font-size: 20px; }
  th, td { padding-right: 10px; min-width: 0; }
  table { font-size: 14px; }
}
@media (max-width: 560px) {
  .states, .states tbody, .states tr, .states th, .states td { display: block; border: 0; padding: 0; }
  .states thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .states tr { padding: 9px 0; border-bottom: 1px solid var(--line); }
  .states td { display: flow-root; padding: 2px 0 2px 10em; min-height: 1.6em; }
  .states td::before { content: attr(data-head); float: left; margin-left: -10em; width: 9.5em; color: var(--muted); font-weight: 400; white-space: normal; }
  .states td:empty { display: none; }
  .states code { white-space: normal !important; }
}
@media print {
  :root { color-scheme: light; }
  body { background: #ffffff; font-size: 14px; }
  main, .masthead { max-width: none; padding-left: 0; padding-right: 0; }
  .card, .verdict, tr, li { break-inside: avoid; }
  .card { box-shadow: none; }
  .scroll { overflow: visible; }
  svg.diagram { min-width: 0 !important; }
  h2, h3 { break-after: avoid; }
  .findings li { content-visibility: visible; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
