import { closest, distance } from "fastest-levenshtein";
import type { z } from "zod";
import { wrongForm, type Problem } from "../lib/errors";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** `nodes[2].interface2.address` */
function formatPath(path: Path): string {
  return path.reduce<string>(
    (where, key) =>
      typeof key === "number" ? `${where}[${key}]` : where === "" ? String(key) : `${where}.${String(key)}`,
    "",
  );
}

const isContainer = (value: unknown): value is Record<PropertyKey, unknown> =>
  typeof value === "object" && value !== null;

const valueAt = (document: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, key) => (isContainer(value) ? value[key] : undefined), document);

/** What the schema says of a document's shape, one problem per place; unknown keys with the nearest known one. */
export function shapeProblems(document: unknown, issues: readonly Issue[]): Problem[] {
  return issues.flatMap((issue) => {
    const where = formatPath(issue.path);
    if (issue.code === "unrecognized_keys") {
      // The schema gives the list of the keys that it knows as its message.
      const known = issue.message.split(", ");
      return issue.keys.map((key) => ({
        where: formatPath([...issue.path, key]),
        found: "an unknown key",
        allowed: `${suggestion(key, known)}one of ${issue.message}`,
      }));
    }
    const inner = issue.code === "invalid_union" ? innerProblems(document, issue) : [];
    return inner.length > 0 ? inner : [wrongForm(where, valueAt(document, issue.path), issue.message)];
  });
}

/** The nearest known key, where it is near enough to be meant. */
function suggestion(key: string, known: readonly string[]): string {
  const nearest = closest(key, known);
  return distance(key.toLowerCase(), nearest.toLowerCase()) <= 3 ? `"${nearest}" perhaps; ` : "";
}

/** Where a value is meant to be one member of a union - an object where only one member is - that member's problems. */
function innerProblems(document: unknown, issue: Extract<Issue, { code: "invalid_union" }>): Problem[] {
  if (!isContainer(valueAt(document, issue.path))) return [];
  const objects = issue.errors.filter((errors) =>
    errors.some(({ path, code }) => path.length > 0 || code === "unrecognized_keys"),
  );
  const nested = objects.flat().map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
  return shapeProblems(document, nested);
}

/** The document without what the schema could not read, so that the rest can still be checked. */
export function readablePart(document: unknown, issues: readonly Issue[]): unknown {
  return issues
    .filter(({ code }) => code !== "unrecognized_keys")
    .reduce((part, { path }) => without(part, path), document);
}

function without(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined || !isContainer(value)) return undefined;
  const replaced = rest.length === 0 ? undefined : without(value[key], rest);
  if (Array.isArray(value)) return value.map((member: unknown, i) => (i === key ? replaced : member));
  return { ...value, [key]: replaced };
}
