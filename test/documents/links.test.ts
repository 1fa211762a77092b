import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { DOCUMENTS, readDocument } from "./samples";

const REPOSITORY = join(__dirname, "../..");

/** A picture weighs no more: every clone and every package has it. */
const LARGEST_PICTURE = 150_000;

interface Link {
  readonly document: string;
  readonly isPicture: boolean;
  readonly target: string;
}

const withoutCode = (text: string): string => text.replaceAll(/^ *```[\s\S]*?^ *```$|`[^`\n]*`/gm, "");

const LINKS: readonly Link[] = DOCUMENTS.flatMap((document) =>
  [...withoutCode(readDocument(document)).matchAll(/(!?)\[[^\]]*\]\(([^)\s]+)\)/g)].map(
    ([, mark, target = ""]) => ({ document, isPicture: mark === "!", target }),
  ),
).filter(({ target }) => !/^https?:/.test(target));

/** The file that a link refers to, from the repository. */
const fileOf = ({ document, target }: Link): string => {
  const [file = ""] = target.split("#");
  return file === "" ? document : relative(REPOSITORY, join(REPOSITORY, dirname(document), file));
};

/** The anchors of a document's headings, as GitHub makes them. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

describe("the links of the documents", () => {
  test("are found", () => {
    expect(LINKS.map(fileOf)).toEqual(expect.arrayContaining(["docs/configuration.md", "docs/rules.md"]));
  });

  test.each(DOCUMENTS)("refer from %s to files and headings that exist", (document) => {
    const broken = LINKS.filter((link) => link.document === document).filter((link) => {
      const file = join(REPOSITORY, fileOf(link));
      const [, anchor] = link.target.split("#");
      if (!existsSync(file)) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(file, "utf8")).includes(anchor);
    });
    expect(broken.map(({ target }) => target)).toEqual([]);
  });
});

describe("the pictures of the documents", () => {
  const shown = LINKS.filter(({ isPicture }) => isPicture).map(fileOf);

  test("in README are of a cluster, a report and a drill", () => {
    const inReadme = LINKS.filter(({ document, isPicture }) => document === "README.md" && isPicture);
    expect(inReadme.map(fileOf)).toEqual([
      "docs/cluster.png",
      "docs/report-text.png",
      "docs/report.png",
      "docs/drill.svg",
    ]);
  });

  test("are the ones that exist", () => {
    const made = readdirSync(join(REPOSITORY, "docs"))
      .filter((file) => /\.(png|svg)$/.test(file))
      .map((file) => `docs/${file}`);
    expect(made.sort()).toEqual([...new Set(shown)].sort());
  });

  test.each(shown.map((file) => [file]))("%s is small", (file) => {
    expect(statSync(join(REPOSITORY, file)).size).toBeLessThanOrEqual(LARGEST_PICTURE);
  });
});
