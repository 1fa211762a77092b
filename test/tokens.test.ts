import { TerraformStack, TerraformVariable, Testing, Token } from "cdktf";
import { expressionOf } from "../lib/tokens";
import { highest, inText, isResolved, product, quotient, sum } from "../lib/tokens";

const stack = new TerraformStack(Testing.app(), "test");
const unknown = new TerraformVariable(stack, "n", { type: "number" }).numberValue;

describe("Numbers that are known are calculated", () => {
  test.each([
    ["a sum", sum(1, 2, 4), 7],
    ["the sum of none", sum(), 0],
    ["a product", product(3, 4), 12],
    ["a quotient", quotient(12, 4), 3],
    ["the highest", highest(1, 5, 3), 5],
    ["a text", inText(5), "5"],
  ])("%s", (_what, found, right) => {
    expect(found).toBe(right);
  });
});

describe("Where one number is a token, Terraform calculates", () => {
  test.each([
    ["a sum", sum(1, unknown), "${sum([1, var.n])}"],
    ["a product of a token", product(unknown, 4), "${(var.n * 4)}"],
    ["a product by a token", product(3, unknown), "${(3 * var.n)}"],
    ["a quotient of a token", quotient(unknown, 4), "${(var.n / 4)}"],
    ["a quotient by a token", quotient(12, unknown), "${(12 / var.n)}"],
    ["the highest", highest(1, unknown), "${max(1, var.n)}"],
    ["a text", `${inText(unknown)} s`, "${var.n} s"],
  ])("%s", (_what, found, right) => {
    expect(expressionOf(stack, Token.asString(found))).toEqual(right);
  });
});

test.each([
  [undefined, false],
  [null, false],
  [unknown, false],
  [0, true],
  ["", true],
  [-1, true],
])("Whether %j can be checked now: %j", (value, known) => {
  expect(isResolved(value)).toBe(known);
});
