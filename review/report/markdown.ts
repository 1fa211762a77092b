import { EFFECTS } from "../effect";
import type { Disruption, Review } from "../report-model";
import { folded, markdownDetails, markdownService } from "./markdown-service";
import {
  acceptedDisruptions,
  atPorts,
  clientEffect,
  NO_SERVICE,
  overallTone,
  type Tone,
  type ServiceAtPorts,
  ACTION_WORDS,
  changesLine,
  containsDestroy,
  disruptions,
  verdictLine,
  verdictOf,
  type Verdict,
  count,
} from "./summary";
import type { Fault } from "./faults";
import { code, prose } from "./markdown-text";
/** By which a script finds the comment to update. */
const MARKER = "<!-- sems-review -->";

/** Characters of a report: GitHub takes 65,536 in a comment. */
const MOST = 65_000;

/** What the disruptive changes may take of it. */
const DISRUPTIVE_ROOM = 20_000;

/** What is kept for findings from the services; they get what services leave, too. */
const FINDINGS_ROOM = 25_000;

/** What is kept for the line that counts what is accepted, with those rules that are found most often. */
const ACCEPTED_ROOM = 1000;

/**
 * Prints a review for a comment on a pull request, of at most 65,000 characters: what does not fit is cut, the least
 * important first (accepted findings, then details, then services, then findings), counted and named.
 */
export function markdownReport(review: Review): string {
  const verdict = verdictOf(review);
  const effect = clientEffect(review);
  const head = [
    effect === null
      ? `${MARKER}\n## ${review.services.length === 0 && review.findings.length === 0 ? NOTHING_FOUND : icon(verdict)} SEMS review: ${verdictLine(verdict)}`
      : `${MARKER}\n## ${ICONS[overallTone(verdict, effect)]} ${effect.sentence}\n\nSEMS review: ${verdictLine(verdict)}`,
    ...changesSummary(review),
  ];
  let room = MOST - sizeOf(head);

  const disruptive = disruptiveChanges(review, Math.min(room, DISRUPTIVE_ROOM));
  room -= sizeOf(disruptive);

  const open = [...verdict.errors, ...verdict.warnings];
  const lines = open.map(faultLine);
  const reserved = Math.min(FINDINGS_ROOM, sizeOf(lines) + 100) + ACCEPTED_ROOM;
  const services = servicesSection(review, room - reserved);
  room -= sizeOf(services);

  const findings = findingsSection(open, lines, room);
  room -= sizeOf(findings);

  const accepted = acknowledgedSection(verdict.acknowledged, acceptedDisruptions(review.changes), room);
  return `${[...head, ...disruptive, ...findings, ...accepted, ...services].join("\n\n")}\n`;
}

const ICONS: Readonly<Record<Tone, string>> = { error: "❌", warning: "⚠️", good: "✅" };

/** Where there is nothing to judge, nothing is good. */
const NOTHING_FOUND = "ℹ️";

/** The rules' verdict at a glance. */
export const icon = (verdict: Verdict): string => ICONS[overallTone(verdict, null)];

function changesSummary({ changes }: Review): string[] {
  if (changes === null) return [];
  return [`Contains destroy: **${containsDestroy(changes) ? "yes" : "no"}** (${changesLine(changes)})`];
}

function disruptiveChanges({ changes }: Review, room: number): string[] {
  const all = disruptions(changes);
  if (all.length === 0) return [];
  const lines = all.map((one) => `> - ${disruptionLine(one)}`);
  const { kept, cut } = fit(lines, room - 100);
  const rest =
    cut === 0 ? [] : [`> - and ${count(cut, "more disruptive change")}: ${actionsTally(all.slice(-cut))}`];
  return [["> [!CAUTION]", "> **Disruptive changes**", ">", ...kept, ...rest].join("\n")];
}

function actionsTally(cut: ReturnType<typeof disruptions>): string {
  return tally(
    cut.map(({ action }) => (action === undefined ? "other" : ACTION_WORDS[action])),
    (word) => word,
  );
}

function findingsSection(findings: readonly Fault[], lines: readonly string[], room: number): string[] {
  if (findings.length === 0) return [];
  const title = "### Findings";
  const { kept, cut } = fit(lines, room - title.length - 50);
  return [title, [...kept, ...cutFindings(findings, cut)].join("\n")];
}

function acknowledgedSection(
  findings: readonly Fault[],
  changes: readonly Disruption[],
  room: number,
): string[] {
  if (findings.length + changes.length === 0) return [];
  const { kept, cut } = fit([...changes.map(acceptedLine), ...findings.map(faultLine)], room - 200);
  const cutChanges = Math.max(0, cut - findings.length);
  const rest = [
    ...(cutChanges === 0 ? [] : [`- and ${count(cutChanges, "more accepted change")}`]),
    ...cutFindings(findings, cut - cutChanges),
  ];
  const title = [
    ...(findings.length === 0 ? [] : [count(findings.length, "acknowledged finding")]),
    ...(changes.length === 0 ? [] : [count(changes.length, "accepted change")]),
  ];
  return [folded(title.join(", "), [...kept, ...rest].join("\n"))];
}

const acceptedLine = (one: Disruption): string =>
  `- ${disruptionLine(one)} **Accepted:** ${prose(one.acknowledged ?? "", 500)}`;

/** One change that people notice, and what to do instead. */
function disruptionLine({ address, why, action, effect, instead, runbook }: Disruption): string {
  const what = action === undefined ? "" : ` ${ACTION_WORDS[action]}`;
  return `**${EFFECTS[effect].words}**${what} ${code(address)}: ${prose(why)} *Instead:* ${prose(instead)} (${code(runbook)})`;
}

/** Places of one fault that a line names. */
const NAMED = 24;

/** One fault as a list item. */
export function faultLine({ stack, rule, level, addresses, message, source, acknowledged }: Fault): string {
  const what = acknowledged === null ? `${level === "error" ? "❌" : "⚠️"} **${level}** ` : "";
  const places = addresses.slice(0, NAMED).map((address) => code(address, 300));
  const rest = addresses.length > NAMED ? ` and ${addresses.length - NAMED} more` : "";
  const where = `${stack === undefined ? "" : `${code(stack)} `}${places.join(", ")}${rest}`;
  const why = acknowledged === null ? "" : ` **Accepted:** ${prose(acknowledged, 500)}`;
  return `- ${what}${code(rule, 40)} ${where}: ${prose(message)} (${prose(source, 200)})${why}`;
}

function cutFindings(findings: readonly Fault[], cut: number): string[] {
  if (cut === 0) return [];
  const rules = findings.slice(-cut).map(({ rule }) => rule);
  return [`- and ${count(cut, "more finding")}: ${tally(rules, (rule) => code(rule, 40))}`];
}

function servicesSection(review: Review, room: number): string[] {
  const services = atPorts(review.services);
  if (services.length === 0) return [`N${NO_SERVICE.slice(1)}.`];
  const essentials = fit(services.map(markdownService), room);
  const details = fit(services.slice(0, essentials.kept.length).map(markdownDetails), room - essentials.used);
  return [
    ...essentials.kept.flatMap((essential, i) => [
      essential,
      ...[details.kept[i] ?? ""].filter((part) => part !== ""),
    ]),
    ...(details.cut > 0 ? [`Diagrams and details of ${count(details.cut, "service")} are left out.`] : []),
    ...cutServices(services, essentials.cut),
  ];
}

function cutServices(services: readonly ServiceAtPorts[], cut: number): string[] {
  if (cut === 0) return [];
  const names = services.slice(-cut).map(({ clientFqdn }) => clientFqdn);
  return [`and ${count(cut, "more service")}: ${tally(names, (name) => code(name, 60))}`];
}

/** Room for the line that counts what is cut. */
const NOTE_ROOM = 1500;

/** Pieces of a report that fit into its room, and how many do not. */
export interface Fitting {
  readonly kept: readonly string[];
  readonly cut: number;
  /** Characters that the kept ones and a note on the others take. */
  readonly used: number;
}

/** Takes pieces from the first on while they fit, each on lines of its own; leaves room for a note on the others. */
export function fit(pieces: readonly string[], room: number): Fitting {
  const all = sizeOf(pieces);
  if (all <= room) return { kept: pieces, cut: 0, used: all };
  const kept: string[] = [];
  let used = NOTE_ROOM;
  for (const piece of pieces) {
    if (used + sizeOf([piece]) > room) break;
    used += sizeOf([piece]);
    kept.push(piece);
  }
  return { kept, cut: pieces.length - kept.length, used };
}

/** Characters of pieces with the blank line after each. */
export function sizeOf(pieces: readonly string[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length + 2, 0);
}

/** Counts values: `SEMS-LB-2 (100), AWS-SEC-2 (20)`, the most frequent first, at most some of them by name. */
export function tally(values: readonly string[], show: (value: string) => string, named = 12): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ranked = [...counts].sort(([, a], [, b]) => b - a);
  const others = ranked.slice(named).reduce((sum, [, number]) => sum + number, 0);
  return [
    ...ranked.slice(0, named).map(([value, number]) => `${show(value)} (${number})`),
    ...(others > 0 ? [`others (${others})`] : []),
  ].join(", ");
}
