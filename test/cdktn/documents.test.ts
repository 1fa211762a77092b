import { rewriteDocument, rewriteReadme } from "../../cdktn/documents";

describe("a document for CDK Terrain", () => {
  test.each([
    ["a command in a block", "```sh\nnpx cdktf diff\n```\n", "```sh\nnpx cdktn diff\n```\n"],
    [
      "packages to install",
      "```sh\nnpm install cdktf-sems cdktf-cli\n```\n",
      "```sh\nnpm install cdktn-sems cdktn-cli\n```\n",
    ],
    [
      "an import",
      '```ts\nimport { App } from "cdktf";\nimport { SemsCluster } from "cdktf-sems";\n```\n',
      '```ts\nimport { App } from "cdktn";\nimport { SemsCluster } from "cdktn-sems";\n```\n',
    ],
    ["a command in a sentence", "Run `cdktf-sems check`.", "Run `cdktn-sems check`."],
    [
      "a sub-path in a sentence",
      "From `@cdktf/provider-aws/lib/vpc`.",
      "From `@cdktn/provider-aws/lib/vpc`.",
    ],
  ])("names its own line in %s", (_where, text, rewritten) => {
    expect(rewriteDocument(text)).toBe(rewritten);
  });

  test.each([
    ["the file of the settings", "`cdktf.json`"],
    ["the output folder", "```sh\nnpx sems-review cdktf.out\n```\n"],
    ["text in a sample", '```ts\nconst name = "cdktf";\n```\n'],
    ["what a sentence says", "The cdktf package was archived."],
  ])("keeps %s", (_what, text) => {
    expect(rewriteDocument(text)).toBe(text);
  });

  test("begins, as README, with its own head", () => {
    const first = "# cdktf-sems\n\nIntro.\n\n## Deploy your cluster from a config file\n\n`npx cdktf diff`\n";
    expect(rewriteReadme(first, "# cdktn-sems\n")).toBe(
      "# cdktn-sems\n\n## Deploy your cluster from a config file\n\n`npx cdktn diff`\n",
    );
  });

  test("is refused, as README, where the shared part cannot be found", () => {
    expect(() => rewriteReadme("# cdktf-sems\n", "# cdktn-sems\n")).toThrow("has no section");
  });
});
