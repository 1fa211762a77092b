import { readFileSync } from "node:fs";
import { join } from "node:path";
import { jsonSchema } from "../../stacks/json-schema";

interface Schema {
  readonly description?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** Path and description of every key that may be left out. */
function optionalKeys(schema: Schema, path = ""): { readonly path: string; readonly description: string }[] {
  const { properties = {}, required = [], items, anyOf = [], oneOf = [] } = schema;
  return [
    ...Object.entries(properties).flatMap(([key, value]) => [
      ...(required.includes(key) ? [] : [{ path: `${path}.${key}`, description: value.description ?? "" }]),
      ...optionalKeys(value, `${path}.${key}`),
    ]),
    ...[...(items === undefined ? [] : [items]), ...anyOf, ...oneOf].flatMap((part) =>
      optionalKeys(part, path),
    ),
  ];
}

describe("the config file's JSON Schema", () => {
  const schema: Schema = JSON.parse(jsonSchema());

  test("is the one in the repository", () => {
    expect(readFileSync(join(__dirname, "../../sems.config.schema.json"), "utf8")).toBe(jsonSchema());
  });

  test("says of every key that may be left out what is without it", () => {
    const keys = optionalKeys(schema);
    expect(keys.length).toBeGreaterThan(30);
    expect(
      keys.filter(({ description }) => !description.includes("default")).map(({ path }) => path),
    ).toEqual([]);
  });

  test("says how many nodes there may be, and marks nothing as read-only", () => {
    expect(schema.properties?.["nodes"]).toMatchObject({ minItems: 2, maxItems: 6 });
    expect(jsonSchema()).not.toContain("readOnly");
  });
});
