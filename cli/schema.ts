import { writeFileSync } from "node:fs";

/** Writes the config file's JSON Schema to a file, or to standard output. */
export async function writeSchema(output: string | undefined): Promise<void> {
  const { jsonSchema } = await import("../stacks/json-schema.js");
  if (output === undefined) process.stdout.write(jsonSchema());
  else writeFileSync(output, jsonSchema());
}
