import {
  asValidated,
  formatProblem,
  InvalidPropsError,
  printable,
  throwIfInvalid,
  under,
  validateProps,
  type Problem,
} from "../../lib/validation/problem";

const problem: Problem = { path: "nodes[0].name", actual: '"a b"', expected: "letters" };

describe("The place of a key", () => {
  test.each([
    ["", "nodes", "nodes"],
    ["clientAccess[0]", "subnets", "clientAccess[0].subnets"],
  ])("below %j is written out", (path, key, place) => {
    expect(under(path, key)).toBe(place);
  });
});

describe("The line of a problem", () => {
  test.each<[Problem, string]>([
    [problem, 'nodes[0].name: found "a b"; allowed: letters'],
    [{ ...problem, rule: "SEMS-LB-3" }, 'nodes[0].name: found "a b"; allowed: letters [SEMS-LB-3]'],
    [{ ...problem, path: "" }, 'found "a b"; allowed: letters'],
  ])("of %j has its place, what was found, what is allowed and the rule", (given, line) => {
    expect(formatProblem(given)).toBe(line);
  });

  test.each([
    ["a line break", "a\nb", "a\\u{a}b"],
    ["a change of direction", "a\u202eb", "a\\u{202e}b"],
    ["a line separator", "a\u2028b", "a\\u{2028}b"],
    ["half a character", "a\ud800b", "a\\u{d800}b"],
    ["a tag character beyond 16 bits", "a\u{e0041}b", "a\\u{e0041}b"],
    ["nothing of the kind", "Schl\u00fcssel \u{1f511}", "Schl\u00fcssel \u{1f511}"],
  ])("shows %s", (_what, text, shown) => {
    expect(printable(text)).toBe(shown);
    expect(formatProblem({ ...problem, actual: text })).toBe(
      `nodes[0].name: found ${shown}; allowed: letters`,
    );
  });
});

describe("A construct with invalid props", () => {
  test("names itself and every problem, in the message and apart", () => {
    const error = new InvalidPropsError("stack/Keys", [problem, { ...problem, path: "vpcId" }]);
    expect(error).toMatchObject({
      name: "InvalidPropsError",
      message:
        'stack/Keys cannot be built:\n  nodes[0].name: found "a b"; allowed: letters\n  vpcId: found "a b"; allowed: letters',
      constructPath: "stack/Keys",
      problems: [{ path: "nodes[0].name" }, { path: "vpcId" }],
    });
  });

  test("is refused exactly where there is a problem", () => {
    expect(() => {
      throwIfInvalid("stack/Keys", [problem]);
    }).toThrow(InvalidPropsError);
    expect(() => {
      throwIfInvalid("stack/Keys", []);
    }).not.toThrow();
  });

  test("is not checked again for what another construct has validated", () => {
    const check = () => [problem];
    expect(() => {
      validateProps("stack/Keys", {}, check);
    }).toThrow(InvalidPropsError);
    const props = {};
    expect(asValidated(props)).toBe(props);
    expect(() => {
      validateProps("stack/Keys", props, check);
    }).not.toThrow();
  });
});
