import { plainPage, type PlainPage } from "../../reporting";
import { finding, HOSTILE } from "./support/reviews";

const page = (props: Partial<PlainPage> = {}) =>
  plainPage({
    brand: "SEMS verification",
    source: "outputs.json",
    scope: "2 nodes",
    findings: [],
    sections: [],
    ...props,
  });

const textOf = (html: string) =>
  html
    .replace(/<style>[^]*<\/style>/, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");

describe("The page of another command", () => {
  test("says the verdict first, then findings, then each section's facts, tables and lists", () => {
    const text = textOf(
      page({
        findings: [finding(), finding({ rule: "SEMS-DNS-2", level: "warning" })],
        sections: [
          {
            title: "keys.example.com",
            facts: ["declared fail-over"],
            tables: [{ title: "Nodes", head: ["Node", "Address"], rows: [["sems1", "198.51.100.1"]] }],
            lists: [{ title: "Not seen from here", sentences: ["UDP 161"] }],
          },
        ],
      }),
    );
    const inOrder = [
      "SEMS verification: 1 error, 1 warning",
      "outputs.json",
      "1 error",
      "2 nodes",
      "SEMS-LB-2",
      "SEMS-DNS-2",
      "keys.example.com",
      "declared fail-over",
      "Nodes Node Address sems1 198.51.100.1",
      "Not seen from here UDP 161",
    ];
    expect(text).toMatch(new RegExp(inOrder.map((words) => words.replaceAll(".", "\\.")).join(".*")));
  });

  test.each([
    ["error", [finding()], "1 error"],
    ["warning", [finding({ level: "warning" })], "1 warning"],
    ["good", [finding({ acknowledged: "known" })], "No findings"],
  ] as const)("has the colour of %s for its worst open finding", (tone, findings, words) => {
    const html = page({ findings });
    expect(html).toContain(`<header class="verdict ${tone}">`);
    expect(html).toContain(`<h1>${words}</h1>`);
  });

  test.each(HOSTILE)("prints %j without making an element or a control character of it", (text) => {
    const clean = page({
      sections: [
        {
          title: "x",
          facts: ["x"],
          tables: [{ title: "x", head: ["a", "b"], rows: [["x", "x"]] }],
          lists: [{ title: "x", sentences: ["x"] }],
        },
      ],
      findings: [finding({ message: "x", address: "x" })],
    });
    const hostile = page({
      source: text,
      scope: text,
      sections: [
        {
          title: text,
          facts: [text],
          tables: [{ title: "x", head: [text, text], rows: [[text, text]] }],
          lists: [{ title: "x", sentences: [text] }],
        },
      ],
      findings: [finding({ message: text, address: text })],
    });
    const elements = (html: string) =>
      (html.replaceAll('<code class="long">', "<code>").match(/<[^>]*>/g) ?? []).map((tag) =>
        tag.replace(/="[^"]*"/g, ""),
      );
    expect(elements(hostile)).toEqual(elements(clean));
    // oxlint-disable-next-line no-control-regex -- these are what must not be there
    expect(hostile).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  });
});
