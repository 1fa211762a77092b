import { AT_MOST_LINEAR, growthOf } from "../support/count-steps";
import { readAll } from "../support/read-all";

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
      100,
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
      2e4,
      (size) => ({ resource: { aws_lb: { a: { name: "${a.b.c}".repeat(size) } } } }),
    ],
    ["many braces", 1e5, (size) => ({ resource: { aws_lb: { a: { name: `x\${${"{".repeat(size)}` } } } })],
    ["one long text", 2e7, (size) => ({ resource: { aws_lb: { a: { name: "x".repeat(size) } } } })],
    [
      "very many modules",
      5000,
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
      2000,
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
