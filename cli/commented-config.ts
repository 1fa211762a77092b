import { z } from "zod";
import { configSchema, type ConfigFile } from "../stacks/config-schema";
import { line } from "./line";

type Schema = z.core.JSONSchema.JSONSchema;

const headOf = (packageName: string): readonly string[] => [
  "A SEMS cluster. Comments describe each key; keys in comments are optional.",
  `docs/examples of the package holds more config files. Validate this one: npx ${packageName} check`,
];

/** The text of a config file with the schema's descriptions as comments. */
export function commentedConfig(config: ConfigFile): string {
  const schema = z.toJSONSchema(configSchema, { io: "input" });
  const { packageName } = line();
  const head = headOf(packageName)
    .map((text) => `// ${text}\n`)
    .join("");
  const $schema = `./node_modules/${packageName}/sems.config.schema.json`;
  return `${head}${render({ ...config, $schema }, schema, "", true)}\n`;
}

/** A value with its comments; in a list, only the first member has them. */
function render(value: unknown, schema: Schema, indent: string, commented: boolean): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0 || value.every((member) => !isObject(member))) return oneLine(value);
    const members = value.map(
      (member: unknown, i) => `${inner}${render(member, itemSchema(schema), inner, commented && i === 0)}`,
    );
    return `[\n${members.join(",\n")}\n${indent}]`;
  }
  if (!isObject(value)) return JSON.stringify(value);
  const { properties = {} } = branchFor(value, schema);
  // Keys that the schema does not list are a map's, such as tags.
  const keys = [...new Set([...Object.keys(properties), ...Object.keys(value)])];
  const isSet = (key: string): boolean => value[key] !== undefined;
  const last = keys.findLast(isSet);
  const lines = keys.flatMap((key) => {
    const member = schemaOf(properties[key]);
    const { description } = member;
    if (!isSet(key)) {
      return commented && description !== undefined ? [`${inner}// "${key}": ${description}`] : [];
    }
    const text = `${inner}"${key}": ${render(value[key], member, inner, commented)}${key === last ? "" : ","}`;
    return commented && description !== undefined && key !== "$schema"
      ? [`${inner}// ${description}`, text]
      : [text];
  });
  return `{\n${lines.join("\n")}\n${indent}}`;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const oneLine = (values: readonly unknown[]): string =>
  `[${values.map((member) => JSON.stringify(member)).join(", ")}]`;

const schemaOf = (schema: boolean | Schema | undefined): Schema => (isObject(schema) ? schema : {});

function itemSchema({ items }: Schema): Schema {
  return Array.isArray(items) ? {} : schemaOf(items);
}

/** Of several forms of an object, the one whose constants the value has. */
function branchFor(value: Readonly<Record<string, unknown>>, schema: Schema): Schema {
  const branches = schema.oneOf ?? schema.anyOf;
  if (branches === undefined) return schema;
  const found = branches.map(schemaOf).find(
    ({ properties }) =>
      properties !== undefined &&
      Object.entries(properties).every(([key, property]) => {
        const constant = schemaOf(property).const;
        return constant === undefined || constant === value[key];
      }),
  );
  return found ?? {};
}
