import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assumptionsOf, ASSUMPTION_IDS } from "../aws/assumptions";
import { EFFECT_RULES } from "../effect";
import { KINDS } from "../impact/kinds";
import { RULES } from "../rules/index";

const read = (file: string): string => readFileSync(join(__dirname, "../../docs", file), "utf8");

test("every rule that the review reports is in the list of rules, once", () => {
  const listed = [...read("rules.md").matchAll(/^\| ([A-Z0-9-]+-\d+) +\|/gm)].map(([, id]) => id);
  expect(new Set(listed).size).toBe(listed.length);
  const reported = RULES.map(({ id }) => id);
  expect(new Set(reported).size).toBe(reported.length);
  expect(listed).toEqual(expect.arrayContaining(reported));
  expect([...read("rules.md").matchAll(/^\| (CHANGE-[A-Z]+) +\|/gm)].map(([, id]) => id)).toEqual(
    EFFECT_RULES,
  );
});

test("every assumption that marks a row is in the list of assumptions", () => {
  const documented = read("assumptions.md");
  for (const { id, text } of assumptionsOf(ASSUMPTION_IDS)) {
    expect(documented).toContain(`\`${id}\``);
    expect(text).toMatch(/^[A-Z].*\.$/);
  }
});

test("every impact of a change refers to a part of the runbook that is there", () => {
  const headings = [...read("operations.md").matchAll(/^## (.+)$/gm)].map(([, heading = ""]) =>
    heading.toLowerCase().replaceAll(" ", "-"),
  );
  expect(headings).toEqual(expect.arrayContaining(Object.values(KINDS).map(({ runbook }) => runbook)));
});
