import type { StepResult, Stretch } from "./drill";

const COLOURS = ["#2b7a4b", "#2f6fb0", "#8a5fb5", "#b07a1f", "#23848c", "#7a7a2b"];
const WITHOUT = "#c62828";
const [LEFT, WIDTH, ROW, TOP] = [70, 900, 30, 58];

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** The timeline as a picture: a bar for each client, in the colour of the node that serves it, red without one. */
export function timelineSvg(
  title: string,
  stretches: readonly (readonly Stretch[])[],
  steps: readonly StepResult[],
): string {
  const end = Math.max(1, ...stretches.flat().map(({ to }) => to));
  const x = (second: number): string => (LEFT + (second / end) * WIDTH).toFixed(1);
  const nodes = [...new Set(stretches.flat().flatMap(({ node }) => node ?? []))].sort();
  const colour = (node: string | undefined): string =>
    node === undefined ? WITHOUT : (COLOURS[nodes.indexOf(node) % COLOURS.length] ?? WITHOUT);
  const rows = stretches.map((list, i) => {
    const y = TOP + 34 + i * ROW;
    const bars = list.map(({ from, to, node }) => {
      const width = (((to - from) / end) * WIDTH).toFixed(1);
      const what = `${node ?? "no server"}, ${Math.round(from)} to ${Math.round(to)} s`;
      return `<rect x="${x(from)}" y="${y}" width="${width}" height="20" fill="${colour(node)}"><title>${escaped(what)}</title></rect>`;
    });
    return `<text x="4" y="${y + 15}">client ${i + 1}</text>${bars.join("")}`;
  });
  const bottom = TOP + 34 + stretches.length * ROW;
  const marks = steps.map(
    ({ at, title: step }, i) =>
      `<line x1="${x(at)}" x2="${x(at)}" y1="${TOP}" y2="${bottom}" stroke="#555" stroke-dasharray="3 3"/>` +
      `<text x="${x(at)}" y="${TOP + (i % 2) * 14}" font-size="11">${escaped(step)}</text>`,
  );
  const legend = [...nodes, undefined].map(
    (node, i) =>
      `<rect x="${LEFT + i * 110}" y="30" width="12" height="12" fill="${colour(node)}"/>` +
      `<text x="${LEFT + i * 110 + 17}" y="41">${escaped(node ?? "no server")}</text>`,
  );
  const axis = `<text x="${LEFT}" y="${bottom + 16}">0 s</text><text x="${LEFT + WIDTH}" y="${bottom + 16}" text-anchor="end">${Math.round(end)} s as on AWS</text>`;
  const [width, height] = [LEFT + WIDTH + 110, bottom + 26];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Timeline of ${escaped(title)}" font-family="sans-serif" font-size="13" fill="#222">` +
    `<rect width="${width}" height="${height}" fill="#fff"/><text x="4" y="18" font-weight="bold">${escaped(title)}</text>` +
    `${legend.join("")}${rows.join("")}${marks.join("")}${axis}</svg>\n`
  );
}

/** The cells of a step's row. */
export function cells({ title, measured, limit, served }: StepResult): string[] {
  return [
    title,
    measured === undefined ? "none" : `${measured.toFixed(1)} s`,
    limit === undefined ? "not computed" : `${limit} s`,
    served.join(", "),
  ];
}

export const HEADS = ["Step", "Measured downtime", "Computed worst case", "New clients reach"];

/** One self-contained page: the picture, the table and what happened. */
export function drillPage(
  title: string,
  svg: string,
  steps: readonly StepResult[],
  events: readonly string[],
): string {
  const row = (tag: string, values: readonly string[]): string =>
    `<tr>${values.map((value) => `<${tag}>${escaped(value)}</${tag}>`).join("")}</tr>`;
  const table = `<table><thead>${row("th", HEADS)}</thead><tbody>${steps.map((step) => row("td", cells(step))).join("")}</tbody></table>`;
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
    `<title>${escaped(title)}</title><style>${STYLE}</style></head><body>` +
    `<h1>${escaped(title)}</h1><div class="wide">${svg}</div><div class="wide">${table}</div>` +
    `<h2>Events</h2><div class="wide"><pre>${escaped(events.join("\n"))}</pre></div></body></html>\n`
  );
}

/** What is wider than a phone scrolls by itself, so that the page does not. */
const STYLE = [
  "body{font-family:sans-serif;margin:0 auto;padding:1em;max-width:70em}",
  "h1{font-size:1.4em;overflow-wrap:anywhere}",
  ".wide{overflow-x:auto}",
  "svg{min-width:44em}",
  "table{border-collapse:collapse}",
  "th,td{border:1px solid #bbb;padding:.3em .6em;text-align:left}",
].join("");
