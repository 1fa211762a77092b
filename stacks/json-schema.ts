import { z } from "zod";
import { configSchema } from "./config-schema";

/** The config file's JSON Schema, for editors and other tools. */
export function jsonSchema(): string {
  const schema = z.toJSONSchema(configSchema, {
    io: "input",
    // To TypeScript a list is read-only; to JSON Schema that would mean something else.
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  });
  // Editors allow in the file what its reader allows.
  const editor = { allowComments: true, allowTrailingCommas: true };
  return `${JSON.stringify({ title: "SEMS cluster config file", ...editor, ...schema }, null, 2)}\n`;
}
