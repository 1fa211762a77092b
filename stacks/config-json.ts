import { getNodeValue, parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import type { Problem } from "../lib";
import { InvalidConfigError } from "./config-error";

/**
 * The value of a JSON text, which may hold comments and a comma after the last member.
 *
 * @throws InvalidConfigError with the first syntax error, or with all keys that occur twice in an object
 */
export function parseJson(file: string, text: string): unknown {
  const errors: ParseError[] = [];
  const json = text.replace(/^\uFEFF/, "");
  const tree = parseTree(json, errors, { disallowComments: false, allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined) throw new InvalidConfigError(file, [syntaxProblem(json, error)]);
  const repeated = tree === undefined ? [] : repeatedKeys(json, tree);
  if (repeated.length > 0) throw new InvalidConfigError(file, repeated);
  return tree === undefined ? undefined : getNodeValue(tree);
}

/** The parser's codes in words. */
const FAULTS: Readonly<Record<string, string>> = {
  InvalidSymbol: "an invalid literal",
  InvalidNumberFormat: "an invalid number",
  PropertyNameExpected: "a missing quoted key",
  ValueExpected: "a missing value",
  ColonExpected: "a missing colon",
  CommaExpected: "a missing comma",
  CloseBraceExpected: "a missing closing brace",
  CloseBracketExpected: "a missing closing bracket",
  EndOfFileExpected: "content after the end of the document",
  UnexpectedEndOfComment: "an unterminated comment",
  UnexpectedEndOfString: "an unterminated string",
  UnexpectedEndOfNumber: "an incomplete number",
  InvalidUnicode: "an incomplete Unicode escape",
  InvalidEscapeCharacter: "an invalid escape",
  InvalidCharacter: "a character that must be escaped",
};

function syntaxProblem(text: string, { offset, error, length }: ParseError): Problem {
  const code = printParseErrorCode(error);
  const place = text.slice(offset, offset + Math.min(length, 40));
  return {
    path: position(text, offset),
    actual: `${FAULTS[code] ?? code} at ${place === "" ? "the end" : place}`,
    expected: "JSON",
  };
}

function repeatedKeys(text: string, node: Node): Problem[] {
  const keys =
    node.type === "object" ? (node.children ?? []).flatMap(({ children }) => children?.[0] ?? []) : [];
  const repeated = keys.filter((key, i) => keys.findIndex(({ value }) => value === key.value) < i);
  return [
    ...repeated.map((key) => ({
      path: position(text, key.offset),
      actual: `the key ${JSON.stringify(key.value)} a second time in the same object`,
      expected: "each key once",
    })),
    ...(node.children ?? []).flatMap((child) => repeatedKeys(text, child)),
  ];
}

/** Line and column, from 1. */
function position(text: string, offset: number): string {
  const lines = text.slice(0, offset).split("\n");
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}
