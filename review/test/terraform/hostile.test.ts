import fc from "fast-check";
import { graphOf } from "../../terraform/document";
import { readAll } from "../support/read-all";
import { at, fixtureJson } from "./fixtures";

const NAMES = ["__proto__", "constructor", "toString", "hasOwnProperty", "a"];
const WORDS = [
  ...NAMES,
  "aws_lb",
  "aws_lb.a",
  "module.m",
  'module.m["k"]',
  "resources",
  "values",
  "address",
  "references",
  "constant_value",
  "${aws_lb.a.name}",
  '${aws_lb.a["x"].name[0]}',
  "${local.a}",
  "${var.a}",
  "x${",
  "${}",
  "${each.value}",
  "%{ if x }",
  '${"',
  "create",
];
const { any } = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(...WORDS),
    fc.constantFrom(null, true, 0, -1, 1e9, 1.5),
    fc.array(tie("any"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...WORDS), tie("any"), { maxKeys: 4 }),
  ),
}));

const resource = fc.record(
  {
    address: fc.oneof(fc.constantFrom("aws_lb.a", "module.m.aws_lb.a", 'aws_lb.a["k"]'), any),
    mode: fc.oneof(fc.constantFrom("managed", "data"), any),
    type: fc.oneof(fc.constantFrom("aws_lb", "aws_route53_record", "aws_eip", "aws_subnet"), any),
    name: fc.oneof(fc.constantFrom(...NAMES), any),
    index: any,
    values: fc.oneof(fc.dictionary(fc.constantFrom("name", "records", "tags", "subnet_mapping"), any), any),
    expressions: fc.oneof(
      fc.dictionary(fc.constantFrom("name", "records", "tags", "subnet_mapping"), any),
      any,
    ),
    for_each_expression: any,
    change: fc.oneof(
      fc.record({ actions: any, before: any, after: any, after_unknown: any, replace_paths: any }),
      any,
    ),
  },
  { requiredKeys: [] },
);
const anyModule = fc.record(
  {
    address: fc.constantFrom("module.m", "module.m[0]", "", "x"),
    resources: fc.oneof(fc.array(resource), any),
    child_modules: any,
    module_calls: fc.oneof(fc.record({ m: any }), any),
    outputs: any,
    variables: any,
  },
  { requiredKeys: [] },
);
const plan = fc.record(
  {
    format_version: fc.constant("1.2"),
    planned_values: fc.oneof(fc.record({ root_module: anyModule, outputs: any }), any),
    prior_state: fc.oneof(fc.record({ values: fc.record({ root_module: anyModule }) }), any),
    configuration: fc.oneof(fc.record({ root_module: anyModule }), any),
    resource_changes: fc.oneof(fc.array(resource), any),
    variables: any,
  },
  { requiredKeys: ["format_version"] },
);
const configuration = fc.record(
  {
    resource: fc.oneof(
      fc.dictionary(
        fc.constantFrom("aws_lb", "aws_route53_record", "aws_eip", "aws_subnet"),
        fc.dictionary(
          fc.constantFrom(...NAMES),
          fc.dictionary(fc.constantFrom("name", "records", "count", "for_each", "dynamic"), any),
        ),
      ),
      any,
    ),
    data: any,
    locals: fc.oneof(fc.dictionary(fc.constantFrom(...NAMES), any), any),
    variable: any,
    output: any,
  },
  { requiredKeys: [] },
);

describe("whatever a file holds, it is read or refused", () => {
  test.each([
    ["JSON", any],
    ["a plan", plan],
    [
      "a state",
      fc.record({ format_version: fc.constant("1.0"), values: fc.record({ root_module: anyModule }) }),
    ],
    ["a configuration", configuration],
  ])("%s with any content", (_kind, json: fc.Arbitrary<unknown>) => {
    fc.assert(
      fc.property(json, (value) => ["read", "refused"].includes(readAll(value))),
      { numRuns: 300 },
    );
  });

  test("a real plan of which any part is replaced", () => {
    const whole = JSON.stringify(fixtureJson("alb-module/plan.json"));
    const parts = [...whole.matchAll(/"[a-z_]+":(?=[{["])/g)].map(({ index }) => index);
    fc.assert(
      fc.property(fc.constantFrom(...parts), any, (at, part) => {
        const name = /"([a-z_]+)":/y;
        name.lastIndex = at;
        const key = name.exec(whole)?.[1] ?? "";
        const spoiled: unknown = JSON.parse(whole, (field, value: unknown) => (field === key ? part : value));
        return ["read", "refused"].includes(readAll(spoiled));
      }),
      { numRuns: 100 },
    );
  });
});

describe("names of prototypes are names like others", () => {
  test.each(NAMES)("%s", (name) => {
    const graph = graphOf(
      JSON.parse(
        `{"resource":{"aws_lb":{"${name}":{"name":"x","${name}":"y"}},"aws_eip":{"e":{"tags":{"${name}":"\${aws_lb.${name}.name}"}}}},
          "output":{"${name}":{"value":"\${local.${name}}"}},"locals":{"${name}":"z"}}`,
      ),
      "test",
    );
    expect(at(graph, `aws_lb.${name}`).known(name)).toBe("y");
    expect(at(graph, "aws_eip.e").entries("tags").get(name)).toBe("x");
    expect(graph.outputs.get(name)).toBe("z");
  });

  test.each(NAMES)("%s, which is not there", (name) => {
    const graph = graphOf(
      { resource: { aws_lb: { a: { name: `\${local.${name}}`, tags: `\${var.${name}}` } } } },
      "test",
    );
    expect(at(graph, "aws_lb.a").known("name")).toBeUndefined();
    expect(at(graph, "aws_lb.a").has(name)).toBe(false);
    expect(graph.at(name)).toBeUndefined();
    expect(graph.all(name)).toEqual([]);
  });
});
