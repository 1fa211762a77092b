import { Token } from "cdktf";
import { constructId } from "../lib/construct-id";

const token = () => Token.asString({ resolve: () => "unknown" });

describe("The construct id of a list's member", () => {
  test.each<[string, readonly (string | undefined)[], string]>([
    ["the first of its names", ["10.0.11.10", "sems1"], "10.0.11.10"],
    ["the next name where the first is a token", [token(), "sems1"], "sems1"],
    ["the next name where the first is absent", [undefined, "sems1"], "sems1"],
    ["its place, from 1, where every name is a token", [token(), token()], "Node3"],
    ["its place where it has no name", [], "Node3"],
    ["its place where a name is a token in part", [`${token()}.example.com`], "Node3"],
    ["its name without slashes, which part the levels of a path", ["10.0.0.0/8"], "10.0.0.0-8"],
  ])("is %s", (_what, names, id) => {
    expect(constructId(names, "Node", 2)).toBe(id);
  });
});
