import type { State } from "../report-model";
import { percent } from "../wording";

/** A number with its noun: `1 error`, `2 errors`. */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${grouped(number)} ${number === 1 ? singular : plural}`;
}

/** A number with its thousands apart, the same in every locale. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A time: `55 s`, and from two minutes on `3 min 5 s`. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} min${rest === 0 ? "" : ` ${rest} s`}`;
}

/** Who serves new clients, as a list of names; with each one's part where it is not the whole. */
export function servedBy<Name>(state: State, name: (node: string) => Name): (Name | string)[] {
  if (state.servedBy.length === 0) return ["nobody"];
  return state.servedBy.flatMap(({ node, share }, i) => [
    ...(i === 0 ? [] : [", "]),
    name(node),
    ...(share >= 1 ? [] : [` ${percent(share)}`]),
  ]);
}
