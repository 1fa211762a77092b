import { parseConfig } from "../../stacks/config";
import { InvalidConfigError } from "../../stacks/config-error";
import { configText, linesOf } from "../support/config";

describe("the text of a config file", () => {
  test("is refused for its first fault, as others may follow from it", () => {
    expect(linesOf('{ "region": "us-east-1",\n  "nodes": [1,,] ')).toEqual([
      "line 2, column 15: found a missing value at ,; allowed: JSON",
    ]);
  });

  test("is refused for every key that an object has twice", () => {
    expect(linesOf('{ "region": "a", "nodes": [{ "name": 1, "name": 2 }],\n"region": "b" }')).toEqual([
      'line 2, column 1: found the key "region" a second time in the same object; allowed: each key once',
      'line 1, column 41: found the key "name" a second time in the same object; allowed: each key once',
    ]);
  });

  test("may hold comments, and a comma after the last member", () => {
    const text = `// a cluster\n${configText().replace(/}$/, ", /* no more */ }")}`;
    expect(linesOf(text)).toEqual([]);
  });

  test("is refused for an unterminated comment", () => {
    expect(linesOf('{ /* "region": 7 }')).toEqual([
      'line 1, column 3: found an unterminated comment at /* "region": 7 }; allowed: JSON',
    ]);
  });

  test("may begin with a byte order mark", () => {
    expect(linesOf('\uFEFF{ "region": 7 }').join("\n")).not.toContain("line 1");
  });

  test.each(["", "   ", "[]", "7", "null", '"text"'])("is refused where it is %j", (text) => {
    expect(() => parseConfig("f.json", text)).toThrow(InvalidConfigError);
  });
});
