import { z } from "zod";
import type { Range } from "../lib/limits";

/* What the config file's schema is made of. Each part carries what is allowed in its place, for messages and editors. */

/** A string that is not empty. */
export const text = (allowed: string) =>
  z.string({ error: allowed }).min(1, { error: allowed }).meta({ description: allowed });

/** A number; the range is for editors, and checked by the constructs' own checks. */
export const number = (meaning: string, range: Range & { readonly default?: number }) => {
  const expected = range.default === undefined ? meaning : `${meaning} (default ${range.default})`;
  return z
    .number({ error: `a number: ${expected}` })
    .meta({ description: expected, minimum: range.min, maximum: range.max });
};

/** True or false. */
export const flag = (meaning: string) => z.boolean({ error: "true or false" }).meta({ description: meaning });

/** One of some words. */
export const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `one of ${values.map((value) => JSON.stringify(value)).join(", ")}` });

/** A list. */
export const list = <T extends z.ZodType>(member: T, allowed: string) =>
  z.array(member, { error: allowed }).readonly().meta({ description: allowed });

/** An object that refuses keys it does not know; the message for those is the list of keys it knows. */
export const object = <T extends z.ZodRawShape>(shape: T, allowed = "an object") =>
  z.strictObject(shape, {
    error: ({ code }) => (code === "unrecognized_keys" ? Object.keys(shape).join(", ") : allowed),
  });

/** A hosted zone. */
export const hostedZone = object(
  {
    id: text("a hosted zone's id such as Z0123456789ABCDEFGHIJ"),
    name: text("a domain name such as example.com"),
  },
  "a hosted zone, { id, name }",
);
