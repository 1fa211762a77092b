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
