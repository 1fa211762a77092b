import { readFileSync, readSync, realpathSync, statSync } from "node:fs";
import { join, relative, isAbsolute } from "node:path";
import { isatty } from "node:tty";
import { entriesOf, fieldOf, textIn, isObject, type JsonObject } from "./value";
import { mentionsPrivateKey } from "./private-keys";

/** A place to read JSON from. */
export interface Source {
  /** What an error names. */
  readonly path: string;
  readonly name: string;
  /** @throws UnreadableInputError */
  readonly read: () => Decoded;
}

const STANDARD_INPUT = "standard input";

/**
 * The documents that a path stands for.
 *
 * @throws UnreadableInputError
 */
export function sourcesIn(source: string): Source[] {
  if (source === "-")
    return [{ path: source, name: STANDARD_INPUT, read: () => decode(standardInput(), source) }];
  return isFolder(source)
    ? stacksIn(source)
    : [{ path: source, name: source, read: () => decode(contentOf(source), source) }];
}

/**
 * The text of a file, or of standard input for `-`, with the name that an error gives it.
 *
 * @throws UnreadableInputError
 */
export function readText(path: string): { readonly name: string; readonly text: string } {
  if (path === "-") return { name: STANDARD_INPUT, text: textOf(standardInput(), path) };
  if (isFolder(path)) throw new UnreadableInputError(path, "a folder; expected a file");
  return { name: path, text: textOf(contentOf(path), path) };
}

function isFolder(path: string): boolean {
  try {
    const stat = statSync(path);
    // Such as a disk or an endless /dev/zero.
    if (stat.isCharacterDevice() || stat.isBlockDevice())
      throw new UnreadableInputError(
        path,
        "a device; expected a file, a cdktf.out folder, or - for standard input",
      );
    return stat.isDirectory();
  } catch (error) {
    throw refusalOf(error, path);
  }
}

function stacksIn(folder: string): Source[] {
  const file = join(folder, "manifest.json");
  const { json: manifest } = decode(manifestAt(file, folder), file);
  const stacks = entriesOf(fieldOf(manifest, "stacks")).map(([name, stack]) => {
    const path = textIn(stack, "synthesizedStackPath");
    if (path === undefined)
      throw new UnreadableInputError(file, `no synthesizedStackPath for the stack ${JSON.stringify(name)}`);
    return { name, path: within(folder, path, file) };
  });
  if (stacks.length === 0) throw new UnreadableInputError(folder, "its manifest.json names no stack");
  return stacks.map(({ name, path }) => ({ name, path, read: () => decode(contentOf(path), path) }));
}

function manifestAt(file: string, folder: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw refusalOf(error, file);
    throw new UnreadableInputError(
      folder,
      "a folder without a manifest.json; expected a cdktf.out folder, as `cdktf synth` writes it",
    );
  }
}

/** A manifest comes with the stacks, and has no business to point at other files of the reader's disk. */
function within(folder: string, path: string, manifest: string): string {
  const file = join(folder, path);
  const outside = new UnreadableInputError(manifest, `${JSON.stringify(path)} leads out of the folder`);
  if (isAbsolute(path)) throw outside;
  let way: string;
  try {
    way = relative(realpathSync(folder), realpathSync(file));
  } catch (error) {
    throw refusalOf(error, file);
  }
  // On Windows, what is on another disk has an absolute way.
  if (isAbsolute(way) || /^\.\.(?:[/\\]|$)/.test(way)) throw outside;
  return file;
}

function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw refusalOf(error, path);
  }
}

const CHUNK = 1 << 16;

function standardInput(): Buffer {
  if (isatty(0)) throw new UnreadableInputError("-", "nothing is piped in; expected Terraform JSON");
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    try {
      const length = readSync(0, chunk);
      if (length === 0) return Buffer.concat(chunks);
      chunks.push(chunk.subarray(0, length));
    } catch (error) {
      const code = codeOf(error);
      if (code === "EOF") return Buffer.concat(chunks);
      if (code !== "EAGAIN") throw refusalOf(error, "-");
      // Whoever pipes has set the pipe not to block, and has nothing for us yet.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "no such file or folder"],
  ["ENOTDIR", "no such file or folder"],
  ["EACCES", "may not be read by this user"],
  ["EPERM", "may not be read by this user"],
  ["EISDIR", "a folder; expected a file"],
  ["ELOOP", "a loop of symbolic links"],
  ["ENAMETOOLONG", "a name longer than the file system allows"],
  ["ERR_FS_FILE_TOO_LARGE", "too large to be read"],
]);

function refusalOf(error: unknown, path: string): UnreadableInputError {
  if (error instanceof UnreadableInputError) return error;
  const code = codeOf(error);
  return new UnreadableInputError(path, REASONS.get(code) ?? `cannot be read (${code})`);
}

const codeOf = (error: unknown): string => textIn(error, "code") ?? "for an unknown reason";

/** The content of a file. */
export interface Decoded {
  readonly json: unknown;
  /** Whether a private key may be in it: the text of one does. */
  readonly mentionsKey: boolean;
}

/**
 * JSON in a file's bytes.
 *
 * @throws UnreadableInputError
 */
export function decode(bytes: Buffer, source: string): Decoded {
  if (bytes.length === 0) throw new UnreadableInputError(source, "empty; expected Terraform JSON");
  if (bytes.subarray(0, 2).equals(ZIP))
    throw new UnreadableInputError(
      source,
      "a plan in Terraform's binary form; run `terraform show -json PLANFILE` and give what that prints",
    );
  const text = textOf(bytes, source);
  try {
    const json: unknown = JSON.parse(text);
    return { json, mentionsKey: mentionsPrivateKey(text) };
  } catch {
    throw new UnreadableInputError(source, parseFailure(text));
  }
}

/** How a zip archive begins, which a plan file is. */
const ZIP = Buffer.from("PK");
/** How a text begins that PowerShell writes with `>`. */
const UTF16 = Buffer.from([0xff, 0xfe]);

function textOf(bytes: Buffer, source: string): string {
  const encoding = bytes.subarray(0, 2).equals(UTF16) ? "utf-16le" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    // The decoder also throws for what is longer than the longest text of this platform.
    const tooLong = textIn(error, "code") === "ERR_STRING_TOO_LONG";
    throw new UnreadableInputError(source, tooLong ? "too large to be read" : "not a text in UTF-8");
  }
}

/** Says what a text is that is no JSON. */
function parseFailure(text: string): string {
  const start = text.trimStart();
  if (start === "") return "empty; expected Terraform JSON";
  const end = start.indexOf("\n");
  const line = start.slice(0, end === -1 ? undefined : Math.min(end, LONGEST_LINE));
  if (isLogLine(line)) return `the log that \`terraform plan -json\` prints; ${SAVED_PLAN}`;
  for (const { pattern, refusal } of OTHER_TEXTS) if (pattern.test(line)) return refusal;
  if (!/^[[{]/.test(start) && /\n[ \t]*\{/.test(start.slice(0, LONGEST_LINE)))
    return `JSON after another line, "${line.slice(0, 80)}"; expected the JSON alone: write what wraps Terraform elsewhere`;
  return /^[[{]/.test(start)
    ? "JSON that is cut off or broken; expected all that `terraform show -json` prints"
    : "not JSON; expected a cdk.tf.json, or what `terraform show -json` prints of a plan or a state";
}

/** Texts that people give by mistake, by their first line. */
const OTHER_TEXTS: readonly { readonly pattern: RegExp; readonly refusal: string }[] = [
  {
    pattern: /^\[command\]/,
    refusal:
      "JSON between the lines of a wrapper (setup-terraform's begins with [command]); set terraform_wrapper to false",
  },
  {
    pattern:
      /^(?:Terraform|OpenTofu) (?:used|will perform|has compared|planned)|^No changes\.|^\S+: Refreshing state\.\.\./,
    refusal: "the plan as people read it; give what `terraform show -json PLANFILE` prints",
  },
  {
    pattern:
      /^(?:terraform|locals|(?:resource|data|provider|variable|module|output|check|action)\b[^={]*"[^"]*")\s*(?:"[^"]*"\s*)?\{/,
    refusal:
      "Terraform's own language (HCL); run `terraform plan -out=PLANFILE`, then `terraform show -json PLANFILE`, and give what that prints",
  },
];

const LONGEST_LINE = 100_000;

function isLogLine(line: string): boolean {
  try {
    const event: unknown = JSON.parse(line);
    return isObject(event) && Object.hasOwn(event, "@level");
  } catch {
    return false;
  }
}

/** What Terraform JSON describes. */
export type DocumentKind = "configuration" | "plan" | "state";

/** What all refusals tell people to give instead. */
const EXPECTED = "expected a cdk.tf.json, or what `terraform show -json` prints of a plan or a state";

/** Fields that a plan alone has. */
const OF_PLAN = ["planned_values", "resource_changes", "configuration", "prior_state"];

/** What a configuration may hold; Terraform refuses any other. */
const OF_CONFIGURATION = new Set([
  "terraform",
  "provider",
  "variable",
  "locals",
  "output",
  "resource",
  "data",
  "module",
  "ephemeral",
  "moved",
  "import",
  "removed",
  "check",
  // Terraform 1.14
  "action",
  "list",
  // OpenTofu
  "language",
]);

/** Which kind of Terraform JSON this is, or what to say of anything else. */
export function kindOf(json: unknown): { readonly kind: DocumentKind } | { readonly refusal: string } {
  if (!isObject(json)) return { refusal: `JSON, but no object; ${EXPECTED}` };
  const names = Object.keys(json);
  if (names.length === 0) return { refusal: `an empty JSON object; ${EXPECTED}` };
  if (Object.hasOwn(json, "format_version")) return shown(json, names);
  if (typeof fieldOf(json, "version") === "number" && Object.hasOwn(json, "resources"))
    return { refusal: "a raw state file; give what `terraform show -json` prints of it instead" };
  if (Object.hasOwn(json, "@level"))
    return { refusal: `the log of one event that \`terraform plan -json\` prints; ${SAVED_PLAN}` };
  if (Object.hasOwn(json, "plan_format_version") && Object.hasOwn(json, "resource_changes"))
    return {
      refusal:
        "the redacted plan of HCP Terraform, which leaves out what the review reads; give its unredacted JSON output, or what `terraform show -json PLANFILE` prints",
    };
  const sections = names.filter((name) => OF_CONFIGURATION.has(name));
  const others = names.filter((name) => !OF_CONFIGURATION.has(name) && name !== "//");
  const isSection = (name: string): boolean => isObject(json[name]) || Array.isArray(json[name]);
  if (others.length > 0 || !sections.some(isSection))
    return { refusal: `JSON, but not Terraform's; ${EXPECTED}` };
  return { kind: "configuration" };
}

/** How to get a plan that can be read. */
export const SAVED_PLAN =
  "run `terraform plan -out=PLANFILE`, then `terraform show -json PLANFILE`, and give what that prints";

/** What `terraform show -json` prints, or another command that gives its version too. */
function shown(json: JsonObject, names: readonly string[]): ReturnType<typeof kindOf> {
  const version = json["format_version"];
  if (typeof version !== "string" || !/^[01]\.\d+$/.test(version))
    return { refusal: `a format_version other than 1, which is all that this reads; ${EXPECTED}` };
  if (OF_PLAN.some((name) => isObject(json[name]) || Array.isArray(json[name]))) return { kind: "plan" };
  // Of an empty state, Terraform prints the version alone; of a plan that failed early, its flags.
  if (names.includes("errored") || names.includes("complete")) return { kind: "plan" };
  // What other versions add beside the values is read past.
  const values = fieldOf(json, "values");
  if (isObject(values)) return { kind: "state" };
  const known = ["format_version", "terraform_version", "values", "checks"];
  if (names.every((name) => known.includes(name)) && values === undefined) return { kind: "state" };
  return { refusal: `neither a plan nor a state of Terraform; ${EXPECTED}` };
}

/** Thrown with one line for input that is not what was asked for. */
export class UnreadableInputError extends Error {
  /** @param source as the user gave it: a path, or `-` for standard input */
  public constructor(source: string, reason: string) {
    super(oneLine(`${source === "-" ? "standard input" : shortened(source)}: ${reason}`));
    this.name = "UnreadableInputError";
  }
}

const LONGEST_NAME = 300;

/** A file's name that fits on a line; the end of a longer one says more than its beginning. */
const shortened = (name: string): string =>
  name.length > LONGEST_NAME ? `…${name.slice(-LONGEST_NAME)}` : name;

// A file's name, and its content, may hold anything that a terminal would obey.
// eslint-disable-next-line no-control-regex
const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
