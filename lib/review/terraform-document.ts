import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** The arguments of a resource. */
export type Resource = Readonly<Record<string, unknown>>;

/** Terraform's JSON configuration, as CDKTF writes it. */
export interface TerraformDocument {
  /** Resources by type and name. */
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Resource>>>>;
}

/** A stack that was synthesized. */
export interface SynthesizedStack {
  readonly name: string;
  readonly document: TerraformDocument;
}

/** Thrown with one line for input that is not what was asked for. */
export class UnreadableInputError extends Error {
  public constructor(source: string, reason: string) {
    super(`${source === "-" ? "standard input" : source}: ${reason}`);
    this.name = "UnreadableInputError";
  }
}

/**
 * Reads a cdktf.out folder, a cdk.tf.json or, with `-`, standard input.
 *
 * @throws UnreadableInputError
 */
export function readStacks(source: string): SynthesizedStack[] {
  if (source !== "-" && existsSync(source) && statSync(source).isDirectory()) return readFolder(source);
  return [{ name: source === "-" ? "standard input" : source, document: readDocument(source) }];
}

function readFolder(folder: string): SynthesizedStack[] {
  const manifest = readJson(join(folder, "manifest.json"));
  const stacks = isObject(manifest) && isObject(manifest["stacks"]) ? manifest["stacks"] : {};
  const found = Object.entries(stacks).flatMap(([name, stack]) => {
    const path = isObject(stack) ? stack["synthesizedStackPath"] : undefined;
    return typeof path === "string" ? [{ name, document: readDocument(join(folder, path)) }] : [];
  });
  if (found.length === 0) throw new UnreadableInputError(folder, "its manifest names no stack");
  return found;
}

function readDocument(source: string): TerraformDocument {
  const json = readJson(source);
  if (isObject(json) && "format_version" in json) {
    throw new UnreadableInputError(
      source,
      "a plan or a state; this version reads cdk.tf.json and cdktf.out only",
    );
  }
  if (!isObject(json) || !isObject(json["terraform"])) {
    throw new UnreadableInputError(source, "not Terraform's JSON configuration");
  }
  return json;
}

function readJson(source: string): unknown {
  let text: string;
  try {
    text = readFileSync(source === "-" ? 0 : source, "utf8");
  } catch {
    throw new UnreadableInputError(source, "no such file, or it cannot be read");
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableInputError(source, "not JSON");
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
