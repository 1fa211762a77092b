import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const REPOSITORY = join(__dirname, "../..");

/** The documents that people read, relative to the repository. */
export const DOCUMENTS: readonly string[] = [
  "README.md",
  "CHANGELOG.md",
  ...readdirSync(join(REPOSITORY, "docs"))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];

export const readDocument = (document: string): string => readFileSync(join(REPOSITORY, document), "utf8");

/** A fenced block of code in a document. */
export interface Sample {
  readonly document: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
  readonly code: string;
}

const FENCED = /^( *)```(\w+)\n([\s\S]*?)^ *```$/gm;

/** The samples in some languages, of all documents. */
export const samplesIn = (...languages: readonly string[]): Sample[] =>
  DOCUMENTS.flatMap((document) => {
    const text = readDocument(document);
    return [...text.matchAll(FENCED)].flatMap(({ index, 1: indent = "", 2: language = "", 3: code = "" }) => {
      if (!languages.includes(language)) return [];
      const line = text.slice(0, index).split("\n").length;
      return [{ document, line, code: code.replaceAll(new RegExp(`^${indent}`, "gm"), "") }];
    });
  });
