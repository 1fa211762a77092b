import { getNodeValue, parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import type { Problem } from "../lib";
import { InvalidConfigError } from "./config-error";

/**
 * The value of a JSON text.
 *
 * @throws InvalidConfigError with the first fault of the syntax, of which others may follow, or with all keys that stand
 * twice in an object
 */
export function parseJson(file: string, text: string): unknown {
  const errors: ParseError[] = [];
  const json = text.replace(/^\uFEFF/, "");
  const tree = parseTree(json, errors, { disallowComments: true, allowTrailingComma: false });
  const [error] = errors;
  if (error !== undefined) throw new InvalidConfigError(file, [syntaxProblem(json, error)]);
  const repeated = tree === undefined ? [] : repeatedKeys(json, tree);
  if (repeated.length > 0) throw new InvalidConfigError(file, repeated);
  return tree === undefined ? undefined : getNodeValue(tree);
}

function syntaxProblem(text: string, { offset, error, length }: ParseError): Problem {
  const fault = printParseErrorCode(error)
    .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase();
  const place = text.slice(offset, offset + Math.min(length, 40));
  return {
    where: position(text, offset),
    found: place === "" ? fault : `${fault} at ${place}`,
    allowed: "JSON",
  };
}

function repeatedKeys(text: string, node: Node): Problem[] {
  const keys =
    node.type === "object" ? (node.children ?? []).flatMap(({ children }) => children?.[0] ?? []) : [];
  const repeated = keys.filter((key, i) => keys.findIndex(({ value }) => value === key.value) < i);
  return [
    ...repeated.map((key) => ({
      where: position(text, key.offset),
      found: `the key ${JSON.stringify(key.value)} a second time in its object`,
      allowed: "each key once",
    })),
    ...(node.children ?? []).flatMap((child) => repeatedKeys(text, child)),
  ];
}

/** Line and column, from 1. */
function position(text: string, offset: number): string {
  const lines = text.slice(0, offset).split("\n");
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}
