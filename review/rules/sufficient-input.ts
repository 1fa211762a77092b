import { treesInUse } from "../facts/in-use";
import { unresolvedOf, unresolvedNames } from "./unresolved";
import type { Rule, Subject, Violation } from "./rule";

/** The document tells all that decides who serves. */
export const sufficientInput: Rule = {
  id: "REVIEW-1",
  level: "warning",
  source: "what this review can see",
  violations: (subject) => [
    ...incomplete(subject),
    ...unresolvedNames(subject),
    ...treesInUse(subject)
      .flatMap((tree) => unresolvedOf(subject, tree))
      .map(({ address, message }) => ({ address, message })),
  ],
};

/** A plan that Terraform has not finished. */
const incomplete = ({ graph, incomplete }: Subject): Violation[] =>
  incomplete === undefined
    ? []
    : [
        {
          address: graph.name,
          message:
            `The plan shows only a part of what will be: ${incomplete}. What is missing is not reviewed: mend the ` +
            `error, or apply this part and plan again.`,
        },
      ];
