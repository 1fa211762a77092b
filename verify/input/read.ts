import { parse, type ParseError } from "jsonc-parser";
import { readText, UnreadableInputError } from "sems-review/reporting";
import type { Access, ExpectedCertificate } from "../model";
import { askedFor } from "./asked";
import { accessesOfConfig, type KnownAddresses } from "./config";
import { accessesOfOutputs } from "./outputs";

/** What a person says besides the input. */
export interface InputOptions {
  readonly addresses: KnownAddresses;
  /** Names of the client accesses to look at; all without any. */
  readonly only: readonly string[];
  /** What ACM holds; takes the place of what the outputs say. */
  readonly certificate?: ExpectedCertificate | undefined;
}

/** What is to be looked at. */
export interface Input {
  /** A file's name, or `standard input`. */
  readonly source: string;
  readonly accesses: readonly Access[];
}

/** What every refusal asks for instead. */
const EXPECTED =
  "expected what `terraform output -json` prints, a state (`terraform show -json` or terraform.tfstate), or a config file";

/**
 * Reads what describes a deployed cluster.
 *
 * @param file a file's name, or `-` for standard input
 * @throws UnreadableInputError
 */
export function readInput(file: string, options: InputOptions): Input {
  const { name: source, text } = readText(file);
  const json = parseJson(source, text);
  const accesses = described(source, json, options);
  return {
    source,
    accesses: askedFor(source, accesses, options.only).map((access) => ({
      ...access,
      certificate: options.certificate ?? access.certificate,
    })),
  };
}

/** A config file may hold comments; other input has none. */
function parseJson(source: string, text: string): unknown {
  const errors: ParseError[] = [];
  const json: unknown = parse(text.replace(/^\uFEFF/, ""), errors, { allowTrailingComma: true });
  if (errors.length > 0 || json === undefined)
    throw new UnreadableInputError(source, `not JSON; ${EXPECTED}`);
  return json;
}

function described(source: string, json: unknown, { addresses, only }: InputOptions): Access[] {
  if (!isObject(json)) throw new UnreadableInputError(source, `JSON, but no object; ${EXPECTED}`);
  if (Object.hasOwn(json, "clientFqdn")) return accessesOfConfig(source, json, addresses, only);
  const outputs = outputsOf(json);
  if (outputs === undefined) throw new UnreadableInputError(source, `JSON of another kind; ${EXPECTED}`);
  if (addresses.endpoints.size + addresses.weighted.size > 0) {
    throw new UnreadableInputError(source, "--address and --weighted-address go with a config file only");
  }
  return accessesOfOutputs(source, outputs);
}

/** The outputs by name, of `terraform output -json`, of a state that is shown, or of a raw one. */
function outputsOf(json: JsonObject): ReadonlyMap<string, unknown> | undefined {
  if (["planned_values", "resource_changes"].some((key) => Object.hasOwn(json, key))) return undefined;
  const { values, outputs, version } = json;
  if (isObject(values)) return valuesOf(values["outputs"]);
  if (typeof version === "number" && isObject(outputs)) return valuesOf(outputs);
  return valuesOf(json);
}

function valuesOf(outputs: unknown): ReadonlyMap<string, unknown> | undefined {
  if (!isObject(outputs)) return undefined;
  const entries = Object.entries(outputs);
  const found = entries.flatMap(([name, output]): [string, unknown][] =>
    isObject(output) && Object.hasOwn(output, "value") ? [[name, output["value"]]] : [],
  );
  return found.length === entries.length && found.length > 0 ? new Map(found) : undefined;
}

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (json: unknown): json is JsonObject =>
  typeof json === "object" && json !== null && !Array.isArray(json);
