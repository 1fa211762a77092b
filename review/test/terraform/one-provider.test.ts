import { hasOneProvider } from "../../terraform/one-provider";

const region = "eu-central-1";

describe("Whether one configuration of the AWS provider has all that a document describes", () => {
  test.each([
    ["a configuration without providers", {}, true],
    ["a configuration of one", { provider: { aws: { region } } }, true],
    ["a configuration of one in a list", { provider: [{ aws: [{ region }] }] }, true],
    ["another provider beside it", { provider: { aws: [{ region }], random: [{}] } }, true],
    ["an alias beside it", { provider: { aws: [{ region }, { alias: "west" }] } }, false],
    [
      "an alias in a section of its own",
      { provider: [{ aws: { region } }, { aws: { alias: "west" } }] },
      false,
    ],
  ])("%s: %j", (_name, json, expected) => {
    expect(hasOneProvider(json, "configuration")).toBe(expected);
  });

  const planOf = (...names: readonly string[]) => ({
    configuration: {
      provider_config: Object.fromEntries(names.map((name) => [name, { name: /\w+/.exec(name)?.[0] }])),
    },
  });

  test.each([
    [["aws"], true],
    [["aws", "random"], true],
    [["aws", "aws.west"], false],
  ])("a plan with %j: %j", (names, expected) => {
    expect(hasOneProvider(planOf(...names), "plan")).toBe(expected);
  });

  test("a plan that was cut, and a state, do not specify it", () => {
    expect(hasOneProvider({}, "plan")).toBe(false);
    expect(hasOneProvider({ values: {} }, "state")).toBe(false);
  });
});
