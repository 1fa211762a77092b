import * as fs from "node:fs";
import * as path from "node:path";
import { App } from "cdktf";
import { ChangesStack } from "./changes/changes-stack";
import { CLUSTER_CHANGES, EVERY, REPRESENTATIVE } from "./changes/cluster-changes";

const DOCUMENT = fs.readFileSync(path.join(__dirname, "../../docs/operations.md"), "utf8");

const section = (heading: string): string => DOCUMENT.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";

/** First cells of the tables' rows. */
const rowsIn = (text: string): string[] =>
  text
    .split("\n")
    .flatMap((line) => /^\| (.+?) +\|/.exec(line)?.[1] ?? [])
    .filter((cell) => cell !== "change" && !/^-+$/.test(cell));

const ROWS = rowsIn(section("Change how clients are directed"));
const HEADINGS = [...DOCUMENT.matchAll(/^###? (.+)$/gm)].map(([, heading = ""]) => heading);
const MEMBERS = [...section("Change the cluster").matchAll(/^### (.+)$/gm)].map(
  ([, heading = ""]) => heading,
);

describe("The changes that are applied, and docs/operations.md", () => {
  test("the document has rows and sections", () => {
    expect(ROWS.length).toBeGreaterThanOrEqual(15);
    expect(MEMBERS.length).toBeGreaterThanOrEqual(4);
  });

  test.each([...ROWS, ...MEMBERS])("%s: is applied", (words) => {
    expect(CLUSTER_CHANGES.filter(({ documented }) => documented.includes(words))).not.toEqual([]);
  });

  test.each(CLUSTER_CHANGES.map(({ name, documented }) => [name, documented]))(
    "%s: is documented",
    (_name, documented) => {
      expect(documented.filter((words) => ![...ROWS, ...HEADINGS].includes(words))).toEqual([]);
    },
  );

  test("each has a name of its own, and a kind of cluster to be tried with", () => {
    const names = CLUSTER_CHANGES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const tried = [...EVERY.values()].flat().flatMap(({ changes }) => changes);
    expect(CLUSTER_CHANGES.filter((change) => !tried.includes(change))).toEqual([]);
  });

  test("those of CI fit together", () => {
    for (const when of ["before", "after"] as const) {
      const allocationIds = REPRESENTATIVE.flatMap((_, i) => [`eipalloc-0${i}a`, `eipalloc-0${i}b`]);
      const props = { tried: REPRESENTATIVE, when, stateFile: "terraform.tfstate", allocationIds };
      expect(() => new ChangesStack(new App(), "changes", props)).not.toThrow();
    }
  });
});
