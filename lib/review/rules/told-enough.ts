import { treesInUse } from "./in-use";
import type { Rule } from "./rule";
import { untoldOf } from "./untold";
import { unique } from "./wording";

/** The document tells all that decides who serves. */
export const toldEnough: Rule = {
  id: "REVIEW-1",
  level: "warning",
  source: "what this review can see",
  violations: (subject) =>
    unique(
      treesInUse(subject)
        .flatMap((tree) => untoldOf(subject.graph, tree))
        .map(({ address, message }) => ({ address, message })),
    ),
};
