import type { Effect } from "./report-model";

/** What a change may do to clients, worst first, with the id by which people accept it and the words for reports. */
export const EFFECTS = {
  outage: { rule: "CHANGE-OUTAGE", words: "outage", sentence: "Outage: some clients get no service" },
  "clients-move": { rule: "CHANGE-MOVE", words: "clients move", sentence: "Clients move to another node" },
  "redundancy-lost": {
    rule: "CHANGE-REDUNDANCY",
    words: "capacity or redundancy lost",
    sentence: "Capacity or redundancy is lost; clients stay where they are",
  },
  unknown: {
    rule: "CHANGE-UNKNOWN",
    words: "effect not known",
    sentence: "The effect on clients is not known before the apply",
  },
  none: { rule: null, words: "no effect on clients", sentence: "No effect on clients" },
} as const satisfies Readonly<Record<Effect, { rule: string | null; words: string; sentence: string }>>;

/** The effects, worst first. */
const ORDER: readonly Effect[] = ["outage", "clients-move", "redundancy-lost", "unknown", "none"];

/** Ids by which people accept an effect. */
export const EFFECT_RULES: readonly string[] = ORDER.flatMap((effect) => EFFECTS[effect].rule ?? []);

/** How bad an effect is: the worst is 0. */
export const rankOf = (effect: Effect): number => ORDER.indexOf(effect);

/** The worst of some effects; `none` of none. */
export const worstOf = (effects: readonly Effect[]): Effect =>
  effects.reduce((worst, effect) => (rankOf(effect) < rankOf(worst) ? effect : worst), "none");
