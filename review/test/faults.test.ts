import { FAULT_CASES } from "./support/fault-cases";
import { findingsOf } from "./support/findings";
import { MENDED } from "./support/mended";

describe("a stack written by hand without a mistake gives no finding", () => {
  test.each(Object.entries(MENDED))("%s", (_what, document) => {
    expect(findingsOf(document)).toEqual([]);
  });
});

describe("a mistake in it is named by the rule that is about it, where it is, in words that say what happens", () => {
  test.each(FAULT_CASES.map((fault) => [fault.what, fault] as const))(
    "%s",
    (_what, { document, rule, at, says, also = [] }) => {
      const findings = findingsOf(document);
      const own = findings.filter((finding) => finding.rule === rule);
      expect(own.map(({ address }) => address)).toEqual(at);
      expect(own.map(({ level }) => level)).toEqual(at.map(() => "error"));
      expect(own[0]?.message).toMatch(says);
      // No other rule says the same again.
      const others = findings.filter((finding) => finding.rule !== rule);
      expect(new Set(others.map((finding) => finding.rule))).toEqual(new Set(also));
    },
  );
});
