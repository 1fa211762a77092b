import type { FoundResource } from "../../terraform/value";
import { Inference } from "../../terraform/inference";

const resource = (address: string, key?: string, hints?: readonly string[]): FoundResource => ({
  address,
  type: /aws_[a-z_]+/.exec(address)?.[0] ?? "",
  values: new Map(),
  module: /^module\.[a-z]+/.exec(address)?.[0] ?? "",
  ...(key === undefined ? {} : { key }),
  ...(hints === undefined ? {} : { hints: new Set(hints) }),
});

const A = resource('aws_eip.e["a"]', "a");
const B = resource('aws_eip.e["b"]', "b");
const COUNTED = [resource("aws_eip.e[0]", "0"), resource("aws_eip.e[1]", "1")];

describe("what an argument names whose expression is not known", () => {
  test.each<[string, FoundResource, readonly FoundResource[], string | undefined]>([
    ["the only resource of its type", resource("aws_lb.l"), [A], A.address],
    ["none where there is none", resource("aws_lb.l"), [], undefined],
    ["none where there is a choice", resource("aws_lb.l"), [A, B], undefined],
    [
      "the only one of the module",
      resource("module.m.aws_lb.l"),
      [A, resource("module.m.aws_eip.x")],
      "module.m.aws_eip.x",
    ],
    ["the only one elsewhere, where the module has none", resource("module.m.aws_lb.l"), [A], A.address],
    ["the one with the same key", resource('aws_lb.l["b"]', "b"), [A, B], B.address],
    ["the one whose key is in the element", resource('aws_lb.l["x"]', "x", ["TCP", "b"]), [A, B], B.address],
    ["none where two keys are there", resource('aws_lb.l["x"]', "x", ["a", "b"]), [A, B], undefined],
    ["the one whose key is a part of the key", resource('aws_lb.l["b-1"]', "b-1"), [A, B], B.address],
    ["none by a part of a word", resource('aws_lb.l["ab"]', "ab"), [A, B], undefined],
    ["none by the 0 of what is there or not", resource("aws_lb.l[0]", "0"), COUNTED, undefined],
  ])("is %s", (_case, by, others, address) => {
    expect(new Inference([by, ...others]).of(by, "aws_eip")?.address).toBe(address);
  });

  test("is the one of the same number, where there are several", () => {
    const [first, second] = [resource("aws_lb.l[0]", "0"), resource("aws_lb.l[1]", "1")];
    const inference = new Inference([first, second, ...COUNTED]);
    expect([first, second].map((by) => inference.of(by, "aws_eip")?.address)).toEqual([
      "aws_eip.e[0]",
      "aws_eip.e[1]",
    ]);
  });
});
