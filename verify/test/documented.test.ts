import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RULE_IDS } from "../rules";

test("every rule that a deployed cluster is held to is in the list of rules", () => {
  const rules = readFileSync(join(__dirname, "../../docs/rules.md"), "utf8");
  const listed = [...rules.matchAll(/^\| ([A-Z0-9-]+-\d+) +\|/gm)].map(([, id]) => id);
  expect(listed).toEqual(expect.arrayContaining([...RULE_IDS]));
});
