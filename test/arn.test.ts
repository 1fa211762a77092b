import { TerraformStack, TerraformVariable, Testing, Token } from "cdktf";
import { expressionOf } from "../lib/tokens";
import { checkArn, regionOfArn } from "../lib/arn";
import { formatProblem } from "../lib/validation/problem";

const authority = { service: "acm-pca", kind: "certificate-authority/", region: "us-east-1" };

const ALLOWED =
  "allowed: the ARN of an object of this region, arn:aws:acm-pca:us-east-1:ACCOUNT:certificate-authority/…";

describe("checkArn", () => {
  test.each(["aws", "aws-us-gov", "aws-cn"])("an ARN of the partition %s is accepted", (partition) => {
    const arn = `arn:${partition}:acm-pca:us-east-1:111122223333:certificate-authority/1`;
    expect(checkArn("authorityArn", arn, authority)).toEqual([]);
  });

  test.each([
    ["no ARN", "certificate-authority/1"],
    ["an empty text", ""],
    ["an ARN of another service", "arn:aws:acm:us-east-1:111122223333:certificate-authority/1"],
    ["an ARN of another kind", "arn:aws:acm-pca:us-east-1:111122223333:permission/1"],
    ["an ARN without an id", "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/"],
    [
      "an ARN of another kind with a long id",
      "arn:aws:acm-pca:us-east-1:111122223333:permission/1234567890123",
    ],
    ["an ARN with something before it", "see arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/1"],
    ["what a shell would evaluate", "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/1;reboot"],
    ["an ARN of another region", "arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/1"],
  ])("%s is refused", (_case, arn) => {
    expect(checkArn("authorityArn", arn, authority).map(formatProblem)).toEqual([
      `authorityArn: found "${arn}"; ${ALLOWED}`,
    ]);
  });

  test.each([
    ["unknown", undefined],
    ["a token", Token.asString({ resolve: () => "eu-west-1" })],
  ])("any region will do while the stack's is %s", (_case, region) => {
    const arn = "arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/1";
    expect(checkArn("authorityArn", arn, { ...authority, region })).toEqual([]);
  });

  test("without a region the message has a placeholder in its place", () => {
    const [problem] = checkArn("topicArn", "x", { service: "sns", kind: "", region: undefined });
    expect(problem?.expected).toBe("the ARN of an object of this region, arn:aws:sns:REGION:ACCOUNT:…");
  });

  test.each([
    ["an ARN that is a token", Token.asString({ resolve: () => "arn" })],
    ["an ARN that is not there", undefined],
  ])("%s is left to be checked elsewhere", (_case, arn) => {
    expect(checkArn("authorityArn", arn, authority)).toEqual([]);
  });
});

describe("regionOfArn", () => {
  test.each([
    ["arn:aws:sns:eu-west-1:111122223333:topic", "eu-west-1"],
    ["arn:aws:iam::111122223333:role/r", ""],
    ["no ARN", ""],
  ])("of %s is %j", (arn, region) => {
    expect(regionOfArn(arn)).toBe(region);
  });

  test("is cut out by Terraform where the ARN is a token", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    const arn = new TerraformVariable(stack, "arn", {}).stringValue;
    expect(expressionOf(stack, regionOfArn(arn))).toBe('${element(split(":", var.arn), 3)}');
  });
});
