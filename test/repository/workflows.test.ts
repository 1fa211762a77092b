import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const REPOSITORY = join(__dirname, "../..");
const WORKFLOWS = readdirSync(join(REPOSITORY, ".github/workflows")).map(
  (file) => `.github/workflows/${file}`,
);
/** The workflows, and the document whose recipes hold others. */
const FILES = [...WORKFLOWS, "docs/plan-review.md"];

const usedBy = (file: string): string[] =>
  [...readFileSync(join(REPOSITORY, file), "utf8").matchAll(/^\s*(?:- )?uses: (.+)$/gm)].map(
    ([, used = ""]) => used,
  );

describe.each(FILES)("%s", (file) => {
  it("names each action by an immutable commit, and states its version", () => {
    const used = usedBy(file);

    expect(used).not.toHaveLength(0);
    for (const action of used)
      expect(action).toMatch(
        /^(?:\.\/\.github\/workflows\/\S+|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/,
      );
  });
});

it("names one commit for one action in all workflows and recipes", () => {
  const actions = FILES.flatMap((file) => usedBy(file)).filter((used) => !used.startsWith("."));
  const commits = new Set(actions);
  const names = new Set(actions.map((action) => action.split("@")[0]));

  expect(commits.size).toBe(names.size);
});
