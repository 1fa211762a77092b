import type { Rule } from "./rule";

/** Seconds for which clients may keep an answer. */
const LONGEST_TTL = 60;

/** What clients keep of an answer is short, wherever in the tree it is. */
export const shortTtl: Rule = {
  id: "SEMS-DNS-2",
  level: "error",
  isLocal: true,
  source: "the time that a fail-over may take",
  violations: (subject) =>
    subject.trees.flatMap(({ root, records }) =>
      records.flatMap(({ entry: { resource } }) => {
        const ttl = resource.number("ttl");
        // An alias has no time to live of its own; a state shows 0.
        if (ttl === undefined || ttl <= LONGEST_TTL || resource.blocks("alias").length > 0) return [];
        return [
          {
            address: resource.address,
            message:
              `Clients of ${root.shownName} keep this answer for ${ttl} s, and keep connecting to a failed node ` +
              `that long. Set ttl to ${LONGEST_TTL} s at most.`,
          },
        ];
      }),
    ),
};
