import { firstHealthyNode } from "./first-healthy-node";
import { neverRoundRobin } from "./never-round-robin";
import type { Rule } from "./rule";

/** Every rule, in the order of docs/rules.md. */
export const RULES: readonly Rule[] = [neverRoundRobin, firstHealthyNode];
