import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { programArguments } from "../../test/support/program";
import { RULE_IDS } from "../rules";

test("every rule that a deployed cluster is held to is in the list of rules", () => {
  const rules = readFileSync(join(__dirname, "../../docs/rules.md"), "utf8");
  const listed = [...rules.matchAll(/^\| ([A-Z0-9-]+-\d+) +\|/gm)].map(([, id]) => id);
  expect(listed).toEqual(expect.arrayContaining([...RULE_IDS]));
});

test("every option of sems-verify that the documents name is one", () => {
  const documents = ["verify.md", "operations.md", "../README.md"].map((file) =>
    readFileSync(join(__dirname, "../../docs", file), "utf8"),
  );
  const commands = documents.flatMap((text) => text.match(/npx sems-verify [^`\n]*/g) ?? []);
  // What is in parentheses is another program's.
  const named = commands.flatMap((command) => command.replace(/\$\([^)]*\)/g, "").match(/--[a-z-]+/g) ?? []);
  const command = [...programArguments("verify/cli.ts"), "--help"];
  const { stdout } = spawnSync(process.execPath, command, { encoding: "utf8" });
  const known = stdout.match(/^ +(--[a-z-]+)/gm)?.map((option) => option.trim()) ?? [];
  expect(known).toContain("--watch");
  expect(named.length).toBeGreaterThan(5);
  expect(known).toEqual(expect.arrayContaining(named));
}, 60_000);

test("every runbook that a document refers to is there", () => {
  const runbooks = readFileSync(join(__dirname, "../../docs/operations.md"), "utf8");
  const headings = [...runbooks.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^a-z0-9 -]/g, "")
      .replaceAll(" ", "-"),
  );
  const referred = [...runbooks.matchAll(/\(#([a-z0-9-]+)\)/g)].map(([, anchor]) => anchor);
  expect(referred.length).toBeGreaterThan(3);
  expect(headings).toEqual(expect.arrayContaining(referred));
});
