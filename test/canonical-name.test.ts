import { TerraformStack, TerraformVariable, Testing } from "cdktf";
import { expressionOf } from "../lib/tokens";
import { canonicalName, certificateName } from "../lib/canonical-name";

describe("A domain name as AWS stores it", () => {
  test.each([
    ["Keys.Example.COM", "keys.example.com"],
    ["example.com.", "example.com"],
    ["keys.example.com", "keys.example.com"],
  ])("of %s is %s", (given, stored) => {
    expect(canonicalName(given)).toBe(stored);
    expect(certificateName(given)).toBe(stored);
  });

  test("is left alone where it is a token, save for ACM, for which Terraform puts it into lower case", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    const name = new TerraformVariable(stack, "name", {}).stringValue;
    expect(expressionOf(stack, canonicalName(name))).toBe("${var.name}");
    expect(expressionOf(stack, certificateName(name))).toBe("${lower(var.name)}");
  });
});
