import { Token } from "cdktf";
import { closest, distance } from "fastest-levenshtein";
import type { z } from "zod";
import { invalidValue } from "../lib/validation/errors";
import type { Problem } from "../lib/validation/problem";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** `nodes[2].interface2.address` */
function formatPath(path: Path): string {
  return path.reduce<string>(
    (path, key) =>
      typeof key === "number" ? `${path}[${key}]` : path === "" ? String(key) : `${path}.${String(key)}`,
    "",
  );
}

const isContainer = (value: unknown): value is Record<PropertyKey, unknown> =>
  typeof value === "object" && value !== null;

const valueAt = (document: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, key) => (isContainer(value) ? value[key] : undefined), document);

/** The schema's findings about a document's shape, one problem per path; unknown keys with the nearest known one. */
export function shapeProblems(document: unknown, issues: readonly Issue[]): Problem[] {
  return issues.flatMap((issue) => {
    const path = formatPath(issue.path);
    if (issue.code === "unrecognized_keys") {
      // The schema gives the list of the keys that it knows as its message.
      const known = issue.message.split(", ");
      return issue.keys.map((key) => ({
        path: formatPath([...issue.path, key]),
        actual: "an unknown key",
        expected: `one of ${issue.message}${suggestion(key, known)}`,
      }));
    }
    const inner = issue.code === "invalid_union" ? innerProblems(document, issue) : [];
    return inner.length > 0 ? inner : [invalidValue(path, valueAt(document, issue.path), issue.message)];
  });
}

/** The nearest known key, where it is near enough to be meant. */
function suggestion(key: string, known: readonly string[]): string {
  const nearest = closest(key, known);
  return distance(key.toLowerCase(), nearest.toLowerCase()) <= 3 ? `. Did you mean "${nearest}"?` : "";
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

/**
 * The document without unknown keys, and with a token in place of each value that the schema could not read: what is not
 * known is passed over by the checks, and the rest is still checked.
 */
export function readablePart(document: unknown, issues: readonly Issue[]): unknown {
  return issues.reduce<unknown>(
    (part, issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.reduce((object, key) => without(object, [...issue.path, key]), part)
        : replace(part, issue.path, unknownInPlaceOf(issue)),
    document,
  );
}

/** A string and a number have their tokens; of anything else nothing is left. */
function unknownInPlaceOf(issue: Issue): unknown {
  if (issue.code === "invalid_value") return Token.asString(UNKNOWN);
  if (issue.code !== "invalid_type") return undefined;
  if (issue.expected === "string") return Token.asString(UNKNOWN);
  return issue.expected === "number" ? Token.asNumber(UNKNOWN) : undefined;
}

const UNKNOWN = { resolve: () => undefined, creationStack: [], toString: () => "unknown" };

function replace(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (!isContainer(value)) return value;
  if (Array.isArray(value)) {
    return value.map((member: unknown, i) => (i === key ? replace(member, rest, by) : member));
  }
  return { ...value, [key]: replace(value[key], rest, by) };
}

function without(value: unknown, path: Path): unknown {
  const [key, ...rest] = path;
  if (key === undefined || !isContainer(value)) return value;
  if (rest.length > 0) return replace(value, [key], without(value[key], rest));
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}
