import fc from "fast-check";
import { graphOf, UnreadableInputError } from "../../terraform/document";
import { AT_MOST_LINEAR, growthOf } from "../support/count-steps";
import { at, fixtureJson } from "./fixtures";

/** Reads JSON, and everything in it that a rule may look at. */
function readAll(json: unknown): "read" | "refused" {
  try {
    const graph = graphOf(json, "hostile");
    for (const type of ["aws_lb", "aws_route53_record", "aws_eip", "data.aws_subnet"])
      for (const resource of graph.all(type))
        for (const name of ["name", "records", "tags", "subnet_mapping", "__proto__", "alias"]) {
          resource.text(name);
          resource.number(name);
          resource.texts(name);
          resource.entries(name);
          resource.links(name, "aws_eip");
          resource.blocks(name).forEach((block) => block.link("subnet_id", "aws_subnet"));
          resource.written(name);
        }
    return "read";
  } catch (error) {
    if (error instanceof UnreadableInputError) return "refused";
    throw error;
  }
}

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

describe("a small file cannot take long, nor much memory", () => {
  const deep = (open: string, close: string, depth: number): unknown =>
    JSON.parse(`${open.repeat(depth)}1${close.repeat(depth)}`);
  const chain = (length: number, link: (i: number) => unknown) =>
    Object.fromEntries(Array.from({ length }, (_, i) => [`l${i}`, link(i)]));

  test.each<[string, () => unknown]>([
    ["lists nested a million deep", () => ({ resource: { aws_lb: { a: { tags: deep("[", "]", 1e6) } } } })],
    [
      "objects nested a million deep",
      () => ({ resource: { aws_lb: { a: { tags: deep('{"a":', "}", 1e6) } } } }),
    ],
    [
      "a state nested deep",
      () => ({
        format_version: "1.0",
        values: {
          root_module: {
            resources: [
              { address: "aws_lb.a", type: "aws_lb", name: "a", values: { tags: deep("[", "]", 1e5) } },
            ],
          },
        },
      }),
    ],
    [
      "parentheses nested deep",
      () => ({ resource: { aws_lb: { a: { name: `\${${"(".repeat(1e5)}a.b.c${")".repeat(1e5)}}` } } } }),
    ],
    [
      "a chain of locals",
      () => ({
        locals: chain(1e5, (i) => `\${local.l${i + 1}}`),
        resource: { aws_lb: { a: { name: "${local.l0}" } } },
      }),
    ],
  ])("%s are refused", (_case, json) => {
    expect(readAll(json())).toBe("refused");
  });

  const doubling = (i: number) => `\${local.l${i + 1}}\${local.l${i + 1}}`;
  test.each<[string, number, (size: number) => unknown]>([
    [
      "texts that double line by line",
      60,
      (size) => ({
        locals: { ...chain(size, doubling), [`l${size}`]: "x" },
        resource: { aws_lb: { a: { name: "${local.l0}" } } },
      }),
    ],
    [
      "arguments that double line by line",
      500,
      (size) => ({
        resource: {
          aws_lb: chain(size, (i) => ({ name: `\${aws_lb.l${i + 1}.name}\${aws_lb.l${i + 1}.name}` })),
        },
      }),
    ],
    [
      "lists that double line by line",
      60,
      (size) => ({
        locals: {
          ...chain(size, (i) => `\${concat(local.l${i + 1}, local.l${i + 1})}`),
          [`l${size}`]: ["x"],
        },
        resource: { aws_lb: { a: { name: "${local.l0}" } } },
      }),
    ],
    [
      "a chain of arguments",
      2e4,
      (size) => ({ resource: { aws_lb: chain(size, (i) => ({ name: `\${aws_lb.l${i + 1}.name}` })) } }),
    ],
    [
      "blocks in blocks",
      1000,
      (size) => ({
        locals: { l: Array.from({ length: size }, () => 1) },
        resource: {
          aws_lb: {
            a: {
              dynamic: {
                alias: {
                  for_each: "${local.l}",
                  content: {
                    dynamic: {
                      tags: {
                        for_each: "${local.l}",
                        content: { dynamic: { x: { for_each: "${local.l}", content: {} } } },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      }),
    ],
    [
      "many interpolations",
      1e5,
      (size) => ({ resource: { aws_lb: { a: { name: "${a.b.c}".repeat(size) } } } }),
    ],
    ["many braces", 1e5, (size) => ({ resource: { aws_lb: { a: { name: `x\${${"{".repeat(size)}` } } } })],
    ["one long text", 2e7, (size) => ({ resource: { aws_lb: { a: { name: "x".repeat(size) } } } })],
    [
      "very many modules",
      2e4,
      (size) => ({
        format_version: "1.2",
        planned_values: {
          root_module: {
            child_modules: Array.from({ length: size }, (_, i) => ({
              address: `module.m["${i}"]`,
              resources: [{ address: `module.m["${i}"].aws_lb.a`, type: "aws_lb", name: "a", values: {} }],
            })),
          },
        },
      }),
    ],
    [
      "modules nested deep",
      1e5,
      (size) => {
        let module: object = {};
        for (let i = 0; i < size; i++) module = { address: "module.m", child_modules: [module] };
        return { format_version: "1.2", planned_values: { root_module: module } };
      },
    ],
    [
      "very many instances with dynamic blocks",
      5000,
      (size) => {
        const many = (type: string, values: object) =>
          Array.from({ length: size }, (_, i) => ({
            address: `${type}.a["${i}"]`,
            type,
            name: "a",
            index: `${i}`,
            mode: "managed",
            values,
            change: { actions: ["create"], after_unknown: { subnet_mapping: [{ allocation_id: true }] } },
          }));
        const resources = [
          ...many("aws_lb", { subnet_mapping: [{ subnet_id: "s" }] }),
          ...many("aws_eip", {}),
        ];
        return {
          format_version: "1.2",
          planned_values: { root_module: { resources } },
          resource_changes: resources,
          configuration: { root_module: { resources: [{ address: "aws_lb.a", expressions: {} }] } },
        };
      },
    ],
  ])("%s", (_case, size, json) => {
    expect(readAll(json(size))).toBe("read");
    const reading = (part: number) => {
      const input = json(part);
      return () => readAll(input);
    };
    // The steps of a tenth of a large input say as much as those of all of it.
    const measured = size < 1000 ? size : size / 10;
    expect(growthOf(reading, [measured / 2, measured])).toBeLessThan(AT_MOST_LINEAR);
  });
});
