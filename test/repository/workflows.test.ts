import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(__dirname, "../../.github/workflows");

const usedBy = (file: string): string[] =>
  [...readFileSync(join(FOLDER, file), "utf8").matchAll(/^\s*(?:- )?uses: (.+)$/gm)].map(
    ([, used = ""]) => used,
  );

describe.each(readdirSync(FOLDER))("the workflow %s", (file) => {
  it("names each action by an immutable commit, and states its version", () => {
    const used = usedBy(file);

    expect(used).not.toHaveLength(0);
    for (const action of used)
      expect(action).toMatch(
        /^(?:\.\/\.github\/workflows\/\S+|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/,
      );
  });
});

it("names one commit for one action in all workflows", () => {
  const actions = readdirSync(FOLDER)
    .flatMap((file) => usedBy(file))
    .filter((used) => !used.startsWith("."));
  const commits = new Set(actions);
  const names = new Set(actions.map((action) => action.split("@")[0]));

  expect(commits.size).toBe(names.size);
});
