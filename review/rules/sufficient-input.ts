import { leftOpen, unresolvedOf, unresolvedNames } from "./unresolved";
import type { Rule, Violation } from "./rule";
import type { Subject } from "../facts/subject";

/** The document specifies all that decides which node serves. */
export const sufficientInput: Rule = {
  id: "REVIEW-1",
  level: "warning",
  source: "what this review can see",
  violations: (subject) => [
    ...incomplete(subject),
    ...unresolvedNames(subject),
    ...(subject.isAboutService ? leftOpen(subject) : []),
    ...subject.trees
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
