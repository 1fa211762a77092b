import * as fs from "node:fs";
import * as path from "node:path";
import { App } from "cdktf";
import { ClusterStack } from "../../stacks/cluster-stack";
import { parseConfig } from "../../stacks/config";
import { SandboxStack } from "../../stacks/sandbox-stack";
import { COMPOSED_EXAMPLES } from "../support/composed-examples";
import { reviewOf } from "../../review/test/support/review";

const EXAMPLES = path.join(__dirname, "../../docs/examples");

/** The review of a stack, as it is synthesized. */
function reviewOfStack(build: (app: App) => { toTerraform(): unknown }) {
  return reviewOf(build(new App({ stackTraces: false })).toTerraform());
}

const reviewOfExample = (file: string) =>
  reviewOfStack((app) => {
    const config = parseConfig(file, fs.readFileSync(path.join(EXAMPLES, file), "utf8"));
    return new ClusterStack(app, config.name, config);
  });

/** Each way in: name, port, method, and the nodes in the order in which they serve. */
const waysIn = ({ services }: ReturnType<typeof reviewOf>) =>
  services.map(
    ({ clientFqdn, port, declared, nodes }) =>
      `${clientFqdn}:${port} ${declared?.method ?? "?"} ${nodes.map(({ name }) => name).join(" ")}`,
  );

describe("The review of what the documentation shows", () => {
  test("the sandbox", () => {
    const review = reviewOfStack((app) => new SandboxStack(app, "sems-sandbox"));
    expect(review.findings).toEqual([]);
    expect(waysIn(review)).toEqual(["keys.sems-sandbox.test:443 ordered-list sems1 sems2 sems3"]);
  });

  test.each([
    ["fail-over.json", ["keys.example.com:443 fail-over sems1 sems2"]],
    [
      "public-certificates.json",
      ["25", "443", "465"].map((port) => `keys.example.com:${port} fail-over sems1 sems2`),
    ],
    [
      "complete.json",
      ["80", "389", "443", "636", "8443"].map(
        (port) => `keys.example.com:${port} ordered-list sems1 sems3 sems2`,
      ),
    ],
    [
      // One name in three zones: each way in has its own method, and none takes another's load balancers for its own.
      "inside-and-outside.json",
      [
        "keys.example.com:443 manual sems2 sems1 sems3",
        "keys.example.com:443 weighted sems1 sems2 sems3",
        "keys.example.com:443 ordered-list sems1 sems2 sems3",
        "keys.example.com:636 ordered-list sems1 sems2 sems3",
      ],
    ],
  ])("%s", (file, expected) => {
    const review = reviewOfExample(file);
    expect(review.findings).toEqual([]);
    expect(waysIn(review).sort()).toEqual([...expected].sort());
  });

  test.each(COMPOSED_EXAMPLES)("%s", (file, Example, expected) => {
    const review = reviewOfStack((app) => new Example(app, file.replace(".ts", "")));
    expect(review.findings).toEqual([]);
    expect(waysIn(review).sort()).toEqual(expected);
  });

  test("every composed example has its test", () => {
    const tested = COMPOSED_EXAMPLES.map(([file]) => file);
    expect(fs.readdirSync(path.join(__dirname, "../../examples")).sort()).toEqual(tested);
  });

  test("every example has its test", () => {
    expect(fs.readdirSync(EXAMPLES).sort()).toEqual([
      "complete.json",
      "fail-over.json",
      "inside-and-outside.json",
      "public-certificates.json",
    ]);
  });
});
